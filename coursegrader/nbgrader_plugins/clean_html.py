"""HTML that students' code printed, made harmless."""

from __future__ import annotations

import re
from html import escape
from typing import Final

import nh3

from coursegrader.nbgrader_plugins.html_bounds import fits, without_programs

_TEXT_TAGS: Final = {
    *(
        "p",
        "div",
        "span",
        "br",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "code",
        "kbd",
        "samp",
    ),
    *("b", "strong", "i", "em", "u", "s", "small", "sub", "sup", "mark", "var", "abbr"),
    *("ul", "ol", "li", "dl", "dt", "dd", "details", "summary"),
    *("table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"),
    *("a", "img"),
}
_ATTRIBUTES: Final = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "table": {"class"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "col": {"span"},
    "ol": {"start"},
    "details": {"open"},
}
_IMAGE: Final = r"(data:image/(?:png|jpeg|gif|svg\+xml);base64,)"
_DATA_IMAGE: Final = re.compile(_IMAGE + "[A-Za-z0-9+/=]+")
_LARGE_IMAGE: Final = re.compile(_IMAGE + "[A-Za-z0-9+/=]{1000,}")
_KEPT: Final = re.compile(_IMAGE + "KEPT[0-9]+=")
_ENCODED: Final = re.compile("(?<=;base64,)[A-Za-z0-9+/=]+|(?<![A-Za-z0-9+/=])[A-Za-z0-9+/=]{200,}")
_TOKEN_CLASS: Final = re.compile(r"[a-z]{1,2}[a-z0-9]?")
_NUMBER: Final = re.compile(r"[0-9]{1,4}")

# Macros with which MathJax (formgrader's pages run it on all text) makes links, styles or ids, or loads code.
_LIVE_TEX: Final = re.compile(
    r"\\(?=(?:href|require|csname|cssId|class|style|data|unicode|mmlToken|html\w*|includegraphics|url)\b)"
)
WORD_JOINER: Final = "\u2060"

MAX_SHOWN: Final = 5_000  # characters of what stands in place of HTML that is not shown
_BEYOND: Final = "This is too long or too tangled to be shown as it was meant, so it is shown as text:"


def clean_html(html: str, *, highlighted: bool = False, instead: str | None = None) -> str:
    """Keep text, tables, lists and embedded pictures; drop scripts, styles, handlers, forms, frames,
    remote loads.

    Args:
        html: a fragment or a whole page.
        highlighted: also keep the short class names that Pygments gives to the words of a program.
        instead: the text to show in place of HTML that is too long or too tangled to be parsed; by default its source.
    """
    aside: dict[str, str] = {}

    def set_aside(match: re.Match[str]) -> str:
        name = f"{match[1]}KEPT{len(aside)}="  # a picture in form, so that it passes as one
        aside[name] = match[0]
        return name

    # parsing large pictures takes longer than all else; what they consist of means nothing to HTML, wherever it stands
    short = without_programs(_LARGE_IMAGE.sub(set_aside, html))
    cleaned = _cleaned(short, highlighted) if fits(short) else None
    if cleaned is None or not fits(cleaned):  # mending can make more of it, and it will be cleaned again
        return _cleaned(_as_text(short if instead is None else instead), highlighted)
    # each once: a fragment cannot grow by naming one many times
    return _KEPT.sub(lambda match: aside.pop(match[0], match[0]), cleaned) if aside else cleaned


def _cleaned(html: str, highlighted: bool) -> str:
    cleaned = nh3.clean(
        html,
        tags=_TEXT_TAGS,
        clean_content_tags={"script", "style"},
        attributes={**_ATTRIBUTES, "span": {"class"}, "div": {"class"}} if highlighted else _ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )
    return disarm_tex(cleaned)


def _as_text(text: str) -> str:
    text = _ENCODED.sub("…", text)
    shown = text[:MAX_SHOWN] + ("\n…" if len(text) > MAX_SHOWN else "")
    return f"<p><em>{_BEYOND}</em></p>\n<pre>{escape(shown, quote=False)}</pre>"


def disarm_tex(text: str) -> str:
    r"""Make macros such as ``\href`` unknown to MathJax, by an invisible character after the backslash."""
    return _LIVE_TEX.sub(lambda match: "\\" + WORD_JOINER, text)


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "src":
        return value if _DATA_IMAGE.fullmatch(value) else None
    if name == "href":
        return value if value.startswith(("https://", "http://", "mailto:")) else None
    if name == "class":
        return _class(tag, value)
    if name in {"width", "height", "colspan", "rowspan", "span", "start"}:
        return value if _NUMBER.fullmatch(value) else None
    return value


def _class(tag: str, value: str) -> str | None:
    if tag == "table":
        return "dataframe" if "dataframe" in value.split() else None
    return value if value == "highlight" or _TOKEN_CLASS.fullmatch(value) else None
