"""Logs people in by the roster file, which is read again at every login."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jupyterhub.auth import Authenticator
from tornado.ioloop import IOLoop
from traitlets import Unicode

from coursegrader.errors import CourseError
from coursegrader.hub.roster import Roster


class RosterAuthenticator(Authenticator):  # type: ignore[misc]  # jupyterhub has no type hints
    """User name and password, and the groups that follow from a person's roles."""

    roster_file = Unicode(help="The roster, a CSV file.").tag(config=True)

    async def authenticate(self, handler: Any, data: dict[str, str]) -> dict[str, Any] | None:
        """The user's name and groups, or None for a wrong name or password."""
        username, password = data.get("username", ""), data.get("password", "")
        roster = Roster.read(Path(self.roster_file))
        # scrypt is slow on purpose; the hub goes on meanwhile
        if not await IOLoop.current().run_in_executor(None, roster.is_password, username, password):
            return None
        return {"name": username, "groups": roster.groups(username)}

    async def refresh_user(self, user: Any, handler: Any = None) -> dict[str, Any] | bool:
        """Follow changes of the roster while people are logged in; nobody who left it stays.

        While the file cannot be read (somebody is editing it), everybody stays what they were.
        """
        try:
            groups = Roster.read(Path(self.roster_file)).groups(user.name)
        except (CourseError, OSError) as error:
            self.log.error("People's rights stay as they were: %s", error)
            return True
        return {"name": user.name, "groups": groups} if groups else False
