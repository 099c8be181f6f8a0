"""``nbgrader release_feedback`` and formgrader's release-feedback button."""

from __future__ import annotations

from pathlib import Path

from nbgrader.exchange import abc

from coursegrader.errors import CourseGraderError
from coursegrader.nbgrader_plugins.exchange.base import Exchange
from coursegrader.store import Attempt


class ExchangeReleaseFeedback(Exchange, abc.ExchangeReleaseFeedback):  # type: ignore[misc]
    """Hand the pages in ``feedback/<student>/<assignment>`` to the attempt that they were made for."""

    def copy_files(self) -> None:
        """Release each student's pages; one bad folder is logged and does not stop the others."""
        excluded = set(filter(None, str(self.coursedir.student_id_exclude).split(",")))
        with self.errors():
            attempts = self.transport.all_attempts(self.course, self.assignment, self._one_learner())
        failed = []
        for learner in sorted({attempt.learner for attempt in attempts} - excluded):
            try:
                self._release(learner, [attempt for attempt in attempts if attempt.learner == learner])
            except (CourseGraderError, OSError) as error:
                self.log.error(f"Feedback for {learner} not released: {error}")
                failed.append(learner)
        if failed:
            self.fail(f"Feedback not released for: {', '.join(failed)}")

    def _one_learner(self) -> str | None:
        named = str(self.coursedir.student_id)
        return None if named in ("", "*") else named

    def _release(self, learner: str, attempts: list[Attempt]) -> None:
        course = self.coursedir
        folder = Path(course.format_path(course.feedback_directory, learner, self.assignment))
        if not folder.is_dir():
            return
        pages = {path.name: path.read_bytes() for path in sorted(folder.glob("*.html"))}
        attempt = self._attempt_of(folder, attempts)
        self.transport.release_feedback(attempt, pages)
        self.log.info(f"Released feedback for {learner} on {self.course}/{self.assignment} ({attempt.timestamp})")

    def _attempt_of(self, folder: Path, attempts: list[Attempt]) -> Attempt:
        note = folder / "timestamp.txt"
        written = note.read_text(encoding="utf-8").strip() if note.is_file() else ""
        for attempt in attempts:
            if attempt.timestamp == written:
                return attempt
        latest = attempts[-1]
        self.log.warning(f"{folder} has no usable timestamp.txt: its pages go to the latest attempt")
        return latest
