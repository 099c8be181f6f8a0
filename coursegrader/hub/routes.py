"""The service's routes. Each carries the course id and states its one authorisation rule in its first line."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Annotated, Any

import msgpack
from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool

from coursegrader.errors import BadSubmission, NotAllowed, StoreError
from coursegrader.hub.callers import Caller
from coursegrader.store import Attempt, Exchange, FileLimits

MSGPACK = "application/msgpack"

Identify = Callable[[str], Awaitable[Caller]]


async def _caller(request: Request) -> Caller:
    """Whose token the request carries (``app.state.identify`` tells); refuses courses that are not served."""
    identify: Identify = request.app.state.identify
    who = await identify(request.headers.get("authorization", ""))
    course = request.path_params.get("course")
    if course is not None and course not in request.app.state.courses:
        raise StoreError(f"no course {course!r} here: check the course id")
    return who


Who = Annotated[Caller, Depends(_caller)]


def exchange_routes(exchange: Exchange, courses: Collection[str], on_attempt: Callable[[], None]) -> APIRouter:
    """All routes of the exchange.

    Args:
        exchange: the rules and the store.
        courses: ids of the courses served.
        on_attempt: called after an attempt is safely kept.
    """
    router = APIRouter()

    def find(course: str, attempt: int) -> Attempt:
        return exchange.store.find_attempt(course, attempt)

    @router.get("/courses")
    async def list_courses(who: Who) -> list[dict[str, Any]]:
        mine = [course for course in courses if who.is_member(course)]
        return [{"id": course, "staff": who.is_staff(course)} for course in mine]

    @router.get("/courses/{course}/releases")
    async def list_releases(course: str, who: Who) -> list[dict[str, Any]]:
        who.require(who.is_member(course), f"see the course {course}")
        releases = await run_in_threadpool(exchange.store.releases, course)
        return [release.to_json() for release in releases]

    @router.get("/courses/{course}/releases/{assignment}")
    async def fetch(course: str, assignment: str, who: Who) -> Response:
        who.require(who.is_member(course), f"fetch from the course {course}")
        return _packed(await run_in_threadpool(exchange.fetch, course, assignment, who.name))

    @router.put("/courses/{course}/releases/{assignment}")
    async def release(
        course: str, assignment: str, who: Who, request: Request, replace: bool = False
    ) -> dict[str, Any]:
        who.require(who.is_instructor(course), f"release assignments of {course}")
        files = await _read_files(request)
        released = await run_in_threadpool(exchange.release, course, assignment, files, replace=replace)
        return released.to_json()

    @router.delete("/courses/{course}/releases/{assignment}", status_code=204)
    async def withdraw(course: str, assignment: str, who: Who) -> None:
        who.require(who.is_instructor(course), f"withdraw assignments of {course}")
        await run_in_threadpool(exchange.store.withdraw_release, course, assignment)

    @router.post("/courses/{course}/assignments/{assignment}/attempts", status_code=201)
    async def submit(course: str, assignment: str, who: Who, request: Request) -> dict[str, Any]:
        who.require(who.is_member(course), f"submit to the course {course}")
        files = await _read_files(request)
        attempt = await run_in_threadpool(exchange.submit, course, assignment, who.name, files)
        on_attempt()
        return attempt.to_json()

    @router.get("/courses/{course}/attempts")
    async def own_attempts(course: str, who: Who, assignment: str | None = None) -> list[dict[str, Any]]:
        who.require(who.is_member(course), f"see the course {course}")
        mine = await run_in_threadpool(exchange.store.attempts, course, assignment=assignment, learner=who.name)
        return [attempt.to_json() for attempt in mine]

    @router.get("/courses/{course}/attempts/{attempt}/feedback")
    async def own_feedback(course: str, attempt: int, who: Who) -> Response:
        found = await run_in_threadpool(find, course, attempt)
        who.require(found.learner == who.name, "read feedback on somebody else's attempt")
        return _packed(await run_in_threadpool(exchange.feedback_files, found))

    @router.get("/courses/{course}/inbox")
    async def inbox(
        course: str, who: Who, assignment: str | None = None, learner: str | None = None
    ) -> list[dict[str, Any]]:
        who.require(who.is_staff(course), f"see the attempts of {course}")
        found = await run_in_threadpool(exchange.store.attempts, course, assignment=assignment, learner=learner)
        return [attempt.to_json() for attempt in found]

    @router.get("/courses/{course}/inbox/{attempt}/files")
    async def attempt_files(course: str, attempt: int, who: Who) -> Response:
        who.require(who.is_staff(course), f"read the attempts of {course}")
        found = await run_in_threadpool(find, course, attempt)
        return _packed(await run_in_threadpool(exchange.attempt_files, found))

    @router.put("/courses/{course}/inbox/{attempt}/feedback", status_code=204)
    async def release_feedback(course: str, attempt: int, who: Who, request: Request) -> None:
        who.require(who.is_staff(course), f"release feedback in {course}")
        found = await run_in_threadpool(find, course, attempt)
        files = await _read_files(request)
        await run_in_threadpool(exchange.release_feedback, found, files)

    @router.post("/courses/{course}/inbox/{attempt}/grade", status_code=202)
    async def grade_again(course: str, attempt: int, who: Who) -> None:
        who.require(who.is_staff(course), f"grade again in {course}")
        found = await run_in_threadpool(find, course, attempt)
        await run_in_threadpool(exchange.store.grade_again, found)
        on_attempt()

    return router


async def _read_files(request: Request) -> dict[str, bytes]:
    """The files in a request's body, bounded while reading.

    Raises:
        BadSubmission: too large, or not a mapping of names to bytes.
    """
    limits = FileLimits()
    most = limits.total_size + limits.files * (limits.path_length + 16)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise BadSubmission(f"more than {most >> 20} MiB in one request: remove large files")
    try:
        files = msgpack.unpackb(bytes(body), max_map_len=limits.files)
    except ValueError as error:  # msgpack's own errors are ValueErrors
        raise BadSubmission("the request is not a set of files: submit with nbgrader") from error
    plain = isinstance(files, dict) and all(isinstance(k, str) and isinstance(v, bytes) for k, v in files.items())
    if not plain:
        raise BadSubmission("the request is not a mapping of file names to contents: submit with nbgrader")
    return dict(files)


def _packed(files: Mapping[str, bytes]) -> Response:
    return Response(msgpack.packb(dict(files)), media_type=MSGPACK)


def status_of(error: StoreError | BadSubmission) -> int:
    """The HTTP status that says what kind of refusal it was."""
    if isinstance(error, NotAllowed):
        return 403
    return 422 if isinstance(error, BadSubmission) else 409
