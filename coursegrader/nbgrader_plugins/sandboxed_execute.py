"""nbgrader's execution step, replaced by coursegrader's engine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbformat.notebooknode import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import List
from traitlets.utils.importstring import import_item

from coursegrader.errors import CourseGraderError
from coursegrader.grader_side.assignment import open_assignment
from coursegrader.grader_side.grade import GradingRequest, grade_attempt
from coursegrader.nbgrader_plugins.converter_settings import settings_of
from coursegrader.nbgrader_plugins.course_rules import require_template
from coursegrader.nbgrader_plugins.failures import report_failure
from coursegrader.nbgrader_plugins.gradebook_rows import AssignmentRows
from coursegrader.nbgrader_plugins.graded_notebook import Notebook, graded_document, set_checksums
from coursegrader.nbgrader_plugins.submission_files import submitted_attempt
from coursegrader.nbgrader_plugins.timestamps import read_timestamp
from coursegrader.store.data_folder import DataFolder
from coursegrader.store.read_handed_in import read_handed_in
from coursegrader.store.read_missed import read_missed

# A preprocessor is made anew for each notebook; the converter lasts as long as the run.
_written: WeakKeyDictionary[Any, tuple[tuple[str, str], dict[str, bytes]]] = WeakKeyDictionary()


class SandboxedExecute(NbGraderPreprocessor):
    """Grade the submission behind the wall, and put the rebuilt, executed notebook in place of the one
    passed in.

    What comes out is the instructor's notebook with the student's source text in it. Its grade cells carry
    the engine's results in ``metadata.coursegrader``; ``RecordScores`` writes them to the gradebook. A
    notebook in which nothing is graded, a lab, is not run: it comes out with the student's text and no outputs.
    """

    before: Any = List(
        [], help="A course's own steps that get the rebuilt notebook before it is run (set by coursegrader)."
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Return the rebuilt, executed notebook.

        Raises:
            CourseGraderError: the submission cannot be graded; nbgrader logs it and goes on with the next
            one.
        """
        names = resources["nbgrader"]
        self._resources = resources
        try:
            with Gradebook(names["db_url"]) as gradebook:
                release = AssignmentRows.read(gradebook, names["assignment"]).notebooks[names["notebook"]]
            document = self._graded(names)
        except CourseGraderError as error:
            report_failure(error)
            raise
        set_checksums(document, release.checksums)
        return nbformat.from_dict(document), resources

    def _prepare(self, name: str, document: Notebook) -> Notebook:
        nb, resources = nbformat.from_dict(document), self._resources
        for step in self.before:
            nb, resources = _as_callable(step, self.parent)(nb, resources)
        done: Notebook = json.loads(nbformat.writes(nb))
        return done

    def _graded(self, names: Mapping[str, str]) -> Notebook:
        coursedir: Any = self.parent.parent.coursedir  # of the converter that made the exporter that made us
        assignment, name = names["assignment"], names["notebook"]
        converter = self.parent.parent
        settings = settings_of(converter, assignment)
        require_template(settings.rules, assignment, name)
        written = _written_by(converter, assignment, names["student"])
        submitted = coursedir.format_path(coursedir.submitted_directory, names["student"], assignment)
        data = DataFolder.of_course(Path(coursedir.root))
        given = open_assignment(Path(coursedir.root), assignment, settings.rules).extra_files
        graded = grade_attempt(
            GradingRequest(
                course_dir=Path(coursedir.root),
                assignment=assignment,
                attempt=submitted_attempt(Path(submitted), given),
                learner=names["student"],
                secret=data.secret(),
                notebooks=(name,),
                limits=settings.limits,
                beside=dict(written),
                rules=settings.rules,
                missed=read_missed(data, assignment, names["student"]),
                earlier=read_handed_in(data, assignment, names["student"], read_timestamp(Path(submitted))),
                prepare=self._prepare if self.before else None,
            )
        )
        written.update(graded.files)
        return graded_document(name, graded.notebooks.get(name), settings.rules.templates[name], graded.result)


def _as_callable(step: Any, parent: Any) -> Any:
    """A preprocessor by its dotted path, class, or as a function, as nbconvert takes them."""
    if isinstance(step, str):
        step = import_item(step)
    return step(parent=parent) if isinstance(step, type) else step


def _written_by(converter: Any, assignment: str, student: str) -> dict[str, bytes]:
    """What the notebooks of this submission have written so far in this run; nbgrader has them run in one folder."""
    whose, files = _written.get(converter, (("", ""), {}))
    if whose != (assignment, student):
        whose, files = (assignment, student), {}
    _written[converter] = whose, files
    return files
