"""A large notebook file without its outputs, which nobody grades: dropped before the file is parsed, cut off or not."""

from __future__ import annotations

import json
import re
from typing import Final

# Strings are stepped over as a whole, so that a program that speaks of "outputs" loses nothing, and the lines of a text
# all at once. One that has no end reaches to the end of the file.
_STRING: Final = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?'
_TOKEN: Final = re.compile(rb"%b(?:\s*+,\s*+%b)*+|[\[\]{}]" % (_STRING, _STRING), re.DOTALL)
_MOST_TOKENS: Final = 2_000_000  # a second or two; no notebook has so many
_OPENED: Final = re.compile(rb"\s*:\s*(?=\[)")
_KEY: Final = b'"outputs"'  # the last of several strings: those in front of it are no keys
_CELL_DEPTHS: Final = frozenset({3, 4, 5})  # of the key: in "cells", or in those of "content" or of a worksheet


def without_outputs(content: bytes) -> bytes:
    """The file with an empty list in place of each cell's outputs; unchanged if it is in an unusual encoding,
    or is not like a notebook at all.

    Args:
        content: a notebook file, whole or damaged.
    """
    if not json.detect_encoding(content).startswith("utf-8"):
        return content
    kept: list[bytes] = []
    depth = taken = 0
    dropping: int | None = None  # the depth at which the outputs that are being dropped began
    expected = -1  # where the list begins that the last key opens
    for count, match in enumerate(_TOKEN.finditer(content)):
        if count >= _MOST_TOKENS:
            return content
        token = match.group()
        if token in b"[{":
            if dropping is None and token == b"[" and match.start() == expected:
                kept.append(content[taken : match.start()])
                dropping = depth
            depth += 1
        elif token in b"]}":
            depth -= 1
            if dropping is not None and depth <= dropping:
                kept.append(b"[]")
                taken, dropping = match.end(), None
        elif dropping is None and token.endswith(_KEY) and depth in _CELL_DEPTHS:
            opened = _OPENED.match(content, match.end())
            expected = opened.end() if opened else -1
    if dropping is None:
        kept.append(content[taken:])
    return b"".join(kept)
