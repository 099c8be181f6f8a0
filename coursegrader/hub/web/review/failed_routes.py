"""Attempts that could not be graded: back into the queue."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from coursegrader.hub.web.access import Rule, Who, any_attempt, rule
from coursegrader.hub.web.session import flash
from coursegrader.hub.web.site import SiteOf
from coursegrader.hub.web.urls import go
from coursegrader.store import AttemptState

router = APIRouter()


@router.post("/courses/{course}/attempts/{attempt}/again", **rule(Rule.STAFF))
async def again(course: str, attempt: int, request: Request, who: Who, site: SiteOf) -> Response:
    """Grade an attempt again."""
    found = await any_attempt(site, course, attempt)
    name = site.person(course, found.learner)
    if found.state is AttemptState.WAITING:
        flash(request, f"The attempt of {name} is in the queue already.")
        return go(request, "courses", course, "review")

    def queue_it() -> None:
        site.store.grade_again(found)
        subject = f"{found.assignment}/{found.learner}"
        site.store.audit.add(course, who.name, "grade again", subject, attempt=found.number, error=found.error)

    await run_in_threadpool(queue_it)
    site.queue.wake()
    site.changes.publish(course, found.learner)
    flash(request, f"The attempt of {name} is graded again.")
    return go(request, "courses", course, "review")
