"""One attempt in nbgrader's folders: submitted, autograded, gradebook, feedback."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from coursegrader.errors import BadSubmission
from coursegrader.nbgrader_plugins.class_gradebook import ClassGradebook
from coursegrader.nbgrader_plugins.class_settings import class_settings
from coursegrader.nbgrader_plugins.course import Course, check_learner
from coursegrader.nbgrader_plugins.feedback_writer import write_feedback
from coursegrader.pipeline.class_files import SubmissionChanged
from coursegrader.pipeline.class_job import grade_submission
from coursegrader.pipeline.class_submission import Job
from coursegrader.pipeline.class_writer import ClassWriter
from coursegrader.pipeline.kept_plans import packed_plan
from coursegrader.pipeline.recorded_result import read_result
from coursegrader.results import GradedAttempt
from coursegrader.store.records import timestamp
from coursegrader.store.submitted_files import check_files

MOST_TRIES = 3  # of an attempt whose folder is exchanged by somebody else while it is graded


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
    scores and comments in the gradebook stay, as in nbgrader. Attempts of different learners may be graded at once, by
    different processes: they wait for each other only to write. Those of one learner are the caller's to keep in order.

    Args:
        course_dir: the course's folder, with ``nbgrader_config.py``.
        files: the attempt's files, relative POSIX path -> content.
        received_at: when the server received it, with a time zone.

    Raises:
        BadSubmission: nothing in ``files`` can be graded.
        CourseError: the course, its release or its configuration is not in order.
        SandboxError: the machine's sandbox failed.
    """
    return grade_in(Course(course_dir), assignment, learner, files, received_at)


def grade_in(
    course: Course, assignment: str, learner: str, files: Mapping[str, bytes], received_at: datetime
) -> GradedInCourse:
    """The same in a course that is open: whatever its configuration says of folders and gradebook, holds.

    Raises:
        As :func:`grade_attempt_in_course`.
    """
    course.require_assignment(assignment)
    check_learner(learner)
    check_files(files)
    # nbgrader looks at notebooks by name only; the engine finds renamed ones, and reports missing ones
    stand_ins = dict.fromkeys(_expected_notebooks(course, assignment, files), b"")
    check_files({"timestamp.txt": b"", **stand_ins, **files})  # nothing of theirs is a folder where these will lie
    submitted = course.folder(course.directory.submitted_directory, learner, assignment)
    job = Job(learner, submitted, course.folder(course.directory.autograded_directory, learner, assignment))
    for tries_left in reversed(range(MOST_TRIES)):
        with course.lock():
            _lay_out(submitted, {**stand_ins, **files}, received_at)
        try:
            feedback = _grade(course, assignment, job)
            break
        except SubmissionChanged:  # somebody has collected submissions meanwhile
            if not tries_left:
                raise
    return GradedInCourse(result=read_result(course, assignment, learner), feedback=feedback)


def _grade(course: Course, assignment: str, job: Job) -> dict[str, bytes]:
    """What ``coursegrader autograde`` does with a whole class, for one submission in this process; then feedback."""
    settings = class_settings(course)
    with ClassGradebook(course) as gradebook:
        writer = ClassWriter(course, gradebook, settings)
        if course.own_steps:
            writer.convert(assignment, job)
        else:
            plan = packed_plan(course, gradebook, settings, assignment)
            writer.recover(job)
            writer.prepare(assignment, job)
            writer.write(assignment, job, grade_submission(plan, job))
        return write_feedback(course, gradebook, assignment, job.student)


def _expected_notebooks(course: Course, assignment: str, files: Mapping[str, bytes]) -> list[str]:
    source = course.folder(course.directory.source_directory, ".", assignment)
    expected = sorted(path.name for path in source.glob("*.ipynb"))
    if not any(name.endswith(".ipynb") and "/" not in name for name in files):
        raise BadSubmission(f"There is no notebook in this submission: it should have {' and '.join(expected)}")
    return expected


def _lay_out(folder: Path, files: Mapping[str, bytes], received_at: datetime) -> None:
    """Put the files into ``folder`` whole or not at all, with nbgrader's ``timestamp.txt``. Hold the course's lock."""
    if received_at.tzinfo is None:
        raise ValueError("received_at must have a time zone")
    folder.parent.mkdir(parents=True, exist_ok=True)
    for leftover in folder.parent.glob(".new-*"):  # of a process that was killed: who holds the lock is alone here
        shutil.rmtree(leftover)
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
