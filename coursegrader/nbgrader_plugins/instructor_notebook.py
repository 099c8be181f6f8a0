"""A notebook of an instructor's as nbgrader reads it, and which of its cells are an exercise's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Set
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader.nbgraderformat import MetadataValidator

from coursegrader.errors import CourseError
from coursegrader.nbgrader_plugins.drop_instructor_only import INSTRUCTOR_ONLY

_KINDS = ("grade", "solution", "locked", "task")
# What is JSON and no notebook, or has lists where others have names, is met in nbformat's and nbgrader's own code.
_UNREADABLE = (
    *(OSError, ValueError, nbformat.ValidationError, nbformat.reader.NotJSONError),
    *(AttributeError, LookupError, TypeError, RecursionError),
)


def read_notebook(path: Path) -> NotebookNode:
    """The notebook, without the cells that are for instructors only, with nbgrader's metadata of today.

    Metadata of an earlier version are upgraded as by ``nbgrader update``: nbgrader's steps refuse them otherwise.

    Raises:
        CourseError: it cannot be read.
    """
    try:
        document = nbformat.read(path, as_version=4)
        MetadataValidator().upgrade_notebook_metadata(document)
        document.cells = [cell for cell in document.cells if INSTRUCTOR_ONLY not in cell.metadata.get("tags", [])]
    except _UNREADABLE as error:
        raise CourseError(f"{path}: not a notebook ({type(error).__name__}); save it again in JupyterLab") from error
    return document


def grade_id_of(cell: NotebookNode) -> str | None:
    """The cell's grade id; None where it has none."""
    found = cell.metadata.get("nbgrader", {}).get("grade_id")
    return found if isinstance(found, str) else None


def by_grade_id(document: NotebookNode) -> Mapping[str, NotebookNode]:
    """The cells that have a grade id."""
    return {grade_id: cell for cell in document.cells if (grade_id := grade_id_of(cell)) is not None}


def has_each_once(document: NotebookNode, known: Set[str]) -> bool:
    """Whether there is exactly one cell for each of these grade ids."""
    found = Counter(map(grade_id_of, document.cells))
    return all(found[grade_id] == 1 for grade_id in known)


def as_gradebook_knows(document: NotebookNode, known: Set[str]) -> NotebookNode:
    """The notebook, in place, with no other exercises than those of the gradebook, by which nbgrader grades.

    Cells of exercises that it does not know are left out: they came after the release. A grade id on a cell of no
    exercise is dropped, as by nbgrader: such a cell is the learner's to change.
    """
    document.cells = [cell for cell in document.cells if grade_id_of(cell) in known or not _is_of_an_exercise(cell)]
    for cell in document.cells:
        if grade_id_of(cell) not in known:
            cell.metadata.pop("nbgrader", None)
    return document


def _is_of_an_exercise(cell: NotebookNode) -> bool:
    """Whether nbgrader would write the cell into the gradebook."""
    settings = cell.metadata.get("nbgrader", {})
    return any(settings.get(kind) is True for kind in _KINDS)
