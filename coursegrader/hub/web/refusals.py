"""Refusals that only the service knows."""

from __future__ import annotations

from coursegrader.errors import NotAllowed, StoreError


class NotSignedIn(NotAllowed):
    """Nobody is known to be asking: no session, no token, or one that has ended."""


class NotFound(StoreError):
    """What a URL names does not exist (for this person)."""
