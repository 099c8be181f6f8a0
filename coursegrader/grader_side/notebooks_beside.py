"""Notebooks as files beside the one that runs: itself, and those of the attempt that ran before it, as in nbgrader.

A notebook may run or read another (``%run other.ipynb``). What it finds is the instructor's notebook with the learner's
text in it, as it was put together here: no results, no outputs, no hidden tests, and nothing else that was handed in.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from coursegrader.grader_side.notebook import Cell
from coursegrader.grader_side.rebuild import Rebuilt
from coursegrader.grader_side.release_text import released

_KERNEL: Final = ("kernelspec", "language_info")


def notebook_file(rebuilt: Rebuilt, metadata: Mapping[str, Any]) -> bytes:
    """The file of a notebook (nbformat 4.4, UTF-8).

    Args:
        rebuilt: its cells.
        metadata: the instructor's, of the notebook; only what it says of the kernel is kept.
    """
    document = {
        "cells": [_node(cell, added) for cell, added in zip(rebuilt.cells, rebuilt.added, strict=True)],
        "metadata": {name: metadata[name] for name in _KERNEL if name in metadata},
        "nbformat": 4,
        "nbformat_minor": 4,  # cells need no ids
    }
    # as text, not as escapes: those would take three times the room that the text had when it was handed in
    return json.dumps(document, ensure_ascii=False).encode("utf-8", "replace")


def without_obstacles(files: Mapping[str, bytes], path: str) -> dict[str, bytes]:
    """The files but for those that would make a folder of the name ``path``."""
    return {name: content for name, content in files.items() if not name.startswith(f"{path}/")}


def _node(cell: Cell, added: bool) -> dict[str, Any]:
    metadata: dict[str, Any] = {"nbgrader": cell.metadata} if cell.metadata and not added else {}
    if cell.tags and not added:
        metadata["tags"] = list(cell.tags)
    theirs = added or cell.is_solution
    node = {"cell_type": cell.cell_type, "metadata": metadata, "source": cell.source if theirs else released(cell)}
    return node | {"execution_count": None, "outputs": []} if cell.cell_type == "code" else node
