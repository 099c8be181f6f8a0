"""Bring the notebooks in ``source/`` into their one canonical form, or (``--check``) list what differs
from it.

The form: nbformat 4.5, no outputs, readable cell ids that are unique in the notebook, one kernelspec, only
metadata that means something, JSON that is always written the same way. It keeps diffs to what an author
changed.

    python scripts/normalise_notebooks.py [--check] [NOTEBOOK ...]
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import nbformat

REPOSITORY: Final = Path(__file__).resolve().parent.parent
KERNELSPEC: Final = {"display_name": "Python 3", "language": "python", "name": "python3"}
LANGUAGE: Final = {"name": "python"}
CELL_METADATA: Final = {"nbgrader", "tags", "slideshow", "jupyter"}
CELL_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
GRADE_KEYS: Final = {
    "grade",
    "grade_id",
    "locked",
    "points",
    "schema_version",
    "solution",
    "task",
    "cell_type",
}


def normalised(notebook: dict[str, Any]) -> dict[str, Any]:
    """The canonical form of a notebook. Cell ids are an author's choice and stay."""
    kept = {key: value for key, value in notebook["metadata"].items() if key == "coursegrader"}
    return {
        "cells": [_normalised_cell(cell) for cell in notebook["cells"]],
        "metadata": {"kernelspec": KERNELSPEC, "language_info": LANGUAGE} | kept,
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _declared(notebook: dict[str, Any]) -> dict[str, Any]:
    """What an author declares of the whole notebook for `coursegrader check`, such as the points it is worth."""
    return {"coursegrader": found} if (found := notebook["metadata"].get("coursegrader")) else {}


def _normalised_cell(cell: dict[str, Any]) -> dict[str, Any]:
    metadata = {key: value for key, value in cell["metadata"].items() if key in CELL_METADATA and value}
    lines = "".join(cell["source"]).rstrip("\n").splitlines(keepends=True)
    clean = {"cell_type": cell["cell_type"], "metadata": metadata, "source": lines}
    if "id" in cell:
        clean["id"] = cell["id"]
    if cell["cell_type"] == "code":
        clean |= {"execution_count": None, "outputs": []}
    if cell.get("attachments"):
        clean["attachments"] = cell["attachments"]
    return clean


def as_text(notebook: dict[str, Any]) -> str:
    """The one way in which notebooks are written."""
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def problems(path: Path) -> Iterator[str]:
    """What keeps a notebook from being canonical, one line each."""
    text = path.read_text("utf-8")
    try:
        notebook = json.loads(text)
        nbformat.validate(notebook)
    except (json.JSONDecodeError, nbformat.ValidationError) as error:
        yield f"{path}: not a valid notebook: {str(error).splitlines()[0]}"
        return
    for message in (*_id_problems(notebook), *_grade_problems(notebook)):
        yield f"{path}: {message}"
    if text != as_text(normalised(notebook)):
        yield f"{path}: not in canonical form: run `python scripts/normalise_notebooks.py {path}`"


def _id_problems(notebook: dict[str, Any]) -> Iterator[str]:
    seen = set()
    for number, cell in enumerate(notebook["cells"], 1):
        cell_id = cell.get("id", "")
        if not CELL_ID.fullmatch(cell_id):
            yield f"cell {number}: id {cell_id!r} is not readable: use words in lower case joined by hyphens"
        if cell_id in seen:
            yield f"cell {number}: id {cell_id!r} is used twice"
        seen.add(cell_id)


def _grade_problems(notebook: dict[str, Any]) -> Iterator[str]:
    seen = set()
    for number, cell in enumerate(notebook["cells"], 1):
        settings = cell["metadata"].get("nbgrader")
        if not settings:
            continue
        grade_id = settings.get("grade_id", "")
        if settings.get("schema_version") != 3 or not set(settings) <= GRADE_KEYS:
            yield f"cell {number}: nbgrader metadata has other keys than {', '.join(sorted(GRADE_KEYS))}"
        if not grade_id or grade_id in seen:
            yield f"cell {number}: grade id {grade_id!r} is missing or used twice"
        seen.add(grade_id)


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 1 if --check found something or a notebook cannot be made canonical."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing; list what differs")
    parser.add_argument("notebooks", nargs="*", type=Path, help="default: all in source/")
    options = parser.parse_args(arguments)
    paths = options.notebooks or sorted((REPOSITORY / "source").glob("*/*.ipynb"))
    if not options.check:
        for path in paths:
            _rewrite(path)
    found = [message for path in paths for message in problems(path)]
    for message in found:
        print(message, file=sys.stderr)
    return 1 if found else 0


def _rewrite(path: Path) -> None:
    try:
        text = as_text(normalised(json.loads(path.read_text("utf-8"))))
    except (json.JSONDecodeError, KeyError, TypeError):
        return  # `problems` says what is wrong with it
    path.write_text(text, "utf-8")


if __name__ == "__main__":
    sys.exit(main())
