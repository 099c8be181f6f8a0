"""The exchange's HTTP interface, below ``/api``: what nbgrader's exchange classes ask, as JSON and msgpack."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgpack
from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from coursegrader.hub.request_files import read_files
from coursegrader.hub.web.access import Rule, Who, any_attempt, own_attempt, rule
from coursegrader.hub.web.site import SiteOf

MSGPACK = "application/msgpack"

router = APIRouter(prefix="/api")


@router.get("/courses", **rule(Rule.SIGNED_IN))
async def list_courses(site: SiteOf, who: Who) -> list[dict[str, Any]]:
    """The caller's courses."""
    mine = [course for course in site.courses if who.is_member(course)]
    return [{"id": course, "staff": who.is_staff(course)} for course in mine]


@router.get("/courses/{course}/releases", **rule(Rule.MEMBER))
async def list_releases(course: str, site: SiteOf) -> list[dict[str, Any]]:
    """What can be fetched."""
    releases = await run_in_threadpool(site.store.releases, course)
    return [release.to_json() for release in releases]


@router.get("/courses/{course}/releases/{assignment}", **rule(Rule.MEMBER))
async def fetch(course: str, assignment: str, site: SiteOf, who: Who) -> Response:
    """The files of one assignment, in the caller's own variant."""
    staff = who.is_staff(course)
    files = await run_in_threadpool(site.exchange.fetch, course, assignment, who.name, early=staff)
    site.changes.publish(course, who.name)
    return _packed(files)


@router.put("/courses/{course}/releases/{assignment}", **rule(Rule.INSTRUCTOR))
async def release(
    course: str, assignment: str, site: SiteOf, who: Who, request: Request, replace: bool = False
) -> dict[str, Any]:
    """Make an assignment available to learners."""
    files = await read_files(request)
    released = await run_in_threadpool(site.exchange.release, course, assignment, files, replace=replace)
    await run_in_threadpool(site.store.audit.add, course, who.name, "release", assignment)
    site.changes.publish_all(course)
    return released.to_json()


@router.delete("/courses/{course}/releases/{assignment}", status_code=204, **rule(Rule.INSTRUCTOR))
async def withdraw(course: str, assignment: str, site: SiteOf, who: Who) -> None:
    """End an assignment's release."""
    await run_in_threadpool(site.store.withdraw_release, course, assignment)
    await run_in_threadpool(site.store.audit.add, course, who.name, "withdraw", assignment)
    site.changes.publish_all(course)


@router.post("/courses/{course}/assignments/{assignment}/attempts", status_code=201, **rule(Rule.MEMBER))
async def submit(course: str, assignment: str, site: SiteOf, who: Who, request: Request) -> dict[str, Any]:
    """Take in the caller's attempt: on disk and in the database when this answers."""
    files, staff = await read_files(request), who.is_staff(course)
    attempt = await run_in_threadpool(site.exchange.submit, course, assignment, who.name, files, early=staff)
    site.queue.wake()
    subject = f"{assignment}/{who.name}"
    await run_in_threadpool(site.store.audit.add, course, who.name, "submit", subject, attempt=attempt.number)
    site.changes.publish(course, who.name)
    return attempt.to_json()


@router.get("/courses/{course}/attempts", **rule(Rule.MEMBER))
async def own_attempts(course: str, site: SiteOf, who: Who, assignment: str | None = None) -> list[dict[str, Any]]:
    """The caller's own attempts, oldest first."""
    mine = await run_in_threadpool(site.store.attempts, course, assignment=assignment, learner=who.name)
    return [attempt.to_json() for attempt in mine]


@router.get("/courses/{course}/attempts/{attempt}/feedback", **rule(Rule.MEMBER))
async def own_feedback(course: str, attempt: int, site: SiteOf, who: Who) -> Response:
    """The feedback pages of one of the caller's own attempts."""
    found = await own_attempt(site, who, course, attempt)
    return _packed(await run_in_threadpool(site.exchange.feedback_files, found))


@router.get("/courses/{course}/inbox", **rule(Rule.STAFF))
async def inbox(
    course: str, site: SiteOf, assignment: str | None = None, learner: str | None = None
) -> list[dict[str, Any]]:
    """Everybody's attempts, oldest first."""
    found = await run_in_threadpool(site.store.attempts, course, assignment=assignment, learner=learner)
    return [attempt.to_json() for attempt in found]


@router.get("/courses/{course}/inbox/{attempt}/files", **rule(Rule.STAFF))
async def attempt_files(course: str, attempt: int, site: SiteOf) -> Response:
    """What was handed in."""
    found = await any_attempt(site, course, attempt)
    return _packed(await run_in_threadpool(site.exchange.attempt_files, found))


@router.put("/courses/{course}/inbox/{attempt}/feedback", status_code=204, **rule(Rule.STAFF))
async def release_feedback(course: str, attempt: int, site: SiteOf, who: Who, request: Request) -> None:
    """Let the learner fetch these feedback pages."""
    found = await any_attempt(site, course, attempt)
    files = await read_files(request)
    await run_in_threadpool(site.exchange.release_feedback, found, files)
    subject = f"{found.assignment}/{found.learner}"
    await run_in_threadpool(site.store.audit.add, course, who.name, "release feedback", subject, attempt=found.number)
    site.changes.publish(course, found.learner)


@router.post("/courses/{course}/inbox/{attempt}/grade", status_code=202, **rule(Rule.STAFF))
async def grade_again(course: str, attempt: int, site: SiteOf, who: Who) -> None:
    """Put an attempt back into the queue."""
    found = await any_attempt(site, course, attempt)
    await run_in_threadpool(site.store.grade_again, found)
    site.queue.wake()
    subject = f"{found.assignment}/{found.learner}"
    await run_in_threadpool(site.store.audit.add, course, who.name, "grade again", subject, attempt=found.number)
    site.changes.publish(course, found.learner)


def _packed(files: Mapping[str, bytes]) -> Response:
    return Response(msgpack.packb(dict(files)), media_type=MSGPACK)
