"""The one writer of a batch: a graded submission's files and gradebook rows appear together."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from coursegrader.errors import BadSubmission
from coursegrader.nbgrader_plugins.class_gradebook import ClassGradebook, SubmissionTotal
from coursegrader.nbgrader_plugins.class_settings import ClassSettings
from coursegrader.nbgrader_plugins.course import Course
from coursegrader.nbgrader_plugins.submission_record import SubmissionRecord
from coursegrader.nbgrader_plugins.timestamps import read_timestamp
from coursegrader.pipeline.class_files import (
    SubmissionChanged,
    make_ready,
    put_in_place,
    read_record,
    ready_folder,
    remove_drafts,
    share_with_group,
)
from coursegrader.pipeline.class_submission import GradedSubmission, Job, folder_stamp

log = logging.getLogger(__name__)


class ClassWriter:
    """Writes graded submissions, one after the other, into ``autograded/`` and the gradebook."""

    def __init__(self, course: Course, gradebook: ClassGradebook, settings: ClassSettings) -> None:
        self._course, self._gradebook, self._settings = course, gradebook, settings

    def recover(self, job: Job) -> bool:
        """Complete what an interrupted run has graded but not put in place; whether there was anything."""
        remove_drafts(job.target)
        ready = ready_folder(job.target)
        if not ready.is_dir():
            return False
        try:
            record = SubmissionRecord.from_json(read_record(ready))
        except (OSError, ValueError, KeyError, TypeError):  # the machine itself went down while it was written
            shutil.rmtree(ready)
            return False
        with self._course.lock():
            self._gradebook.write(record)
            put_in_place(ready, job.target)
        return True

    def write(self, assignment: str, job: Job, graded: GradedSubmission) -> SubmissionTotal:
        """Write one submission.

        Raises:
            SubmissionChanged: another one has been handed in meanwhile; nothing is written.
            CourseGraderError, OSError: it cannot be written; nothing of it is.
        """
        try:
            with self._course.lock():
                if not job.submitted.is_dir() or folder_stamp(job.submitted) != graded.stamp:
                    raise SubmissionChanged("another submission arrived while this one was graded: run this again")
                total = self._write(_record(assignment, job, graded, read_timestamp(job.submitted)), job, graded.draft)
        finally:
            if graded.draft.exists():
                shutil.rmtree(graded.draft)
        self._call(self._settings.after, assignment, job)
        return total

    def prepare(self, assignment: str, job: Job) -> None:
        """Do what the course wants done before a submission is graded."""
        self._call(self._settings.before, assignment, job)

    def register_failure(self, assignment: str, job: Job) -> None:
        """Show in the gradebook that there is a submission, though it cannot be graded; none without a notebook."""
        if not any(job.submitted.glob("*.ipynb")):
            return
        try:
            handed_in = read_timestamp(job.submitted)
        except BadSubmission:
            handed_in = None
        with self._course.lock():
            self._gradebook.register(assignment, job.student, handed_in)

    def convert(self, assignment: str, job: Job) -> SubmissionTotal:
        """Have nbgrader's own converter grade a submission, for a course with steps that only it can take.

        Raises:
            CourseGraderError: it cannot be graded.
        """
        with self._course.lock():
            self._course.convert("autograde", assignment, job.student)
            return self._gradebook.total(assignment, job.student)

    def _write(self, record: SubmissionRecord, job: Job, draft: Path) -> SubmissionTotal:
        ready = make_ready(draft, job.target, record.to_json())
        try:
            total = self._gradebook.write(record)
        except Exception:
            shutil.rmtree(ready)  # the gradebook does not want it, and will not at the next run either
            raise
        put_in_place(ready, job.target)
        if self._settings.group_shared:
            share_with_group(self._course.folder(self._course.directory.autograded_directory, ".", "."))
        return total

    def _call(self, hook: Callable[..., Any] | None, assignment: str, job: Job) -> None:
        if hook is None:
            return
        notebooks = sorted(str(path) for path in job.submitted.glob("*.ipynb"))
        try:
            hook(assignment=assignment, student=job.student, notebooks=notebooks)
        except Exception:  # as nbgrader does: the hook is the course's own, and the submission is graded all the same
            log.warning("a hook of the course failed for %s of %s", assignment, job.student, exc_info=True)


def _record(assignment: str, job: Job, graded: GradedSubmission, handed_in: datetime | None) -> SubmissionRecord:
    return SubmissionRecord(assignment, job.student, handed_in, graded.notebooks, graded.missing)
