"""Markdown that students wrote, made harmless for any renderer.

Markdown may carry raw HTML, scripts in link targets, and pictures that are loaded from elsewhere. Every
renderer decides a little differently what is code and what is HTML, so nothing here parses: an invisible
character (a word joiner) breaks each construct at its first character. It shows as what the student typed,
in code and out of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from coursegrader.nbgrader_plugins.clean_html import WORD_JOINER, disarm_tex

_TAG_START: Final = re.compile(r"<(?=[A-Za-z/!?])")
# Targets of links and of reference definitions, other than to a page in the open web.
_LINK: Final = re.compile(r"\](?=\((?!https?://|mailto:|attachment:))")
_REFERENCE: Final = re.compile(r"\](?=:(?!\s*https?://))")
_PICTURE: Final = re.compile(r"!(?=\[)")
_ATTACHED_PICTURE: Final = re.compile(r"!\[[^\[\]\n]*\]\(attachment:([\w.\-]+)\)")
# A diagram's source reaches the page unescaped, and its language has links of its own.
_DIAGRAM: Final = re.compile(r"(?<=[`~]{3})[ \t]*(?=mermaid)")
# A character reference could spell any of the above.
_REFERENCE_CHARACTER: Final = re.compile(r"&(?=#|bsol)")
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
    for pattern in (_TAG_START, _LINK, _REFERENCE, _PICTURE, _DIAGRAM, _REFERENCE_CHARACTER):
        text = pattern.sub(lambda match: match[0] + WORD_JOINER, text)
    text = disarm_tex(text)
    return re.sub(f"{_PRIVATE_MARK}([0-9]+){_PRIVATE_MARK}", lambda match: _restore(kept, match), text)


def _restore(kept: list[str], match: re.Match[str]) -> str:
    # the alternative text of a kept picture is a student's as well
    return _TAG_START.sub("<" + WORD_JOINER, kept[int(match[1])])
