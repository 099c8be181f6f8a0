"""Answering a learner who asked for another look at an exercise, with other points if they are right."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from coursegrader.errors import CourseError, StoreError
from coursegrader.hub.web.access import Rule, Who, rule
from coursegrader.hub.web.form import FormOf
from coursegrader.hub.web.refusals import NotFound
from coursegrader.hub.web.render import page
from coursegrader.hub.web.review.asked import Asked, answer_request, asked_about
from coursegrader.hub.web.review.gradebooks import gradebook_of
from coursegrader.hub.web.review.titles import Titles
from coursegrader.hub.web.session import flash
from coursegrader.hub.web.site import Site, SiteOf
from coursegrader.hub.web.urls import go
from coursegrader.store.requests import RegradeRequest

router = APIRouter()


@router.get("/courses/{course}/review/{number}", **rule(Rule.STAFF))
async def request_page(course: str, number: int, request: Request, who: Who, site: SiteOf) -> Response:
    """What a learner asked, what it is about, and the form for an answer."""

    def show() -> Response:
        return _page(request, who, site, course, asked_about(site, _find(site, course, number)), {})

    return await run_in_threadpool(show)


@router.post("/courses/{course}/review/{number}", **rule(Rule.STAFF))
async def answer(course: str, number: int, request: Request, who: Who, site: SiteOf, form: FormOf) -> Response:
    """Answer, once."""
    points, text = form.text("points", ""), form.text("answer", "").replace("\r\n", "\n")

    def save() -> Response | None:
        asked = asked_about(site, _find(site, course, number))
        try:
            answer_request(site, asked, who.name, text, points)
        except (ValueError, CourseError, StoreError) as error:
            return _page(
                request, who, site, course, asked, {"points": points, "answer": text, "error": str(error)}, 422
            )
        flash(request, f"Answered. {site.person(course, asked.request.learner)} is told.")
        return None

    return await run_in_threadpool(save) or go(request, "courses", course, "review")


def _find(site: Site, course: str, number: int) -> RegradeRequest:
    try:
        return site.store.requests.find(course, number)
    except StoreError as error:
        raise NotFound(str(error)) from error


def _page(
    request: Request, who: Who, site: Site, course: str, asked: Asked, typed: dict[str, str], status: int = 200
) -> Response:
    trouble, shown = "", None
    if asked.work is not None:
        try:
            shown = gradebook_of(site.courses[course]).answer(asked.work)
        except CourseError as error:
            trouble = str(error)
    form: dict[str, Any] = {"points": "", "answer": "", "error": "", **typed}
    return page(
        request,
        who,
        "review/request.html",
        course=course,
        title="A request",
        status=status,
        asked=asked,
        shown=shown,
        trouble=trouble,
        form=form,
        person=site.person(course, asked.request.learner),
        saved=site.store.comments.all(course),
        titles=Titles(site, course),
    )
