"""``nbgrader collect`` and formgrader's collect button."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.exchange import abc
from nbgrader.utils import parse_utc

from coursegrader.errors import CourseGraderError
from coursegrader.nbgrader_plugins.exchange.base import Exchange, write_files
from coursegrader.store import Attempt


class ExchangeCollect(Exchange, abc.ExchangeCollect):  # type: ignore[misc]
    """Copy each learner's chosen attempt into ``submitted/``. One bad attempt or date never stops the others."""

    def init_src(self) -> None:
        """Choose one attempt a learner: the latest, or the latest before the due date if asked."""
        named = str(self.coursedir.student_id)
        learner = None if named in ("", "*") else named
        with self.errors():
            attempts = self.transport.all_attempts(self.course, self.assignment, learner)
        due = self._due_date() if self.before_duedate else None
        chosen: dict[str, Attempt] = {}
        for attempt in attempts:  # oldest first
            earlier = chosen.get(attempt.learner)
            if earlier is None or due is None or attempt.received_at <= due:
                chosen[attempt.learner] = attempt
        self.src_records = [chosen[name] for name in sorted(chosen)]

    def copy_files(self) -> None:
        """Write the chosen attempts."""
        if not self.src_records:
            self.log.warning(f"No submissions of '{self.assignment}' for course '{self.course}' to collect")
        failed = []
        for attempt in self.src_records:
            try:
                self._collect(attempt)
            except (CourseGraderError, OSError) as error:
                self.log.error(f"Submission of {attempt.learner} not collected: {error}")
                failed.append(attempt.learner)
        if failed:
            self.log.error(f"Not collected: {', '.join(failed)}")

    def _collect(self, attempt: Attempt) -> None:
        course = self.coursedir
        folder = Path(course.format_path(course.submitted_directory, attempt.learner, attempt.assignment))
        if folder.exists() and not self._replaces(folder, attempt):
            self.log.info(f"Submission already collected: {attempt.learner} {attempt.assignment}")
            return
        files = self.transport.attempt_files(attempt)
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
        # last, so that a file of the learner's with this name never counts
        write_files(folder, {**files, "timestamp.txt": attempt.timestamp.encode()})
        self.log.info(f"Collected submission: {attempt.learner} {attempt.assignment}")

    def _replaces(self, folder: Path, attempt: Attempt) -> bool:
        collected = _collected_at(folder)
        if self.update:
            return collected is None or attempt.received_at > collected
        return bool(self.before_duedate and collected != attempt.received_at)

    def _due_date(self) -> datetime | None:
        with Gradebook(self.coursedir.db_url, self.course) as gradebook:
            try:
                due = gradebook.find_assignment(self.assignment).duedate
            except MissingEntry:
                return None
        return None if due is None else due.replace(tzinfo=UTC)


def _collected_at(folder: Path) -> datetime | None:
    """The time of a collected submission; None if there is none or it is not a time."""
    note = folder / "timestamp.txt"
    if not note.is_file():
        return None
    try:
        moment: datetime = parse_utc(note.read_text(encoding="utf-8").strip())
    except (ValueError, OverflowError):  # what dateutil raises for text that is no date
        return None
    return moment.replace(tzinfo=UTC)
