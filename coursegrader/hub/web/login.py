"""Logging in with the hub (OAuth, with state and PKCE), logging out, and the first page."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse

from coursegrader.errors import NotAllowed
from coursegrader.hub.web.access import Rule, Who, rule
from coursegrader.hub.web.render import page
from coursegrader.hub.web.session import COOKIE, MOST_SECONDS, session_of
from coursegrader.hub.web.site import SiteOf
from coursegrader.hub.web.urls import go, own_path

STATE_COOKIE = "course-login-"  # one for each log-in under way: people open several pages at once
STATE_SECONDS = 600
STATE_NAME = 8  # characters of the state in the cookie's name

router = APIRouter()


@router.get("/", **rule(Rule.SIGNED_IN))
async def index(request: Request, site: SiteOf, who: Who) -> Response:
    """The only course, or a choice."""
    mine = [course for course in site.courses if who.is_member(course)]
    if len(mine) == 1:
        return go(request, "courses", mine[0])
    if not mine and who.is_admin:
        return go(request, "admin")
    return page(request, who, "index.html", course=None, title="Your courses", mine=mine)


@router.get("/login", **rule(Rule.PUBLIC))
async def login(request: Request, site: SiteOf, wanted: Annotated[str, Query(alias="next")] = "") -> Response:
    """On to the hub, which asks for name and password unless it knows this browser already."""
    state, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    answer = RedirectResponse(site.hub.authorize_url(state, challenge), status_code=303)
    kept = json.dumps([state, verifier, own_path(request, wanted)])
    answer.set_cookie(
        STATE_COOKIE + state[:STATE_NAME],
        base64.urlsafe_b64encode(kept.encode()).decode(),
        max_age=STATE_SECONDS,
        path=site.hub.address.callback,
        secure=_is_https(request),
        httponly=True,
        samesite="lax",
    )
    return answer


@router.get("/oauth_callback", **rule(Rule.PUBLIC))
async def oauth_callback(request: Request, site: SiteOf, code: str = "", state: str = "", error: str = "") -> Response:
    """The hub sends the browser back to here."""
    if error or not code:
        raise NotAllowed("the hub did not log you in: open the first page and try again")
    name = STATE_COOKIE + state[:STATE_NAME]
    verifier, wanted = _check_state(request.cookies.get(name, ""), state)
    token, seconds = await site.hub.token_for(code, verifier)
    who = await site.hub.caller(token)
    if who is None:
        raise NotAllowed("you are in none of the courses here: ask an instructor to add you to the roster")
    lasts = min(seconds, MOST_SECONDS)
    cookie = await run_in_threadpool(site.sessions.begin, who.name, who.groups, token, lasts)
    answer = RedirectResponse(own_path(request, wanted), status_code=303)
    answer.set_cookie(
        COOKIE,
        cookie,
        max_age=int(lasts),
        path=f"{site.prefix}/",
        secure=_is_https(request),
        httponly=True,
        samesite="lax",
    )
    answer.delete_cookie(name, path=site.hub.address.callback)
    return answer


@router.post("/logout", **rule(Rule.SIGNED_IN))
async def logout(request: Request, site: SiteOf, who: Who) -> Response:
    """End the session here and then the hub's, which ends all tokens that came from it."""
    session = session_of(request)
    if session is not None:
        await run_in_threadpool(site.sessions.end, session)
        site.hub.forget(session.token)
    answer = RedirectResponse(f"{site.hub.address.base_url}hub/logout", status_code=303)
    answer.delete_cookie(COOKIE, path=f"{site.prefix}/")
    return answer


def _check_state(cookie: str, state: str) -> tuple[str, str]:
    """The verifier and the page wanted, if this browser began the log-in that has this state."""
    try:
        kept, verifier, wanted = json.loads(base64.urlsafe_b64decode(cookie))
    except (ValueError, TypeError, RecursionError):
        kept, verifier, wanted = "", "", ""
    if not kept or not hmac.compare_digest(str(kept).encode(errors="replace"), state.encode()):
        raise NotAllowed("this log-in was not begun in this browser, or too long ago: open the first page again")
    return str(verifier), str(wanted)


def _is_https(request: Request) -> bool:
    # the hub's proxy says how the browser reached it
    return request.headers.get("x-forwarded-proto", request.url.scheme).split(",")[0].strip() == "https"
