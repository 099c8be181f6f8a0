"""Who may ask for what: one rule for each route, declared where the route is, enforced here.

``@router.get("/courses/{course}/gradebook", **rule(Rule.STAFF))`` adds what enforces the rule, and writes
the rule into the OpenAPI document (``x-rule``), from which the tests of all routes are made.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool

from coursegrader.errors import NotAllowed, StoreError
from coursegrader.hub.callers import Caller
from coursegrader.hub.web.csrf import check_csrf
from coursegrader.hub.web.refusals import NotFound, NotSignedIn
from coursegrader.hub.web.session import COOKIE, session_of
from coursegrader.hub.web.site import Site, SiteOf
from coursegrader.store import Attempt


class Rule(StrEnum):
    """Who may use a route."""

    PUBLIC = "public"  # everybody, logged in or not
    SIGNED_IN = "signed-in"
    MEMBER = "member"  # learners and staff of the path's course
    STAFF = "staff"  # teaching assistants and instructors of the path's course
    INSTRUCTOR = "instructor"  # of the path's course
    ADMIN = "admin"  # who manages the hub


async def who_is_asking(request: Request, site: SiteOf) -> Caller:
    """The person whose token or session a request carries.

    Raises:
        NotSignedIn: neither, or one that has ended.
        NotAllowed: a form that does not come from one of our own pages.
        StoreError: the hub does not answer.
    """
    authorization = request.headers.get("authorization", "")
    who = await _by_token(site, authorization) if authorization else await _by_session(request, site)
    request.state.who = who
    return who


Who = Annotated[Caller, Depends(who_is_asking)]


async def own_hub_token(request: Request, who: Who) -> str:
    """The caller's own hub token, with which their server can be started and reached."""
    session = session_of(request)
    if session is not None:
        return session.token
    return request.headers["authorization"].strip().partition(" ")[2].strip()


TokenOf = Annotated[str, Depends(own_hub_token)]


async def own_attempt(site: Site, who: Caller, course: str, attempt: int) -> Attempt:
    """One of the caller's own attempts.

    Raises:
        NotFound: the course has no such attempt.
        NotAllowed: it is somebody else's.
    """
    found = await any_attempt(site, course, attempt)
    who.require(found.learner == who.name, "see somebody else's attempt")
    return found


async def readable_attempt(site: Site, who: Caller, course: str, attempt: int) -> Attempt:
    """An attempt that is the caller's own, or that they may see as staff of the course.

    Raises:
        NotFound: the course has no such attempt.
        NotAllowed: it is somebody else's, and the caller is not staff.
    """
    found = await any_attempt(site, course, attempt)
    who.require(found.learner == who.name or who.is_staff(course), "see somebody else's attempt")
    return found


async def any_attempt(site: Site, course: str, attempt: int) -> Attempt:
    """An attempt of the course, whoever's it is (for routes of staff).

    Raises:
        NotFound: the course has no such attempt.
    """
    try:
        return await run_in_threadpool(site.store.find_attempt, course, attempt)
    except StoreError as error:
        raise NotFound(str(error)) from error


def rule(which: Rule) -> dict[str, Any]:
    """The arguments that give a route its rule."""
    needed = [Depends(_ENFORCED[which])] if which in _ENFORCED else []
    return {"dependencies": needed, "openapi_extra": {"x-rule": which.value}}


async def _by_token(site: Site, authorization: str) -> Caller:
    try:
        return await site.hub.identify(authorization)
    except NotAllowed as error:
        raise NotSignedIn(str(error)) from error


async def _by_session(request: Request, site: Site) -> Caller:
    cookie = request.cookies.get(COOKIE, "")
    session = await run_in_threadpool(site.sessions.find, cookie) if cookie else None
    if session is None:
        raise NotSignedIn("you are not logged in, or were logged out meanwhile: log in and try again")
    who = await site.hub.caller(session.token)
    if who is None or who.name != session.user:  # logged out of the hub, or no longer in the roster
        await run_in_threadpool(site.sessions.end, session)
        raise NotSignedIn("you were logged out meanwhile: log in and try again")
    request.state.session = session
    await check_csrf(request, session)
    return who


def _in_course(what: str, allowed: Callable[[Caller, str], bool]) -> Callable[..., Awaitable[None]]:
    async def enforce(request: Request, site: SiteOf, who: Who) -> None:
        course = request.path_params["course"]
        if course not in site.courses:
            raise NotFound(f"no course {course!r} here: check the course id")
        who.require(allowed(who, course), f"{what} {course}")

    return enforce


async def _signed_in(who: Who) -> None:
    """Being known is enough."""


async def _admin(who: Who) -> None:
    if not who.is_admin:
        raise NotAllowed(f"{who.name} may not manage the hub: ask its administrator")


_ENFORCED: dict[Rule, Callable[..., Awaitable[None]]] = {
    Rule.SIGNED_IN: _signed_in,
    Rule.MEMBER: _in_course("see the course", Caller.is_member),
    Rule.STAFF: _in_course("see or do what only the staff may in", Caller.is_staff),
    Rule.INSTRUCTOR: _in_course("do what only instructors may in", Caller.is_instructor),
    Rule.ADMIN: _admin,
}
