"""Whether the service does its work, for a monitoring system: no more than that, since everybody may ask."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.concurrency import run_in_threadpool
from sqlalchemy.exc import DBAPIError

from coursegrader.errors import StoreError
from coursegrader.hub.web.access import Rule, rule
from coursegrader.hub.web.site import SiteOf

NO_SANDBOX = "no sandbox: nothing is graded"
NO_DATABASE = "the database cannot be read"
TROUBLE = "the machine cannot grade now: see the service's log"

router = APIRouter()


@router.get("/health", **rule(Rule.PUBLIC))
async def health(site: SiteOf, response: Response) -> dict[str, object]:
    """``status`` is "ok", or says what is wrong; ``waiting`` is how many attempts have no result yet.

    The status code is 503 only where submissions cannot be taken in.
    """
    try:
        waiting = await run_in_threadpool(site.store.count_waiting)
    except (DBAPIError, StoreError, OSError):
        response.status_code = 503
        return {"status": NO_DATABASE, "waiting": None}
    status = "ok" if site.rung else NO_SANDBOX
    return {"status": TROUBLE if site.queue.trouble else status, "waiting": waiting}
