"""The exchange reached directly: the store on this machine, used by instructors' commands and the demo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from coursegrader.nbgrader_plugins.personal_files import personal_files
from coursegrader.store import Attempt, AttemptStore, DataFolder, Exchange, Policies, Release


@dataclass(frozen=True)
class LocalTransport:
    """Acts for ``learner`` in the one course whose directory it was given; whoever can read the store is trusted."""

    exchange: Exchange
    course: str
    learner: str

    @classmethod
    def of_course(cls, course_dir: Path, course: str, learner: str) -> LocalTransport:
        """Open the store that belongs to a course directory."""
        store = AttemptStore(DataFolder.of_course(course_dir))
        exchange = Exchange(store, partial(personal_files, store, course_dir), Policies({course: course_dir}))
        return cls(exchange, course, learner)

    def courses(self) -> list[str]:
        """The one course of this directory."""
        return [self.course] if self.course else []

    def releases(self, course: str) -> list[Release]:
        """The released assignments."""
        return self.exchange.store.releases(course)

    def fetch(self, course: str, assignment: str) -> dict[str, bytes]:
        """An assignment's files, with the learner's own quiz variant."""
        return self.exchange.fetch(course, assignment, self.learner)

    def submit(self, course: str, assignment: str, files: Mapping[str, bytes]) -> Attempt:
        """Hand in the learner's attempt."""
        return self.exchange.submit(course, assignment, self.learner, files)

    def own_attempts(self, course: str, assignment: str | None) -> list[Attempt]:
        """The learner's attempts."""
        return self.exchange.store.attempts(course, assignment=assignment, learner=self.learner)

    def own_feedback(self, attempt: Attempt) -> dict[str, bytes]:
        """Feedback pages of one attempt."""
        return self.exchange.feedback_files(attempt)

    def all_attempts(self, course: str, assignment: str | None, learner: str | None) -> list[Attempt]:
        """Everybody's attempts."""
        return self.exchange.store.attempts(course, assignment=assignment, learner=learner)

    def attempt_files(self, attempt: Attempt) -> dict[str, bytes]:
        """What was handed in."""
        return self.exchange.attempt_files(attempt)

    def release(self, course: str, assignment: str, files: Mapping[str, bytes], *, replace: bool) -> None:
        """Release an assignment."""
        self.exchange.release(course, assignment, files, replace=replace)

    def withdraw(self, course: str, assignment: str) -> None:
        """End an assignment's release."""
        self.exchange.store.withdraw_release(course, assignment)

    def release_feedback(self, attempt: Attempt, files: Mapping[str, bytes]) -> None:
        """Let the learner fetch feedback."""
        self.exchange.release_feedback(attempt, files)
