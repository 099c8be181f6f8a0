"""The rules of the exchange, the same whether a request came over HTTP or from a command line on this machine.

Who may ask for what is decided by the caller (the service's routes); ``learner`` is always an established identity.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from coursegrader.errors import BadSubmission, CourseError, NotOpenYet, StoreError
from coursegrader.store.attempt_store import AttemptStore
from coursegrader.store.database import utc_now
from coursegrader.store.policies import Policies
from coursegrader.store.policy import Policy, admit, effective, standing
from coursegrader.store.records import Attempt, Release
from coursegrader.store.submitted_files import check_files

# told course, assignment and learner; answers the files that are this learner's own (a quiz variant)
PersonalFiles = Callable[[str, str, str], Mapping[str, bytes]]
Clock = Callable[[], datetime]  # the server's, aware

log = logging.getLogger("coursegrader.store")

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
_LEARNER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+=-]{0,127}")  # some hubs name people by their e-mail address


def nothing_personal(course: str, assignment: str, learner: str) -> Mapping[str, bytes]:
    """For courses in which every learner gets the same files."""
    return {}


class Exchange:
    """Hands out releases and feedback, takes in attempts."""

    def __init__(
        self,
        store: AttemptStore,
        personal_files: PersonalFiles = nothing_personal,
        policies: Policies | None = None,
        clock: Clock = utc_now,
    ) -> None:
        """Without ``policies``, everything that is released may be fetched and submitted at any time."""
        self.store = store
        self._personal_files = personal_files
        self._policies = policies
        self._clock = clock

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

    def fetch(self, course: str, assignment: str, learner: str, *, early: bool = False) -> dict[str, bytes]:
        """The released files, with the learner's own variant of the quiz in place of the example.

        Args:
            early: the course's staff may have it before it opens.

        Raises:
            NotReleased: the assignment is not released.
            NotOpenYet: it opens later.
        """
        release = self.store.find_release(course, assignment)
        opens_at = self.policy(course, assignment, learner).opens_at
        if not early and opens_at is not None and self._clock() < opens_at:
            raise NotOpenYet(standing(Policy(opens_at=opens_at), (), self._clock()).why)
        files = self.store.blobs.get_all(release.files)
        files.update(self._personal_files(course, assignment, learner))
        self.store.record_fetch(course, assignment, learner)
        return files

    def policy(self, course: str, assignment: str, learner: str) -> Policy:
        """What holds for one learner: the assignment's policy and the learner's extension.

        A policy file that cannot be used must cost no learner an attempt: it is logged, and everything is allowed.
        """
        if self._policies is None:
            return Policy()
        try:
            policy = self._policies.of(course, assignment)
        except CourseError as error:
            log.error("%s; until this is mended, every attempt at %s/%s is taken", error, course, assignment)
            return Policy()
        return effective(policy, self.store.extensions.of(course, assignment, learner))

    def submit(
        self, course: str, assignment: str, learner: str, files: Mapping[str, bytes], *, early: bool = False
    ) -> Attempt:
        """Take in an attempt; it is on disk and in the database when this returns.

        Args:
            early: the course's staff may try an assignment before it opens.

        Raises:
            NotReleased: the assignment is not released.
            NotNow: its policy takes no attempt of this learner now; the message is for the learner.
            BadSubmission: nothing to grade, or a file that may not be kept.
        """
        now = self._clock()
        if not _LEARNER.fullmatch(learner):
            raise StoreError(f"learner name {learner[:80]!a} may hold only letters, digits and ._@+=-: rename it")
        self.store.find_release(course, assignment)
        if not files:
            raise BadSubmission(
                f"nothing to submit for {assignment!r}: the folder is empty; fetch the assignment again"
            )
        check_files(files)
        policy = self.policy(course, assignment, learner)
        if early:
            policy = replace(policy, opens_at=None)
        # asked twice: first so that a refused submission leaves no file behind, then when nobody else can come between
        admit(policy, self.store.attempts(course, assignment=assignment, learner=learner, brief=True), now)
        return self.store.add_attempt(
            course, assignment, learner, files, received_at=now, admit=lambda earlier: admit(policy, earlier, now)
        )

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
