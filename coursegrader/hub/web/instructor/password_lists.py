"""New passwords, kept in memory for the one who made them, until they have written them down."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock

from fastapi import Request

KEPT_SECONDS = 600.0
MOST_LISTS = 50


@dataclass(frozen=True)
class PasswordList:
    """Passwords in clear by user name. ``until``: on the monotonic clock."""

    owner: str
    course: str
    passwords: Mapping[str, str]
    until: float


class PasswordLists:
    """Lists under names that cannot be guessed. Nothing of them is ever written to disk."""

    def __init__(self) -> None:
        self._lists: dict[str, PasswordList] = {}
        self._guard = Lock()

    def keep(self, owner: str, course: str, passwords: Mapping[str, str]) -> str:
        """Keep a list for a while; returns its name."""
        name = secrets.token_urlsafe(24)
        with self._guard:
            self._drop_old()
            while len(self._lists) >= MOST_LISTS:
                del self._lists[next(iter(self._lists))]
            self._lists[name] = PasswordList(owner, course, dict(passwords), time.monotonic() + KEPT_SECONDS)
        return name

    def find(self, name: str, owner: str, course: str) -> PasswordList | None:
        """A list that is there, and the caller's own."""
        with self._guard:
            self._drop_old()
            found = self._lists.get(name)
        return found if found is not None and (found.owner, found.course) == (owner, course) else None

    def forget(self, name: str) -> None:
        """Drop a list at once."""
        with self._guard:
            self._lists.pop(name, None)

    def _drop_old(self) -> None:
        now = time.monotonic()
        for name in [name for name, kept in self._lists.items() if kept.until < now]:
            del self._lists[name]


def password_lists(request: Request) -> PasswordLists:
    """The lists of this service."""
    state = request.app.state
    if not hasattr(state, "password_lists"):
        state.password_lists = PasswordLists()
    lists: PasswordLists = state.password_lists
    return lists
