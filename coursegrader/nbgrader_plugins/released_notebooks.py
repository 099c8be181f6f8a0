"""An assignment's notebooks as they were released, hidden tests included: what nbgrader grades by.

``nbgrader generate_assignment`` writes the text of every locked cell into the gradebook: after header and footer were
added and tests instantiated (AUTOTEST), before hidden tests were removed. ``nbgrader autograde`` restores from there,
not from the source folder, and so does this.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
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
from coursegrader.nbgrader_plugins.drop_instructor_only import INSTRUCTOR_ONLY
from coursegrader.nbgrader_plugins.gradebook_notebook import notebook_of_gradebook


def released_notebooks(
    config: Config, directory: CourseDirectory, assignment: str, *, points_of_source: bool
) -> dict[str, bytes]:
    """The released notebooks, by name, as notebook files; none if the gradebook does not know the assignment.

    Args:
        config: the course's configuration.
        directory: its folders.
        assignment: which one.
        points_of_source: leave the points that the source folder says, so that a change since the release is noticed.

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
            path, released = (folder / f"{notebook.name}.ipynb" for folder in (source, release))
            document: NotebookNode | None
            if path.is_file():
                document = _complete(_with_header(_read(path), header_footer), notebook, released)
            elif released.is_file():
                document = _read(released)
            else:
                document = notebook_of_gradebook(gradebook, notebook)
            if document is not None:
                found[notebook.name] = _as_file(_restored(document, notebook, points_of_source))
    return found


def _header_footer(config: Config, directory: CourseDirectory) -> IncludeHeaderFooter | None:
    steps = GenerateAssignment(coursedir=directory, config=config).preprocessors
    if not any(step is IncludeHeaderFooter or str(step).endswith("IncludeHeaderFooter") for step in steps):
        return None
    step = IncludeHeaderFooter(config=config)
    for part in ("header", "footer"):
        if getattr(step, part):
            setattr(step, part, str(Path(directory.root, getattr(step, part))))
    return step


def _read(path: Path) -> NotebookNode:
    try:
        document = nbformat.read(path, as_version=4)
    except (OSError, ValueError, nbformat.ValidationError, nbformat.reader.NotJSONError) as error:
        raise CourseError(f"{path}: not a notebook ({type(error).__name__}); save it again in JupyterLab") from error
    document.cells = [cell for cell in document.cells if INSTRUCTOR_ONLY not in cell.metadata.get("tags", [])]
    return document


def _with_header(document: NotebookNode, header_footer: IncludeHeaderFooter | None) -> NotebookNode:
    if header_footer is None or not header_footer.enabled:
        return document
    try:
        done: NotebookNode = header_footer.preprocess(document, {})[0]
    except OSError as error:
        raise CourseError(f"c.IncludeHeaderFooter: {error.filename} cannot be read ({error.strerror})") from error
    return done


def _complete(document: NotebookNode, notebook: Any, release: Path) -> NotebookNode:
    """The release itself, where a step of the course's own has added graded cells on the way there."""
    known = {cell.name for cell in notebook.source_cells}
    if known <= set(_by_grade_id(document)) or not release.is_file():
        return document
    released = _read(release)
    return released if known <= set(_by_grade_id(released)) else document


def _restored(document: NotebookNode, notebook: Any, points_of_source: bool) -> NotebookNode:
    """Text and kind of each cell, points and the kernel, as the gradebook has them."""
    cells = _by_grade_id(document)
    for stored in notebook.source_cells:
        cell = cells.get(stored.name)
        if cell is not None:
            _restore(cell, stored)
    if not points_of_source:
        for graded in (*notebook.grade_cells, *notebook.task_cells):
            if graded.name in cells:
                cells[graded.name].metadata.nbgrader["points"] = graded.max_score
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


def _by_grade_id(document: NotebookNode) -> Mapping[str, NotebookNode]:
    return dict(_graded(document))


def _graded(document: NotebookNode) -> Iterator[tuple[str, NotebookNode]]:
    for cell in document.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if isinstance(grade_id, str):
            yield grade_id, cell


def _as_file(document: NotebookNode) -> bytes:
    for cell in document.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return nbformat.writes(document).encode()
