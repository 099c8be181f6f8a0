"""Which files may travel through the pipe: those that can lie beside a notebook."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final

MAX_DEPTH: Final = 8  # folders and the file itself
MAX_NAME: Final = 1_000  # bytes of a path
MAX_PART: Final = 255  # bytes of a folder's or a file's own name: Linux has no longer ones


def is_plain_path(name: str) -> bool:
    """Whether a file of this name can lie beside the notebooks: inside the folder, not too deep, not a notebook.

    One file has one such name: what says the same in another way (``./a``, ``a//b``, ``a/``) is none.
    """
    path = PurePosixPath(name)
    parts = path.parts
    if not parts or path.is_absolute() or ".." in parts or "\0" in name or len(parts) > MAX_DEPTH:
        return False
    if str(path) != name or not _is_short(name, MAX_NAME) or not all(_is_short(part, MAX_PART) for part in parts):
        return False
    return not (len(parts) == 1 and path.suffix == ".ipynb")


def _is_short(name: str, most: int) -> bool:
    try:
        return len(name.encode()) <= most
    except UnicodeEncodeError:  # a lone surrogate
        return False
