"""Which files may travel through the pipe: those that can lie beside a notebook."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final

MAX_DEPTH: Final = 8  # folders and the file itself
MAX_NAME: Final = 1_000  # characters of a path


def is_plain_path(name: str) -> bool:
    """Whether a file of this name can lie beside the notebooks: inside the folder, not too deep, not a notebook."""
    path = PurePosixPath(name)
    parts = path.parts
    if not parts or path.is_absolute() or ".." in parts or "\0" in name or len(parts) > MAX_DEPTH:
        return False
    return len(name) < MAX_NAME and not (len(parts) == 1 and path.suffix == ".ipynb")
