"""Learners' servers that fetch and submit at once, as the real ones do through the exchange."""

from __future__ import annotations

from dataclasses import dataclass, field

from coursegrader.errors import StoreError
from coursegrader.hub.learner_server import Fetched, HandedIn
from coursegrader.store import Exchange


@dataclass
class FakeServers:
    """Keeps each learner's folder in memory.

    Attributes:
        homes: (user, course, assignment) -> files.
        refusal: what every request is answered with, if it is not empty.
        saved_seconds_ago: how old the saved work is.
        asked: what was asked, with whose token.
    """

    exchange: Exchange
    homes: dict[tuple[str, str, str], dict[str, bytes]] = field(default_factory=dict)
    refusal: str = ""
    saved_seconds_ago: float = 5.0
    asked: list[tuple[str, str, str]] = field(default_factory=list)

    async def fetch(self, user: str, token: str, course: str, assignment: str) -> Fetched:
        """Fetch a week that is not there."""
        self._asked("fetch", user, token)
        key = (user, course, assignment)
        is_new = key not in self.homes
        if is_new:
            self.homes[key] = self.exchange.fetch(course, assignment, user)
        notebooks = tuple(sorted(path for path in self.homes[key] if path.endswith(".ipynb")))
        return Fetched(f"{course}/{assignment}", notebooks, is_new)

    async def submit(self, user: str, token: str, course: str, assignment: str) -> HandedIn:
        """Hand in a week that is there."""
        self._asked("submit", user, token)
        key = (user, course, assignment)
        if key not in self.homes:
            raise StoreError("you have not opened this week yet, so there is nothing to submit: open it first")
        self.exchange.submit(course, assignment, user, self.homes[key])
        return HandedIn(self.saved_seconds_ago)

    def _asked(self, action: str, user: str, token: str) -> None:
        self.asked.append((action, user, token))
        if self.refusal:
            raise StoreError(self.refusal)
