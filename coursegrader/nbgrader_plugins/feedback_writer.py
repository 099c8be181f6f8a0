"""Feedback pages of one submission: what ``nbgrader generate_feedback`` writes, without its converter.

The converter asks the gradebook for every cell of every notebook by itself, which takes longer than making the pages.
A course that has configured the converter in ways of its own gets the converter.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.converters import GenerateFeedback

from coursegrader.grader_side.apart import EndedApart
from coursegrader.nbgrader_plugins.bounded_pages import convert_apart, leave_out_what_learners_wrote, make_pages
from coursegrader.nbgrader_plugins.class_gradebook import ClassGradebook
from coursegrader.nbgrader_plugins.course import Course
from coursegrader.nbgrader_plugins.feedback_exporter import FeedbackExporter, page_in_folder, render_page
from coursegrader.nbgrader_plugins.get_results import GetResults
from coursegrader.nbgrader_plugins.notebook_results import NotebookResults

log = logging.getLogger("coursegrader")


def write_feedback(course: Course, gradebook: ClassGradebook, assignment: str, learner: str) -> dict[str, bytes]:
    """Write a learner's feedback folder anew, from what ``autograded/`` and the gradebook have now.

    Returns:
        The pages by file name: one for each graded notebook, none of the learner's own HTML files.

    Raises:
        CourseGraderError: they cannot be made.
    """
    directory = course.directory
    graded = course.folder(directory.autograded_directory, learner, assignment)
    target = course.folder(directory.feedback_directory, learner, assignment)
    converter = GenerateFeedback(coursedir=directory, config=course.config)
    ended = False
    if not _is_ours(converter, learner):
        try:
            return _converted(course, assignment, learner, graded, target)
        except EndedApart as error:  # the result stands, whatever its pages do; the log says what that is
            log.warning("the pages of %s are made without what the learner wrote", learner, exc_info=error)
            ended = True
    results = gradebook.results(assignment, learner)
    pages = make_pages(
        {
            f"{notebook.stem}.html": partial(_page, notebook, results[notebook.stem], assignment, learner, ended)
            for notebook in sorted(graded.glob("*.ipynb"))
            if notebook.stem in results
        }
    )
    with course.lock():
        _put(course, target, graded, pages, int(str(converter.permissions), 8))
    return pages


def _converted(course: Course, assignment: str, learner: str, graded: Path, target: Path) -> dict[str, bytes]:
    with course.lock():
        convert_apart(lambda: course.convert("generate_feedback", assignment, learner))
        pages = [target / f"{notebook.stem}.html" for notebook in sorted(graded.glob("*.ipynb"))]
        return {page.name: page.read_bytes() for page in pages}


def _is_ours(converter: GenerateFeedback, learner: str) -> bool:
    """Whether the converter would do just what is done here."""
    directory = converter.coursedir
    return (
        converter.exporter_class is FeedbackExporter
        and [step if isinstance(step, type) else str(step) for step in converter.preprocessors]
        in ([GetResults], [f"{GetResults.__module__}.{GetResults.__name__}"])
        and converter.pre_convert_hook is None
        and converter.post_convert_hook is None
        and directory.notebook_id == "*"
        and learner not in directory.student_id_exclude.split(",")
    )


def _page(notebook: Path, results: NotebookResults, assignment: str, learner: str, ended: bool, bare: bool) -> bytes:
    """``ended``: the course's own way to make the page came to no end."""
    document = nbformat.v4.reads(notebook.read_text("utf-8"))
    if bare or ended:
        leave_out_what_learners_wrote(document)
    for cell in document.cells:
        results.put_into(cell.metadata.get("nbgrader", {}))
    names = {"student": learner, "assignment": assignment, "notebook": notebook.stem, **results.total()}
    page = page_in_folder(document, {"nbgrader": names}, notebook.parent)
    return render_page(page).encode()


def _put(course: Course, target: Path, graded: Path, pages: dict[str, bytes], permissions: int) -> None:
    """Exchange the folder: what nbgrader copies beside the notebooks, and the pages. Hold the course's lock."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for leftover in target.parent.glob(f".{target.name}.draft-*"):  # of a process that was killed
        shutil.rmtree(leftover)
    with tempfile.TemporaryDirectory(prefix=f".{target.name}.draft-", dir=target.parent) as draft:
        new = Path(draft, "new")
        ignored = shutil.ignore_patterns(*course.directory.ignore, "*.ipynb")
        shutil.copytree(graded, new, ignore=ignored)
        for name, content in pages.items():
            place = new / name
            if place.is_dir():  # of the learner's making
                shutil.rmtree(place)
            place.unlink(missing_ok=True)
            place.write_bytes(content)
        _set_permissions(course, new, permissions)
        if target.exists():
            target.rename(Path(draft, "old"))
        new.rename(target)


def _set_permissions(course: Course, folder: Path, permissions: int) -> None:
    shared: Any = course.directory.groupshared
    for here, _, names in os.walk(folder):
        for name in names:
            Path(here, name).chmod(permissions)
        mode = Path(here).stat().st_mode
        if shared and mode & 0o2770 != 0o2770:
            Path(here).chmod((mode | 0o2770) & 0o2777)
