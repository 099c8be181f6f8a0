"""Markdown that students wrote, made harmless for any renderer.

Markdown may carry raw HTML, scripts in link targets, and pictures that are loaded from elsewhere. Every
renderer decides a little differently what is code, what is a formula and what is HTML, so nothing here has to
know it: an invisible character (a word joiner) breaks each construct at its first character. It shows as what
the student typed, in code and out of it.

TeX would show the joiner. So where a formula seems to stand, a space does the same, which means nothing to TeX; and
``a<b$`` stays as it is where no renderer could take it for HTML. None of this is live if there is no formula after all.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection
from typing import Final

from coursegrader.nbgrader_plugins.clean_html import WORD_JOINER, disarm_tex

_TAG_START: Final = re.compile(r"<(?=[A-Za-z/!?])")
# Targets of links and of reference definitions, other than to a page in the open web.
_LINK: Final = re.compile(r"\](?=\((?!https?://|mailto:|attachment:))")
_REFERENCE: Final = re.compile(r"\](?=:(?!\s*https?://))")
_PICTURE: Final = re.compile(r"!(?=\[)")
_ATTACHED_PICTURE: Final = re.compile(r"(?<!\\)!\[[^\[\]\n]*\]\(attachment:([\w.\-]+)\)")
# A diagram's source reaches the page unescaped, and its language has links of its own.
_DIAGRAM: Final = re.compile(r"(?<=[`~]{3})[ \t]*(?=mermaid)")
# Where a formula of several lines begins. Renderers look for the end of each to the end of the text.
_FORMULA: Final = re.compile(r"\\(?=begin\{|\\[\[(])")
MOST_FORMULAS: Final = 100  # that begin like this; the others are shown as they were typed
# A character reference could spell any of the above.
_REFERENCE_CHARACTER: Final = re.compile(r"&(?=#|bsol)")
_ARMED: Final = re.compile(
    "|".join(pattern.pattern for pattern in (_TAG_START, _LINK, _REFERENCE, _PICTURE, _DIAGRAM, _REFERENCE_CHARACTER))
)
# What stands between TeX's marks, or seems to. Each ends at the next mark, so that no text takes long.
_MATHS: Final = re.compile(
    r"(?<!\\)\$\$((?:[^$\\]|\\.|\$(?!\$))+)\$\$"
    r"|(?<![$\\])\$((?:[^$\\]|\\.)+)\$"
    r"|\\begin\{[a-z]+\*?\}((?:(?!\\begin\{|\\end\{).)+)"
    r"|\\\\[\[(]((?:(?!\\\\[\[\]()]).)+)",
    re.DOTALL,
)
# "a<b$": no line and no list item begins with it, as a block of HTML would, and no name of a tag, a scheme or an
# address goes on like this, as HTML or a link in it would.
_LESS_THAN: Final = re.compile(r"(?<=[A-Za-z0-9)}|])<(?=[A-Za-z][A-Za-z0-9]{0,20}[$\\_^{}()|,;=])")
# "x<sup>2</sup>" and "a<br>b": HTML in which nothing is live, where no block of HTML can begin with it either.
_PLAIN_HTML: Final = re.compile(r"(?<=[A-Za-z0-9.,;)])(?:<(su[bp])>[\w+\-., ()=]{1,40}</\1>|<br ?/?>)", re.ASCII)
_PRIVATE_MARK: Final = "\ue000"


def clean_markdown(source: str, attachments: Collection[str] = ()) -> str:
    """Disarm raw HTML, unusual link targets, remote pictures and TeX macros that make links.

    Args:
        source: the cell's text.
        attachments: names of the cell's attached pictures; only these stay pictures.
    """
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        if match[1] not in attachments:
            return match[0].replace("![", f"!{WORD_JOINER}[").replace("](", f"]{WORD_JOINER}(")
        kept.append(match[0])
        return f"{_PRIVATE_MARK}{len(kept) - 1}{_PRIVATE_MARK}"

    text = _ATTACHED_PICTURE.sub(keep, source.replace(_PRIVATE_MARK, ""))
    text = text.replace("](attachment:", f"]{WORD_JOINER}(attachment:")
    text = _with_few_formulas(disarm_tex(_disarmed(text)))
    return re.sub(f"{_PRIVATE_MARK}([0-9]+){_PRIVATE_MARK}", lambda match: _restore(kept, match), text)


def _disarmed(text: str) -> str:
    spans = [match.span(match.lastindex or 0) for match in _MATHS.finditer(text)]
    starts = [start for start, _ in spans]
    harmless = {at for match in _PLAIN_HTML.finditer(text) for at in (match.start(), text.rindex("<", *match.span()))}

    def disarm(match: re.Match[str]) -> str:
        number = bisect_right(starts, match.start()) - 1
        if match.start() in harmless:
            return match[0]
        if number < 0 or match.start() >= spans[number][1] or not match[0].strip(" \t"):
            return match[0] + WORD_JOINER
        return match[0] if _LESS_THAN.match(text, match.start()) else match[0] + " "

    return _ARMED.sub(disarm, text)


def _with_few_formulas(text: str) -> str:
    begun = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal begun
        begun += 1
        return match[0] if begun <= MOST_FORMULAS else match[0] + WORD_JOINER

    return _FORMULA.sub(keep, text)


def _restore(kept: list[str], match: re.Match[str]) -> str:
    # the alternative text of a kept picture is a student's as well
    return _TAG_START.sub("<" + WORD_JOINER, kept[int(match[1])])
