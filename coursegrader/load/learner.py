"""One learner of the class: hands in at a given time, keeps trying until there is a receipt, waits for the score."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain, repeat

from coursegrader.errors import StoreError
from coursegrader.nbgrader_plugins.exchange.http_transport import HttpTransport
from coursegrader.store import Attempt, AttemptState

RETRY_SECONDS = 0.5
# between looks at the score; a page is told at once
LOOKS = (0.1,) * 10 + (0.25,) * 8 + (0.5,) * 8
LATER = 1.0


@dataclass
class Handed:
    """What became of one submission. Times in seconds by one clock.

    Attributes:
        receipt: the attempt as the service confirmed it; None if it never did.
        tries: how often it was sent.
        scored_at: when the learner saw a score (or that grading failed); None if they never did.
        seen: the attempt with its score.
        backlogged: whether more attempts were waiting, when it was sent, than there are workers.
    """

    learner: str
    kind: str
    sent_at: float = 0.0
    receipt: Attempt | None = None
    tries: int = 0
    scored_at: float | None = None
    seen: Attempt | None = None
    backlogged: bool = False

    @property
    def seconds(self) -> float | None:
        """From the first try to hand in until the score was seen."""
        return None if self.scored_at is None else self.scored_at - self.sent_at


class LearnerClient:
    """A learner with the client that JupyterLab's *Submit* uses."""

    def __init__(self, url: str, token: str, course: str, assignment: str) -> None:
        self._transport = HttpTransport(url, token)
        self._course, self._assignment = course, assignment

    def hand_in(self, handed: Handed, files: Mapping[str, bytes], end: float) -> None:
        """Submit until there is a receipt, or until ``end`` (monotonic seconds)."""
        manifest = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
        handed.sent_at = time.monotonic()
        while handed.receipt is None and time.monotonic() < end:
            handed.tries += 1
            try:
                handed.receipt = self._transport.submit(self._course, self._assignment, files)
            except StoreError:  # the service is down; it may have kept the attempt and not have said so
                time.sleep(RETRY_SECONDS)
                handed.receipt = self._find(manifest)

    def await_score(self, handed: Handed, end: float) -> None:
        """Look until there is a score, or until ``end`` (monotonic seconds)."""
        assert handed.receipt is not None
        for pause in chain(LOOKS, repeat(LATER)):
            if time.monotonic() > end:
                return
            time.sleep(pause)
            seen = next((attempt for attempt in self._attempts() if attempt.id == handed.receipt.id), None)
            if seen is not None and seen.state is not AttemptState.WAITING:
                handed.scored_at, handed.seen = time.monotonic(), seen
                return

    def _find(self, manifest: Mapping[str, str]) -> Attempt | None:
        return next((attempt for attempt in self._attempts() if attempt.files == manifest), None)

    def _attempts(self) -> list[Attempt]:
        try:
            return self._transport.own_attempts(self._course, self._assignment)
        except StoreError:
            return []  # down: the next look will tell
