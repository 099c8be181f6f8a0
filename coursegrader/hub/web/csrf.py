"""Forms that another site made somebody send are refused."""

from __future__ import annotations

import hmac

from fastapi import Request

from coursegrader.errors import NotAllowed
from coursegrader.hub.web.form import read_form
from coursegrader.hub.web.session import Session

SAFE = ("GET", "HEAD", "OPTIONS")
HEADER = "x-csrf"
FIELD = "csrf"


async def check_csrf(request: Request, session: Session) -> None:
    """Refuse a request that changes something unless it proves to come from one of the session's own pages.

    Raises:
        NotAllowed: it does not.
    """
    if request.method in SAFE:
        return
    given = request.headers.get(HEADER) or (await read_form(request)).text(FIELD, default="")
    if not hmac.compare_digest(given.encode(), session.csrf.encode()):
        raise NotAllowed("this form does not come from a page of yours: reload the page and send it again")
