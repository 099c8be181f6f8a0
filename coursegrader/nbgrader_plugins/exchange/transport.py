"""One interface to the exchange, whichever way it is reached."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from coursegrader.nbgrader_plugins.exchange.http_transport import HttpTransport
from coursegrader.nbgrader_plugins.exchange.local_transport import LocalTransport
from coursegrader.store import Attempt, Release


class Transport(Protocol):
    """What nbgrader's exchange classes ask for. ``StoreError`` or ``BadSubmission`` says what went wrong."""

    def courses(self) -> list[str]:
        """Ids of the courses that the caller belongs to."""

    def releases(self, course: str) -> list[Release]:
        """The released assignments."""

    def fetch(self, course: str, assignment: str) -> dict[str, bytes]:
        """An assignment's files, for the caller."""

    def submit(self, course: str, assignment: str, files: Mapping[str, bytes]) -> Attempt:
        """Hand in the caller's attempt."""

    def own_attempts(self, course: str, assignment: str | None) -> list[Attempt]:
        """The caller's attempts, oldest first."""

    def own_feedback(self, attempt: Attempt) -> dict[str, bytes]:
        """Feedback pages of one of the caller's attempts."""

    def all_attempts(self, course: str, assignment: str | None, learner: str | None) -> list[Attempt]:
        """Everybody's attempts, oldest first (course staff)."""

    def attempt_files(self, attempt: Attempt) -> dict[str, bytes]:
        """What was handed in (course staff)."""

    def release(self, course: str, assignment: str, files: Mapping[str, bytes], *, replace: bool) -> None:
        """Release an assignment (instructors)."""

    def withdraw(self, course: str, assignment: str) -> None:
        """End an assignment's release (instructors)."""

    def release_feedback(self, attempt: Attempt, files: Mapping[str, bytes]) -> None:
        """Let the learner fetch feedback (course staff)."""


def open_transport(course_dir: Path, course: str, learner: str) -> Transport:
    """The transport that the environment asks for.

    Args:
        course_dir: the course directory, used by the direct transport.
        course: the course id from nbgrader's configuration; may be empty.
        learner: whom the direct transport acts for. Over HTTP the token says who is asking.
    """
    url = os.environ.get("COURSEGRADER_EXCHANGE_URL", "")
    if url:
        return HttpTransport(url, os.environ.get("JUPYTERHUB_API_TOKEN", ""))
    return LocalTransport.of_course(course_dir, course, learner)
