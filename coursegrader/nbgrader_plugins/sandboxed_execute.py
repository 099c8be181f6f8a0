"""nbgrader's execution step, replaced by coursegrader's engine."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbformat.notebooknode import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from coursegrader.errors import CourseGraderError
from coursegrader.grader_side.attempt import Attempt, read_attempt
from coursegrader.grader_side.grade import GradingRequest, grade_attempt
from coursegrader.nbgrader_plugins.drop_instructor_only import INSTRUCTOR_ONLY
from coursegrader.nbgrader_plugins.failures import report_failure
from coursegrader.results import GradedAttempt
from coursegrader.store.data_folder import DataFolder


@dataclass(frozen=True)
class _Release:
    """What the gradebook knows of a notebook's release: whether anything in it is graded, and cells'
    checksums.
    """

    graded: bool
    checksums: Mapping[str, str]


class SandboxedExecute(NbGraderPreprocessor):
    """Grade the submission behind the wall, and put the rebuilt, executed notebook in place of the one
    passed in.

    What comes out is the instructor's notebook with the student's source text in it. Its grade cells carry
    the engine's results in ``metadata.coursegrader``; ``RecordScores`` writes them to the gradebook. A
    notebook in which nothing is graded, a lab, is not run: it comes out as the instructor made it.
    """

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Return the rebuilt, executed notebook.

        Raises:
            CourseGraderError: the submission cannot be graded; nbgrader logs it and goes on with the next
            one.
        """
        names = resources["nbgrader"]
        release = _release(names)
        source = _source_notebook(self.parent.parent.coursedir, names)
        if not release.graded:
            return source, resources
        try:
            rebuilt = self._graded_notebook(names, source)
        except CourseGraderError as error:
            report_failure(error)
            raise
        _mark_added_cells(rebuilt, source)
        _set_checksums(rebuilt, release.checksums)
        return rebuilt, resources

    def _graded_notebook(self, names: Mapping[str, str], source: NotebookNode) -> NotebookNode:
        coursedir = self.parent.parent.coursedir  # of the converter that made the exporter that made us
        submitted = coursedir.format_path(coursedir.submitted_directory, names["student"], names["assignment"])
        graded = grade_attempt(
            GradingRequest(
                course_dir=Path(coursedir.root),
                assignment=names["assignment"],
                attempt=submitted_attempt(Path(submitted)),
                learner=names["student"],
                secret=DataFolder.of_course(Path(coursedir.root)).secret(),
                notebooks=(names["notebook"],),
            )
        )
        executed = graded.notebooks.get(names["notebook"])
        nb = well_formed(executed) if executed else without_answers(source, graded.result)
        nb.metadata.coursegrader["provenance"] = nbformat.from_dict(asdict(graded.result.provenance))
        return nb


def submitted_attempt(folder: Path) -> Attempt:
    """What lies in a submission's folder, without what nbgrader or the pipeline put there.

    That is the time of submission, and an empty file for each notebook that was not handed in.
    """
    files = read_attempt(folder).files
    return Attempt({name: content for name, content in files.items() if content and name != "timestamp.txt"})


def without_answers(source: NotebookNode, result: GradedAttempt) -> NotebookNode:
    """What stands for a notebook that cannot be read or was not handed in: no answers, and the engine's
    verdict.
    """
    nb = copy.deepcopy(source)
    verdicts = {cell.grade_id: cell for cell in result.cells}
    for cell in nb.cells:
        settings = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        if settings.get("solution"):
            cell.source = ""
        if settings.get("grade_id") in verdicts and (settings.get("grade") or settings.get("task")):
            cell.metadata["coursegrader"] = nbformat.from_dict(asdict(verdicts[settings["grade_id"]]))
    errors = [asdict(problem) for problem in result.errors]
    nb.metadata["coursegrader"] = nbformat.from_dict({"repairs": [], "errors": errors})
    return nb


def well_formed(notebook: dict[str, Any]) -> NotebookNode:
    """The notebook with only those outputs that have the shape nbformat asks for.

    Outputs are what a student's process sent; nbconvert refuses a whole notebook for one that is malformed.
    """
    nb = nbformat.from_dict(notebook)
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if _is_valid(output)]
    return nb


def _is_valid(output: NotebookNode) -> bool:
    try:
        nbformat.v4.nbbase.validate(output, output.get("output_type", "output"))
    except (nbformat.ValidationError, KeyError, AttributeError):
        return False
    return True


def _release(names: Mapping[str, str]) -> _Release:
    with Gradebook(names["db_url"]) as gradebook:
        notebook = gradebook.find_notebook(names["notebook"], names["assignment"])
        return _Release(
            graded=bool(notebook.grade_cells or notebook.task_cells or notebook.solution_cells),
            checksums={cell.name: cell.checksum for cell in notebook.source_cells},
        )


def _source_notebook(coursedir: Any, names: Mapping[str, str]) -> NotebookNode:
    folder = coursedir.format_path(coursedir.source_directory, ".", names["assignment"])
    nb = nbformat.read(Path(folder, f"{names['notebook']}.ipynb"), as_version=4)
    nb.cells = [cell for cell in nb.cells if INSTRUCTOR_ONLY not in cell.metadata.get("tags", [])]
    return nb


def _mark_added_cells(nb: NotebookNode, source: NotebookNode) -> None:
    """Mark every cell whose text is not word for word the instructor's: it is cleaned and shown as the
    student's.
    """
    known = {cell.source for cell in source.cells}
    for cell in nb.cells:
        if cell.source not in known and not cell.metadata.get("nbgrader", {}).get("solution"):
            cell.metadata.setdefault("coursegrader", NotebookNode())["added"] = True


def _set_checksums(nb: NotebookNode, checksums: Mapping[str, str]) -> None:
    """Give each cell the checksum it had in the release: nbgrader finds unanswered cells by it."""
    for cell in nb.cells:
        metadata = cell.metadata.get("nbgrader", {})
        if metadata.get("grade_id") in checksums:
            metadata["checksum"] = checksums[metadata["grade_id"]]
