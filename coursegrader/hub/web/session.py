"""Browser sessions: who logged in here, and what to tell them on the next page.

The cookie holds the session's id and a key that is kept nowhere else. The store knows a hash of the id, and the user's
hub token encrypted with the key: whoever reads the database can neither take over a session nor use a token.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from fastapi import Request

COOKIE = "course-session"
PADDING = "="
MOST_SECONDS = 12 * 3600.0
MOST_FLASHES = 2_000  # sessions that have something to be told; the oldest is forgotten


@dataclass(frozen=True)
class Session:
    """A browser that is logged in.

    Attributes:
        token: the user's own hub token.
        csrf: what each of its forms must carry.
    """

    id: str
    user: str
    token: str
    csrf: str


@dataclass(frozen=True)
class Flash:
    """One message for the next page; ``kind`` is good or bad."""

    text: str
    kind: str


class Sessions:
    """The sessions of this deployment, kept in its store."""

    def __init__(self, kept: Any) -> None:
        self._kept = kept
        self._flashes: OrderedDict[str, list[Flash]] = OrderedDict()

    def begin(self, user: str, groups: frozenset[str], token: str, seconds: float) -> str:
        """Start a session; returns the cookie's value.

        Args:
            seconds: how long the hub's token holds; the session holds no longer.
        """
        key = Fernet.generate_key().decode()
        hidden = Fernet(key).encrypt(token.encode()).decode()
        made = self._kept.create(
            user=user, groups=sorted(groups), admin=False, token=hidden, seconds=min(seconds, MOST_SECONDS)
        )
        return f"{made}.{key.rstrip(PADDING)}"  # the padding would have to be quoted

    def find(self, cookie: str) -> Session | None:
        """The session of a cookie; None if there is none (any more)."""
        name, _, key = cookie.partition(".")
        kept = self._kept.find(name) if name else None
        if kept is None:
            return None
        try:
            token = Fernet(key + PADDING).decrypt(kept.token.encode()).decode()
        except (InvalidToken, ValueError):  # a right id with a wrong key is nobody's
            return None
        csrf = hmac.new(key.encode(), b"forms", hashlib.sha256).hexdigest()
        return Session(name, kept.user, token, csrf)

    def end(self, session: Session) -> None:
        """Log out."""
        self._kept.end(session.id)
        self._flashes.pop(session.id, None)

    def tell(self, session: Session, flash: Flash) -> None:
        """Keep a message for the session's next page."""
        self._flashes.setdefault(session.id, []).append(flash)
        while len(self._flashes) > MOST_FLASHES:
            self._flashes.popitem(last=False)

    def told(self, session: Session) -> list[Flash]:
        """The messages kept, which are then forgotten."""
        return self._flashes.pop(session.id, [])


def session_of(request: Request) -> Session | None:
    """The session that the request came with; None if it came with a token, or is nobody's."""
    found: Session | None = getattr(request.state, "session", None)
    return found


def flash(request: Request, text: str, kind: str = "good") -> None:
    """Say something on the next page that this browser sees."""
    session = session_of(request)
    if session is not None:
        request.app.state.site.sessions.tell(session, Flash(text, kind))
