"""One attempt in nbgrader's folders: submitted, autograded, gradebook, feedback."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from coursegrader.errors import BadSubmission
from coursegrader.nbgrader_plugins.class_gradebook import ClassGradebook
from coursegrader.nbgrader_plugins.class_settings import class_settings
from coursegrader.nbgrader_plugins.course import Course, check_learner
from coursegrader.pipeline.class_job import grade_submission
from coursegrader.pipeline.class_plan import assignment_plan
from coursegrader.pipeline.class_submission import Job
from coursegrader.pipeline.class_writer import ClassWriter
from coursegrader.pipeline.recorded_result import read_result
from coursegrader.results import GradedAttempt
from coursegrader.store.records import timestamp
from coursegrader.store.submitted_files import check_files


@dataclass(frozen=True)
class GradedInCourse:
    """A graded attempt, and its feedback pages by file name."""

    result: GradedAttempt
    feedback: Mapping[str, bytes]


def grade_attempt_in_course(
    course_dir: Path, assignment: str, learner: str, files: Mapping[str, bytes], received_at: datetime
) -> GradedInCourse:
    """Grade an attempt as the learner's current one: in nbgrader's folders and gradebook, with feedback.

    What an earlier attempt left in ``submitted/``, ``autograded/`` and ``feedback/`` is replaced; manual
    scores and comments in the gradebook stay, as in nbgrader. Calls for one course wait for each other.

    Args:
        course_dir: the course's folder, with ``nbgrader_config.py``.
        files: the attempt's files, relative POSIX path -> content.
        received_at: when the server received it, with a time zone.

    Raises:
        BadSubmission: nothing in ``files`` can be graded.
        CourseError: the course, its release or its configuration is not in order.
        SandboxError: the machine's sandbox failed.
    """
    course = Course(course_dir)
    course.require_assignment(assignment)
    check_learner(learner)
    check_files(files)
    # nbgrader looks at notebooks by name only; the engine finds renamed ones, and reports missing ones
    stand_ins = dict.fromkeys(_expected_notebooks(course, assignment, files), b"")
    check_files({"timestamp.txt": b"", **stand_ins, **files})  # nothing of theirs is a folder where these will lie
    with course.lock():
        submitted = course.folder(course.directory.submitted_directory, learner, assignment)
        graded = course.directory.autograded_directory
        _lay_out(submitted, {**stand_ins, **files}, received_at)
        _autograde(course, assignment, Job(learner, submitted, course.folder(graded, learner, assignment)))
        course.convert("generate_feedback", assignment, learner)
        return GradedInCourse(
            result=read_result(course, assignment, learner),
            feedback=_feedback_pages(course, assignment, learner),
        )


def _autograde(course: Course, assignment: str, job: Job) -> None:
    """What ``coursegrader autograde`` does with a whole class, for one submission in this process."""
    settings = class_settings(course)
    with ClassGradebook(course) as gradebook:
        writer = ClassWriter(course, gradebook, settings)
        if course.own_steps:
            writer.convert(assignment, job)
            return
        plan = assignment_plan(course, gradebook, settings, assignment)
        writer.recover(job)
        writer.prepare(assignment, job)
        writer.write(assignment, job, grade_submission(plan.packed(), job))


def _expected_notebooks(course: Course, assignment: str, files: Mapping[str, bytes]) -> list[str]:
    source = course.folder(course.directory.source_directory, ".", assignment)
    expected = sorted(path.name for path in source.glob("*.ipynb"))
    if not any(name.endswith(".ipynb") and "/" not in name for name in files):
        raise BadSubmission(f"There is no notebook in this submission: it should have {' and '.join(expected)}")
    return expected


def _lay_out(folder: Path, files: Mapping[str, bytes], received_at: datetime) -> None:
    """Put the files into ``folder`` whole or not at all, with nbgrader's ``timestamp.txt``."""
    if received_at.tzinfo is None:
        raise ValueError("received_at must have a time zone")
    folder.parent.mkdir(parents=True, exist_ok=True)
    # a hidden name beside the target: nbgrader's globs pass over it, and a rename stays on one file system
    with tempfile.TemporaryDirectory(prefix=".new-", dir=folder.parent) as draft:
        new, old = Path(draft, "new"), Path(draft, "old")
        _write_files(new, {**files, "timestamp.txt": timestamp(received_at).encode()})
        if folder.exists():
            folder.rename(old)
        new.rename(folder)


def _write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        path = folder.joinpath(*PurePosixPath(name).parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _feedback_pages(course: Course, assignment: str, learner: str) -> dict[str, bytes]:
    """The pages we made: one for each graded notebook, none of the learner's own HTML files."""
    graded = course.folder(course.directory.autograded_directory, learner, assignment)
    feedback = course.folder(course.directory.feedback_directory, learner, assignment)
    pages = [feedback / f"{notebook.stem}.html" for notebook in sorted(graded.glob("*.ipynb"))]
    return {page.name: page.read_bytes() for page in pages}
