"""An assignment's notebooks as they were released, hidden tests included: what nbgrader grades by.

``nbgrader generate_assignment`` writes the text of every locked cell into the gradebook: after header and footer were
added and tests instantiated (AUTOTEST), before hidden tests were removed. ``nbgrader autograde`` restores from there,
not from the source folder, and so does this. Of all other cells, the release folder has what learners were given.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Set
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import IncludeHeaderFooter
from traitlets.config import Config

from coursegrader.errors import CourseError
from coursegrader.grader_side.release_text import released_plain
from coursegrader.nbgrader_plugins.gradebook_notebook import kinds_of, notebook_of_gradebook
from coursegrader.nbgrader_plugins.instructor_notebook import (
    as_gradebook_knows,
    by_grade_id,
    grade_id_of,
    has_each_once,
    read_notebook,
)


def released_notebooks(
    config: Config, directory: CourseDirectory, assignment: str, *, points_of_source: bool
) -> dict[str, bytes]:
    """The released notebooks, by name, as notebook files; none if the gradebook does not know the assignment.

    Args:
        config: the course's configuration.
        directory: its folders.
        assignment: which one.
        points_of_source: take the points that the source folder says, so that a change since the release is noticed.

    Raises:
        CourseError: a notebook cannot be read.
    """
    source = Path(directory.format_path(directory.source_directory, ".", assignment))
    release = Path(directory.format_path(directory.release_directory, ".", assignment))
    header_footer = _header_footer(config, directory)
    found = {}
    with Gradebook(directory.db_url, directory.course_id) as gradebook:
        try:
            notebooks = gradebook.find_assignment(assignment).notebooks
        except MissingEntry:
            return {}
        for notebook in notebooks:
            written, given = (folder / f"{notebook.name}.ipynb" for folder in (source, release))
            known = {cell.name for cell in notebook.source_cells}
            document = _as_given(given, known)
            if document is None:
                document = _as_written(written, known, header_footer)
            if document is None:
                document = notebook_of_gradebook(gradebook, notebook)
            if document is not None:
                points = _points(written) if points_of_source else {}
                found[notebook.name] = _as_file(_restored(document, notebook, points))
    return found


def _as_given(path: Path, known: Set[str]) -> NotebookNode | None:
    """A notebook of the release folder: it alone tells which cells without a grade id learners got, and their text.

    None where it is not there, is no notebook, or lacks a cell that the gradebook knows: it is another release's then.
    One that has such a cell twice was edited by hand, and does not tell which of the two counts.
    """
    try:
        document = read_notebook(path)
    except CourseError:
        return None
    return as_gradebook_knows(document, known) if has_each_once(document, known) else None


def _as_written(path: Path, known: Set[str], header_footer: IncludeHeaderFooter | None) -> NotebookNode | None:
    """A notebook of the source folder, no solutions in it; None where it is not there, or lacks a cell that the
    gradebook knows, or has one twice.

    Raises:
        CourseError: it cannot be read.
    """
    if not path.is_file():
        return None
    document = _with_header(read_notebook(path), header_footer)
    if not has_each_once(document, known):
        return None
    for cell in as_gradebook_knows(document, known).cells:
        if grade_id_of(cell) not in known:
            cell.source = released_plain(cell.source, cell.cell_type)
    return document


def _header_footer(config: Config, directory: CourseDirectory) -> IncludeHeaderFooter | None:
    steps = GenerateAssignment(coursedir=directory, config=config).preprocessors
    if not any(step is IncludeHeaderFooter or str(step).endswith("IncludeHeaderFooter") for step in steps):
        return None
    step = IncludeHeaderFooter(config=config)
    for part in ("header", "footer"):
        if getattr(step, part):
            setattr(step, part, str(Path(directory.root, getattr(step, part))))
    return step


def _with_header(document: NotebookNode, header_footer: IncludeHeaderFooter | None) -> NotebookNode:
    if header_footer is None or not header_footer.enabled:
        return document
    try:
        done: NotebookNode = header_footer.preprocess(document, {})[0]
    except OSError as error:
        raise CourseError(f"c.IncludeHeaderFooter: {error.filename} cannot be read ({error.strerror})") from error
    return done


def _points(path: Path) -> dict[str, float]:
    """Points by grade id, as a notebook of the source folder has them."""
    if not path.is_file():
        return {}
    settings = {grade_id: cell.metadata.nbgrader for grade_id, cell in by_grade_id(read_notebook(path)).items()}
    return {grade_id: found["points"] for grade_id, found in settings.items() if "points" in found}


def _restored(document: NotebookNode, notebook: Any, points: Mapping[str, float]) -> NotebookNode:
    """Text and kind of each cell, points and the kernel, as the gradebook has them, but for these points."""
    cells = by_grade_id(document)
    kinds = kinds_of(notebook)
    for stored in notebook.source_cells:
        _restore(cells[stored.name], stored)
        cells[stored.name].metadata.nbgrader.update(kinds[stored.name])
    for graded in (*notebook.grade_cells, *notebook.task_cells):
        if graded.name in cells:
            cells[graded.name].metadata.nbgrader["points"] = points.get(graded.name, graded.max_score)
    kernel = json.loads(notebook.kernelspec) if notebook.kernelspec else None
    if kernel:
        document.metadata["kernelspec"] = nbformat.from_dict(kernel)
    return document


def _restore(cell: NotebookNode, stored: Any) -> None:
    if stored.source is not None:
        cell.source = stored.source
    if stored.cell_type and cell.cell_type != stored.cell_type:
        cell.cell_type = stored.cell_type
    cell.metadata.nbgrader["locked"] = bool(stored.locked)
    if stored.checksum:
        cell.metadata.nbgrader["checksum"] = stored.checksum


def _as_file(document: NotebookNode) -> bytes:
    for cell in document.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return nbformat.writes(document).encode()
