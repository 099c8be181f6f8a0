"""Refusals that only the pages and routes know, and the answers that errors become."""

from __future__ import annotations

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException

from coursegrader.errors import BadSubmission, CourseGraderError, NotAllowed, StorageFailed
from coursegrader.hub.callers import Caller
from coursegrader.hub.web.headers import HEADERS
from coursegrader.hub.web.refusals import NotFound, NotSignedIn
from coursegrader.hub.web.render import page
from coursegrader.hub.web.site import site_of
from coursegrader.hub.web.urls import login_url

log = logging.getLogger("coursegrader.hub")

_TITLES = {
    401: "Please log in",
    403: "Not yours to see",
    404: "Not here",
    405: "Not here",
    409: "That did not work",
    422: "That was not understood",
    500: "Something broke",
    503: "Not now",
}


def add_error_answers(app: FastAPI) -> None:
    """Make every error a page for people, and JSON (``detail``) for programs."""
    for kind in (CourseGraderError, HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(kind, _strict_answer)


def status_of(error: Exception) -> int:
    """The HTTP status that says what kind of refusal it was."""
    if isinstance(error, HTTPException):
        return error.status_code
    if isinstance(error, CourseGraderError):
        kinds = {NotSignedIn: 401, NotAllowed: 403, NotFound: 404, BadSubmission: 422, StorageFailed: 503}
        return next((status for kind, status in kinds.items() if isinstance(error, kind)), 409)
    return 422 if isinstance(error, RequestValidationError) else 500


async def _strict_answer(request: Request, error: Exception) -> Response:
    answer = _answer(request, error)
    for name, value in HEADERS.items():  # answers to failures do not pass by where others get them
        answer.headers.setdefault(name, value)
    return answer


def _answer(request: Request, error: Exception) -> Response:
    status, text = status_of(error), _text(error)
    if status >= 500:
        log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    if not _is_page(request):
        return JSONResponse({"detail": text}, status_code=status)
    if isinstance(error, NotSignedIn) and request.method in ("GET", "HEAD"):
        return RedirectResponse(login_url(request), status_code=303)
    title = _TITLES.get(status, HTTPStatus(status).phrase)
    who = getattr(request.state, "who", None)
    course = request.path_params.get("course")  # the way back into a course of theirs
    known = course if who is not None and course in site_of(request).courses and who.is_member(course) else None
    return page(request, who, "error.html", course=known, title=title, status=status, message=_sentence(text, who))


def _text(error: Exception) -> str:
    if isinstance(error, CourseGraderError):
        return str(error)
    if isinstance(error, RequestValidationError):
        wrong = ", ".join(str(problem["loc"][-1]) for problem in error.errors())
        return f"the request is not well formed ({wrong}): go back and try again"
    if isinstance(error, HTTPException):
        return "there is no such page" if error.status_code == 404 else str(error.detail)
    return "the service failed; nothing that was kept is lost: try again, then tell your instructor"


def _sentence(text: str, who: Caller | None) -> str:
    """With a capital letter, unless it begins with the person's name."""
    named = who is not None and text.startswith(who.name)
    return text if named else text[:1].upper() + text[1:]


def _is_page(request: Request) -> bool:
    below = request.url.path.removeprefix(site_of(request).prefix)
    return not below.startswith("/api/") and "application/json" not in request.headers.get("accept", "")
