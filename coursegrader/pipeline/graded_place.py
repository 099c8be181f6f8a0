"""What nbgrader has of one learner's graded submission: the folder in ``autograded/``, and rows of the gradebook."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from coursegrader.nbgrader_plugins.class_settings import class_settings
from coursegrader.nbgrader_plugins.course import Course
from coursegrader.nbgrader_plugins.feedback_writer import write_feedback
from coursegrader.nbgrader_plugins.regrade_gradebook import RegradeGradebook
from coursegrader.nbgrader_plugins.submission_state import SubmissionState
from coursegrader.nbgrader_plugins.timestamps import read_timestamp
from coursegrader.pipeline.class_files import draft_folder
from coursegrader.pipeline.class_submission import GradedSubmission, Job, folder_stamp
from coursegrader.pipeline.class_writer import ClassWriter

ANOTHER_ATTEMPT = "nbgrader's folders hold another attempt of this learner: they stay as they are"
GRADED_SINCE = "nbgrader's folders were graded by something else since: they stay as they are"


@dataclass(frozen=True)
class GradedPlace:
    """One learner's place in a course.

    Attributes:
        files: the files in ``autograded/``, by relative path; None if there is no such folder.
        state: what the gradebook says; None if it knows no submission.
    """

    files: Mapping[str, bytes] | None
    state: SubmissionState | None

    @classmethod
    def read(cls, course: Course, assignment: str, learner: str) -> GradedPlace:
        """What is there now."""
        with course.lock(), RegradeGradebook(course) as gradebook:
            target = course.folder(course.directory.autograded_directory, learner, assignment)
            return cls(_files(target), gradebook.state(assignment, learner))

    def hashes(self) -> dict[str, str] | None:
        """SHA-256 (hex) of each file."""
        return None if self.files is None else {name: _sha256(content) for name, content in self.files.items()}


@dataclass(frozen=True)
class Exchanged:
    """What came of putting a result in nbgrader's place.

    Attributes:
        done: whether it is there now.
        why_not: for the instructor, if it is not.
        feedback: the feedback pages that belong to it, by file name, with the marks that people have given.
        marks_differ: people have marked or commented since ``wanted`` was read.
    """

    done: bool
    why_not: str = ""
    feedback: Mapping[str, bytes] | None = None
    marks_differ: bool = False


def holds_attempt(course: Course, assignment: str, learner: str, received_at: datetime) -> bool:
    """Whether the attempt in nbgrader's ``submitted/`` is the one that was received at this time."""
    submitted = course.folder(course.directory.submitted_directory, learner, assignment)
    return submitted.is_dir() and read_timestamp(submitted) == received_at.astimezone(UTC).replace(tzinfo=None)


def read_place(course_dir: Path, assignment: str, learner: str, received_at: datetime) -> GradedPlace | None:
    """What nbgrader has of an attempt; None if its folders hold another one."""
    course = Course(course_dir)
    with course.lock():
        if not holds_attempt(course, assignment, learner, received_at):
            return None
        return GradedPlace.read(course, assignment, learner)


def exchange_place(
    course_dir: Path,
    assignment: str,
    learner: str,
    received_at: datetime,
    wanted: GradedPlace,
    expected: Collection[Mapping[str, str] | None],
    known: SubmissionState | None,
) -> Exchanged:
    """Put an attempt's result in nbgrader's place; what people marked and wrote stays. Doing it twice changes nothing.

    Args:
        received_at: when the attempt was received; nothing is done if nbgrader's folders hold another one.
        wanted: what is to be there.
        expected: hashes of the files that may be replaced; anything else was made by somebody else meanwhile.
        known: the submission's rows before the regrade; see :class:`RegradeGradebook`.

    Raises:
        CourseError: the course's configuration, gradebook or release does not fit.
        OSError: a folder cannot be written.
    """
    course = Course(course_dir)
    with course.lock():
        if not holds_attempt(course, assignment, learner, received_at):
            return Exchanged(done=False, why_not=ANOTHER_ATTEMPT)
        submitted = course.folder(course.directory.submitted_directory, learner, assignment)
        target = course.folder(course.directory.autograded_directory, learner, assignment)
        job = Job(learner, submitted, target)
        with RegradeGradebook(course, known) as gradebook:
            writer = ClassWriter(course, gradebook, class_settings(course))
            writer.recover(job)
            there = GradedPlace(_files(target), None).hashes()
            if there != wanted.hashes() and there not in list(expected):
                return Exchanged(done=False, why_not=GRADED_SINCE)
            before = gradebook.state(assignment, learner)
            if wanted.files is None or wanted.state is None:
                return _withdraw(course, gradebook, assignment, job, before)
            _write(writer, course, assignment, job, wanted.files, wanted.state)
            return Exchanged(
                done=True,
                feedback=write_feedback(course, gradebook, assignment, learner),
                marks_differ=before is not None and before.manual() != wanted.state.manual(),
            )


def _write(
    writer: ClassWriter,
    course: Course,
    assignment: str,
    job: Job,
    files: Mapping[str, bytes],
    state: SubmissionState,
) -> None:
    """As a worker hands over what it has graded."""
    draft = draft_folder(job.target)
    mode = class_settings(course).permissions
    for name, content in files.items():
        path = (draft / "files").joinpath(*PurePosixPath(name).parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        path.chmod(mode)
    record = state.record(assignment, job.student, None)
    graded = GradedSubmission(
        job.student, draft, record.notebooks, (), problems=(), repairs=(), stamp=folder_stamp(job.submitted)
    )
    writer.write(assignment, job, graded)


def _withdraw(
    course: Course, gradebook: RegradeGradebook, assignment: str, job: Job, before: SubmissionState | None
) -> Exchanged:
    """Back to where nothing was graded, unless people have marked it since."""
    if before is not None and before.manual().notebooks:
        return Exchanged(done=False, why_not="somebody has marked it since: nbgrader's folders stay as they are")
    gradebook.forget(assignment, job.student)
    for folder in (job.target, course.folder(course.directory.feedback_directory, job.student, assignment)):
        if folder.is_dir():
            shutil.rmtree(folder)
    return Exchanged(done=True, feedback={})


def _files(folder: Path) -> dict[str, bytes] | None:
    if not folder.is_dir():
        return None
    paths = [Path(here, name) for here, _, names in os.walk(folder) for name in names]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(paths)}


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
