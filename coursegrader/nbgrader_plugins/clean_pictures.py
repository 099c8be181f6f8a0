"""Pictures in a student's written answer, so that every renderer shows them, and nothing else instead of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

from coursegrader.grader_side.picture_kinds import MAX_PICTURE, MAX_PICTURES, Bundle, picture_of
from coursegrader.grader_side.picture_links import ATTACHED, PictureLink, picture_links

_SAFE_NAME: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}", re.ASCII)
_INLINE: Final = re.compile(r"data:image/[a-z+]{1,20};base64,", re.IGNORECASE)
_NOT_PLAIN: Final = re.compile(r"[\[\]<>&$`\\\"\x00-\x1f]+")  # what a description could end itself with


def attach_pictures(source: str, attachments: object) -> tuple[str, dict[str, Bundle]]:
    """The text with each of its pictures as ``![description](attachment:name)``, and the attachments it then needs.

    Renderers agree on this one form of a picture, and nbconvert makes no page at all of a cell that names an attachment
    which is not there. Pictures that are attached, files beside the notebook (which the engine has attached) and data
    in the text itself are kept if they are PNG, JPEG or GIF; of data that is not, only the beginning is.

    Args:
        source: the cell's text.
        attachments: the cell's, as recorded.
    """
    bundles = attachments if isinstance(attachments, Mapping) else {}
    kept: dict[str, Bundle] = {}
    names: dict[str, str] = {}
    done, end = [], 0
    for link in picture_links(source):
        key = next((name for name in link.names if name in bundles), link.address)
        if key not in names:
            picture = _picture(link, bundles.get(key))
            if picture is not None and len(kept) < MAX_PICTURES:
                names[key] = _free_name(key, picture, kept)
                kept[names[key]] = picture
        if key in names:
            written = f"![{_plain(link.alt)}]({ATTACHED}{names[key]})"
        elif _INLINE.match(link.address):
            written = f"![{_plain(link.alt)}]({link.address[:40]}…)"
        else:
            continue
        escape = " " if source.endswith("\\", 0, link.start) else ""  # what was typed would make it a link
        done += [source[end : link.start], escape, written]
        end = link.end
    return "".join((*done, source[end:])), kept


def _picture(link: PictureLink, bundle: object) -> Bundle | None:
    inline = _INLINE.match(link.address)
    texts = [link.address[inline.end() :]] if inline else bundle.values() if isinstance(bundle, Mapping) else []
    for text in texts:
        content = "".join(text) if isinstance(text, list) and all(isinstance(line, str) for line in text) else text
        picture = picture_of(content) if isinstance(content, str) and len(content) <= MAX_PICTURE else None
        if picture is not None:
            return picture
    return None


def _free_name(key: str, picture: Bundle, taken: Mapping[str, Bundle]) -> str:
    """The attachment's or file's own name where all renderers understand it, else a number."""
    last = PurePosixPath(key).name
    if _SAFE_NAME.fullmatch(last) and last not in taken:
        return last
    kind = next(iter(picture)).removeprefix("image/")
    numbers = (f"picture-{number}.{kind}" for number in range(1, MAX_PICTURES + 2))
    return next(name for name in numbers if name not in taken)


def _plain(alt: str) -> str:
    return _NOT_PLAIN.sub(" ", alt)[:500].strip() or "picture"
