"""``/courses/{course}``: the course as a map of weeks, and what to do next."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from coursegrader.hub.web.access import Rule, Who, rule
from coursegrader.hub.web.form import FormOf
from coursegrader.hub.web.render import page
from coursegrader.hub.web.site import SiteOf
from coursegrader.hub.web.student.learner import learners_weeks
from coursegrader.hub.web.student.next_step import next_step
from coursegrader.hub.web.urls import go

router = APIRouter()


@router.get("/courses/{course}", **rule(Rule.MEMBER))
def course_map(request: Request, course: str, site: SiteOf, who: Who) -> Response:
    """Each week with state, score and due time; staff see what a learner sees who has done nothing yet."""
    weeks = learners_weeks(site, course, who.name)
    staff = who.is_staff(course)
    return page(
        request,
        who,
        "student/course.html",
        course=course,
        title="Your weeks",
        weeks=weeks,
        is_staff=staff,
        step=None if staff else next_step(weeks),
        got=sum(week.counted.score for week in weeks if week.counted is not None),
        most=sum(week.points for week in weeks),
        notices=site.store.notices.unseen(course, who.name),
        now=site.clock(),
    )


@router.post("/courses/{course}/notices/seen", **rule(Rule.MEMBER))
async def notices_seen(request: Request, course: str, site: SiteOf, who: Who, form: FormOf) -> Response:
    """The learner has read the notices up to the one named."""
    newest = form.text("up_to")
    up_to = int(newest) if newest.isascii() and newest.isdigit() else 0
    await run_in_threadpool(site.store.notices.seen, course, who.name, up_to=up_to)
    return go(request, "courses", course)
