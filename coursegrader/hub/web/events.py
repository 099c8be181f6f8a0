"""``/courses/{course}/events``: the stream that keeps open pages of a course up to date."""

from __future__ import annotations

from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from coursegrader.errors import StoreError
from coursegrader.hub.web.access import Rule, Who, rule, who_is_asking
from coursegrader.hub.web.live import events
from coursegrader.hub.web.site import SiteOf

router = APIRouter()


@router.get("/courses/{course}/events", **rule(Rule.MEMBER))
async def course_events(request: Request, course: str, site: SiteOf, who: Who) -> StreamingResponse:
    """Learners hear of their own changes, staff of everybody's."""

    async def still_allowed() -> bool:
        try:
            now = await who_is_asking(request, site)
        except StoreError:
            return False
        return now.is_staff(course) == who.is_staff(course) and now.is_member(course)

    async def stream() -> AsyncIterator[str]:
        with site.changes.subscribe(course, None if who.is_staff(course) else who.name, who.name) as listener:
            async for event in events(listener, still_allowed):
                yield event

    return StreamingResponse(stream(), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})
