"""``/courses/{course}/attempts/{attempt}``: what became of an attempt, its receipt, and asking a person about it."""

from __future__ import annotations

import json

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from coursegrader.errors import StoreError
from coursegrader.hub.callers import Caller
from coursegrader.hub.grading_workers import count_workers
from coursegrader.hub.web.access import Rule, Who, own_attempt, readable_attempt, rule
from coursegrader.hub.web.form import FormOf
from coursegrader.hub.web.render import page
from coursegrader.hub.web.session import flash
from coursegrader.hub.web.site import Site, SiteOf
from coursegrader.hub.web.student.attempt_view import missing_notebooks, report_on
from coursegrader.hub.web.student.learner import current_release, learners_policy, notebook_names
from coursegrader.hub.web.student.waiting import Waiting, waiting_for
from coursegrader.hub.web.student.weeks import week_of
from coursegrader.hub.web.student.wording import sentence
from coursegrader.hub.web.urls import go
from coursegrader.store import Attempt, AttemptState
from coursegrader.store.marks import in_force
from coursegrader.store.policy import penalty_percent

router = APIRouter()


@router.get("/courses/{course}/attempts/{attempt}", **rule(Rule.MEMBER))
async def attempt_page(request: Request, course: str, attempt: int, site: SiteOf, who: Who) -> Response:
    """The learner's own attempt, or anybody's for staff."""
    found = await readable_attempt(site, who, course, attempt)
    return await run_in_threadpool(_show, request, site, who, found)


@router.get("/courses/{course}/attempts/{attempt}/receipt.json", **rule(Rule.MEMBER))
async def receipt(course: str, attempt: int, site: SiteOf, who: Who) -> Response:
    """What proves that the server holds this attempt."""
    found = await readable_attempt(site, who, course, attempt)
    name = f"receipt-{found.assignment}-attempt-{found.number}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    text = json.dumps(found.receipt(), indent=2) + "\n"
    return Response(text, media_type="application/json", headers=headers)


@router.post("/courses/{course}/attempts/{attempt}/requests", **rule(Rule.MEMBER))
async def ask_for_a_person(
    request: Request, course: str, attempt: int, site: SiteOf, who: Who, form: FormOf
) -> Response:
    """Ask a person to look at one exercise of the learner's own attempt."""
    found = await own_attempt(site, who, course, attempt)
    cell, message = form.text("cell"), form.text("message", "")
    try:
        await run_in_threadpool(_ask, site, found, cell, message)
    except StoreError as error:
        flash(request, sentence(str(error)), "bad")
    else:
        flash(request, "Your question is on your teachers' list. The answer will be here, below the exercise.")
    return go(request, "courses", course, "attempts", attempt)


def _ask(site: Site, attempt: Attempt, cell: str, message: str) -> None:
    result = attempt.result or {"cells": ()}
    if cell not in {f"{graded['notebook']}/{graded['grade_id']}" for graded in result["cells"]}:
        raise StoreError("this attempt has no such exercise: choose one on the page")
    if not message:
        raise StoreError("your question has no text: say what you think was judged wrongly, and why")
    asked = site.store.requests.ask(attempt.course, attempt.id, attempt.learner, cell, message)
    subject = f"{attempt.assignment} attempt {attempt.number} of {attempt.learner}"
    site.store.audit.add(attempt.course, attempt.learner, "request", subject, cell=cell, request=asked.id)
    site.changes.publish(attempt.course, attempt.learner)


def _show(request: Request, site: Site, who: Caller, attempt: Attempt) -> Response:
    store, course, assignment, learner = site.store, attempt.course, attempt.assignment, attempt.learner
    mine = store.attempts(course, assignment=assignment, learner=learner, brief=True)
    policy, has_extension = learners_policy(site, course, assignment, learner)
    release = current_release(site, course, assignment)
    names = notebook_names(site, release)
    week = week_of(
        assignment,
        is_released=release is not None,
        policy=policy,
        has_extension=has_extension,
        was_opened=True,
        attempts=mine,
        points=sum(notebook.points for notebook in names.values()),
        now=site.clock(),
    )
    report = None
    if attempt.result is not None:
        marks = in_force(store.marks.of(course, assignment, learner), attempt.result, attempt.id)
        report = report_on(attempt, names, marks, store.requests.of_attempt(attempt.id))
    earlier = [other for other in mine if other.number < attempt.number and other.score is not None]
    return page(
        request,
        who,
        "student/attempt.html",
        course=course,
        title=f"Attempt {attempt.number} · {week.title}",
        attempt=attempt,
        week=week,
        report=report,
        waiting=_waiting(site, attempt),
        previous=earlier[-1] if earlier else None,
        later=next((other for other in mine if other.number > attempt.number), None),
        penalty=penalty_percent(policy, attempt.received_at),
        missing=missing_notebooks(attempt, release),
        is_own=attempt.learner == who.name,
        person=site.person(course, attempt.learner),
        now=week.now,
    )


def _waiting(site: Site, attempt: Attempt) -> Waiting | None:
    if attempt.state is not AttemptState.WAITING:
        return None
    return waiting_for(
        site.store.place_in_queue(attempt) or 1,
        is_running=any(running.id == attempt.id for running in site.queue.running),
        seconds=site.store.recent_seconds(),
        workers=count_workers(),
        may_grade=bool(site.rung),
    )
