"""TeX to MathML, so that a page shows mathematics without loading anything."""

from __future__ import annotations

import re
from html import escape
from typing import Final
from xml.etree import ElementTree

from latex2mathml import exceptions
from latex2mathml.converter import convert

MAX_TEX: Final = 5_000  # characters of one formula
_TAGS: Final = {
    *(
        "math",
        "mrow",
        "mi",
        "mn",
        "mo",
        "ms",
        "mtext",
        "mspace",
        "mfrac",
        "msqrt",
        "mroot",
        "mstyle",
        "merror",
    ),
    *("msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts", "mprescripts", "none"),
    *("mtable", "mtr", "mtd", "mpadded", "mphantom", "menclose", "mfenced"),
}
_ATTRIBUTES: Final = {
    *(
        "display",
        "columnalign",
        "columnlines",
        "columnspacing",
        "rowlines",
        "rowspacing",
        "rowalign",
        "notation",
    ),
    *(
        "stretchy",
        "fence",
        "form",
        "separator",
        "lspace",
        "rspace",
        "minsize",
        "maxsize",
        "accent",
        "accentunder",
    ),
    *(
        "mathvariant",
        "width",
        "height",
        "depth",
        "linethickness",
        "scriptlevel",
        "displaystyle",
        "movablelimits",
    ),
    *("largeop", "symmetric", "open", "close", "bevelled"),
}
# The converter expands macros: a few that name each other twice would take for ever, and no page needs them.
_DEFINITION: Final = re.compile(
    r"\\(?:(?:re)?newcommand|providecommand|newenvironment|DeclareMathOperator|[egx]?def|let)(?![A-Za-z])"
)
# The converter has no common base for its errors, and lets Python's own through for malformed input.
_CONVERSION_ERRORS: Final[tuple[type[Exception], ...]] = (
    *(error for error in vars(exceptions).values() if isinstance(error, type) and issubclass(error, Exception)),
    *(ValueError, LookupError, TypeError, AttributeError, RecursionError, StopIteration, ElementTree.ParseError),
)
_ALIGNED: Final = {  # environments that the converter does not know, as ones that it does
    r"\begin{aligned}": r"\begin{array}{rl}",
    r"\end{aligned}": r"\end{array}",
}


def to_mathml(tex: str, *, display: bool) -> str:
    """A ``<math>`` element, or the TeX itself as code where it cannot be converted.

    Args:
        tex: the formula without its delimiters.
        display: on a line of its own.
    """
    if len(tex) > MAX_TEX or _DEFINITION.search(tex):
        return _as_code(tex)
    known = tex.strip()
    for name, other in _ALIGNED.items():
        known = known.replace(name, other)
    try:
        mathml = convert(known, display="block" if display else "inline")
        root = ElementTree.fromstring(mathml)  # noqa: S314 - a serialised tree: no doctype, no entities
    except _CONVERSION_ERRORS:
        return _as_code(tex)
    _keep_allowed(root)
    return ElementTree.tostring(root, encoding="unicode")


def _keep_allowed(element: ElementTree.Element) -> None:
    r"""Drop what could navigate or restyle (``\href``, ``\style``), and the namespace, which HTML implies."""
    element.tag = element.tag.rpartition("}")[2]
    if element.tag not in _TAGS:
        element.tag = "mrow"
    element.attrib = {name: value for name, value in element.attrib.items() if name in _ATTRIBUTES}
    for child in element:
        _keep_allowed(child)


def _as_code(tex: str) -> str:
    return f"<code>{escape(tex)}</code>"
