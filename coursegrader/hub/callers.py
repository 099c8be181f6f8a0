"""Who is asking the service, established from the hub's token, and one authorisation rule for each kind of route."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from jupyterhub.services.auth import HubAuth

from coursegrader.errors import NotAllowed

# nbgrader's own names for hub groups, and one more for those who may release
LEARNERS = "nbgrader-"
STAFF = "formgrade-"
INSTRUCTORS = "instructor-"

_TOKEN = re.compile(r"(?:token|bearer)\s+(\S+)", re.IGNORECASE)
CACHE_SECONDS = 30


@dataclass(frozen=True)
class Caller:
    """An authenticated hub user and their groups."""

    name: str
    groups: frozenset[str]

    def is_member(self, course: str) -> bool:
        """Whether they belong to the course in any role."""
        return bool(self.groups & {LEARNERS + course, STAFF + course})

    def is_staff(self, course: str) -> bool:
        """Whether they are an instructor or a teaching assistant of the course."""
        return STAFF + course in self.groups

    def is_instructor(self, course: str) -> bool:
        """Whether they may release and withdraw assignments."""
        return INSTRUCTORS + course in self.groups

    def require(self, allowed: bool, what: str) -> None:
        """Refuse unless ``allowed``.

        Raises:
            NotAllowed: naming the caller and what they wanted.
        """
        if not allowed:
            raise NotAllowed(f"{self.name} may not {what}: ask an instructor of the course")


class HubCallers:
    """Asks the hub whose token a request carries."""

    def __init__(self) -> None:
        self._auth = HubAuth(cache_max_age=CACHE_SECONDS)

    async def identify(self, authorization: str) -> Caller:
        """The owner of the token in an ``Authorization`` header.

        Raises:
            NotAllowed: no token, an unknown one, or one without access to this service.
        """
        match = _TOKEN.fullmatch(authorization.strip())
        if match is None:
            raise NotAllowed("no token: call the exchange from a server that the hub started")
        user: dict[str, Any] | None = await self._auth.user_for_token(match.group(1), sync=False)
        if user is None or user.get("kind") != "user":
            raise NotAllowed("the hub does not know this token: restart your server")
        if not self._auth.check_scopes(self._auth.access_scopes, user):
            raise NotAllowed(f"{user['name']}'s token has no access to the exchange: restart your server")
        return Caller(user["name"], frozenset(user.get("groups", ())))
