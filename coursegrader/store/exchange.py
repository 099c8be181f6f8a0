"""The rules of the exchange, the same whether a request came over HTTP or from a command line on this machine.

Who may ask for what is decided by the caller (the service's routes); ``learner`` is always an established identity.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from coursegrader.errors import BadSubmission, StoreError
from coursegrader.store.attempt_store import AttemptStore
from coursegrader.store.records import Attempt, Release
from coursegrader.store.submitted_files import check_files

# told course, assignment and learner; answers the files that are this learner's own (a quiz variant)
PersonalFiles = Callable[[str, str, str], Mapping[str, bytes]]

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
_LEARNER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+=-]{0,127}")  # some hubs name people by their e-mail address


def nothing_personal(course: str, assignment: str, learner: str) -> Mapping[str, bytes]:
    """For courses in which every learner gets the same files."""
    return {}


class Exchange:
    """Hands out releases and feedback, takes in attempts."""

    def __init__(self, store: AttemptStore, personal_files: PersonalFiles = nothing_personal) -> None:
        self.store = store
        self._personal_files = personal_files

    def release(self, course: str, assignment: str, files: Mapping[str, bytes], *, replace: bool) -> Release:
        """Make an assignment available to learners.

        Raises:
            StoreError: a bad name, no notebook, or a release is there and ``replace`` is False.
            BadSubmission: a file that may not be kept.
        """
        _check_name("course id", course)
        _check_name("assignment name", assignment)
        check_files(files)
        if not any(path.endswith(".ipynb") and "/" not in path for path in files):
            raise StoreError(f"release of {assignment!r} has no notebook: run 'nbgrader generate_assignment' first")
        if not replace and any(r.assignment == assignment for r in self.store.releases(course)):
            raise StoreError(f"assignment {assignment!r} is already released in {course!r}: add --force to replace it")
        return self.store.add_release(course, assignment, files)

    def fetch(self, course: str, assignment: str, learner: str) -> dict[str, bytes]:
        """The released files, with the learner's own variant of the quiz in place of the example.

        Raises:
            StoreError: the assignment is not released.
        """
        release = self.store.find_release(course, assignment)
        files = self.store.blobs.get_all(release.files)
        files.update(self._personal_files(course, assignment, learner))
        self.store.record_fetch(course, assignment, learner)
        return files

    def submit(self, course: str, assignment: str, learner: str, files: Mapping[str, bytes]) -> Attempt:
        """Take in an attempt; it is on disk and in the database when this returns.

        Raises:
            StoreError: the assignment is not released.
            BadSubmission: nothing to grade, or a file that may not be kept.
        """
        if not _LEARNER.fullmatch(learner):
            raise StoreError(f"learner name {learner[:80]!a} may hold only letters, digits and ._@+=-: rename it")
        self.store.find_release(course, assignment)
        if not files:
            raise BadSubmission(
                f"nothing to submit for {assignment!r}: the folder is empty; fetch the assignment again"
            )
        check_files(files)
        return self.store.add_attempt(course, assignment, learner, files)

    def attempt_files(self, attempt: Attempt) -> dict[str, bytes]:
        """What was submitted."""
        return self.store.blobs.get_all(attempt.files)

    def feedback_files(self, attempt: Attempt) -> dict[str, bytes]:
        """The released feedback pages; empty while there are none."""
        return self.store.blobs.get_all(attempt.feedback or {})

    def release_feedback(self, attempt: Attempt, files: Mapping[str, bytes]) -> None:
        """Let the learner fetch these feedback pages."""
        check_files(files)
        self.store.release_feedback(attempt, files)


def _check_name(what: str, name: str) -> None:
    if not _NAME.fullmatch(name):
        raise StoreError(f"{what} {name[:80]!a} may hold only letters, digits, '.', '_' and '-': rename it")
