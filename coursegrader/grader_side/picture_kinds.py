"""Which pictures of a learner's are shown, and how large: kinds in which nothing can run, told by their content."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Final

MAX_PICTURE: Final = 8_000_000  # characters of base64 (6 MB): a phone's photo has 2 to 5 MB
MAX_PICTURES: Final = 12  # of one cell
KINDS: Final[Mapping[str, tuple[bytes, ...]]] = {  # by what a file begins with
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
}

Bundle = Mapping[str, str]
"""Pictures in base64, by kind, as notebooks have them."""


def kind_of(content: bytes) -> str | None:
    """Which kind of picture a file is, whatever it is called; None if it is none."""
    return next((kind for kind, magic in KINDS.items() if content.startswith(magic)), None)


def picture_of(content: str) -> Bundle | None:
    """A picture in base64 under the kind that it is, whatever it was said to be; None if it is none."""
    plain = "".join(content.split())
    try:
        kind = kind_of(base64.b64decode(plain, validate=True))
    except (binascii.Error, ValueError):  # not base64, or not ASCII
        return None
    return {kind: plain} if kind else None
