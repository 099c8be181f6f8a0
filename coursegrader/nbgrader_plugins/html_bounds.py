"""How much HTML is parsed: far more than an honest output holds, and too little to keep a parser busy.

A browser's parser mends everything, and mending takes the square of the text's length: each end tag without a beginning
is looked for among all open elements, each new attribute among all attributes of its tag. HTML whose elements end in
the order in which they began leaves nothing to mend, so it may be long; any other has to be short.
"""

from __future__ import annotations

import re
from typing import Final

SHORT: Final = 20_000  # characters of HTML that may be as tangled as it likes
FEW_TAGS: Final = 300
MOST_CHARACTERS: Final = 600_000  # of orderly HTML; what pandas shows by default has not a tenth of it
MOST_ELEMENTS: Final = 20_000
DEEPEST: Final = 100  # elements within elements
MOST_WORK: Final = 300_000  # sum of all elements' depths, in which those that are opened again count for more
AGAIN: Final = 10

_VOID: Final = frozenset("br col hr img input wbr".split())
# A parser opens these again in each paragraph and each cell, until their own ends.
_FORMATTING: Final = frozenset("a b big code em font i s small strike strong tt u".split())
# Elements without a mode of their own in the parser: nothing in them reads other than as tags and text.
_ORDINARY: Final = (
    _VOID
    | _FORMATTING
    | frozenset(
        """abbr address article aside blockquote body button caption center cite colgroup dd del details dfn div dl dt
        figcaption figure footer h1 h2 h3 h4 h5 h6 header ins kbd label li main mark nav ol p pre q samp section span
        sub summary sup table tbody td tfoot th thead time tr ul var""".split()
    )
)
# Attributes as everybody writes them, so that no parser reads another name, another value or another end of the tag.
_ATTRIBUTES: Final = (
    r"""(?:[ \t\r\n\f]++[A-Za-z_:@][A-Za-z0-9_:@.-]*+"""
    r"""(?:[ \t\r\n\f]*+=[ \t\r\n\f]*+(?:"[^"]*+"|'[^']*+'|[^ \t\r\n\f"'=<>`]++))?+){0,40}+"""
)
# The parts of orderly HTML that begin with <, or such a beginning of something else; < 3 is text to each parser.
_TOKEN: Final = re.compile(
    rf"<(?:(?P<start>[A-Za-z][A-Za-z0-9]*+){_ATTRIBUTES}[ \t\r\n\f]*+/?>"
    r"|/(?P<end>[A-Za-z][A-Za-z0-9]*+)[ \t\r\n\f]*+>"
    r"|(?P<comment>!--[^<>]*+(?<=--)>(?<!<!-->)(?<!<!--->))"
    r"|(?P<other>[A-Za-z/!?]))"
)
_PROGRAM: Final = re.compile(r"<(script|style)(?=[\s/>])", re.IGNORECASE)
_PROGRAM_END: Final = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in ("script", "style")}


def fits(html: str) -> bool:
    """Whether a parser is through with it in a moment. Takes one pass over the text itself."""
    if len(html) <= SHORT and html.count("<") <= FEW_TAGS:
        return True
    return len(html) <= MOST_CHARACTERS and _is_orderly(html)


def without_programs(html: str) -> str:
    """The HTML without its scripts and style sheets, which are often long and never shown."""
    parts: list[str] = []
    position = 0
    while begin := _PROGRAM.search(html, position):
        parts.append(html[position : begin.start()])
        inside = html.find(">", begin.end())
        end = _PROGRAM_END[begin[1].lower()].search(html, inside) if inside >= 0 else None
        last = html.find(">", end.end()) if end else -1
        if last < 0:  # it goes on to the end of the text, as it does in a browser
            return "".join(parts)
        position = last + 1
    return "".join([*parts, html[position:]])


def _is_orderly(html: str) -> bool:
    opened: list[str] = []
    elements = work = weight = 0  # the weight of all open elements
    for token in _TOKEN.finditer(html):
        if start := token["start"]:
            name = start.lower()
            elements += 1
            work += weight + 1
            if name not in _VOID:
                opened.append(name)
                weight += AGAIN if name in _FORMATTING else 1
            if name not in _ORDINARY or elements > MOST_ELEMENTS or len(opened) > DEEPEST or work > MOST_WORK:
                return False
        elif end := token["end"]:
            if not opened or (name := opened.pop()) != end.lower():
                return False
            weight -= AGAIN if name in _FORMATTING else 1
        elif token["other"]:
            return False
    return not opened
