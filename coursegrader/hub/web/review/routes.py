"""The staff's review pages: what needs a person, and one exercise across learners."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response

from coursegrader.errors import CourseError
from coursegrader.hub.web.access import Rule, Who, rule
from coursegrader.hub.web.form import FormOf
from coursegrader.hub.web.render import page
from coursegrader.hub.web.review import comment_routes, failed_routes, request_routes
from coursegrader.hub.web.review.exercise import Entry, ExerciseList, Show, exercise_list
from coursegrader.hub.web.review.gradebooks import gradebook_of
from coursegrader.hub.web.review.mark_form import MarkForm, newly_used, version
from coursegrader.hub.web.review.marking import attempt_of, give_mark, newest_mark
from coursegrader.hub.web.review.titles import Titles
from coursegrader.hub.web.review.waiting import all_exercises, failed_attempts, open_requests, waiting_work
from coursegrader.hub.web.session import flash
from coursegrader.hub.web.site import Site, SiteOf
from coursegrader.hub.web.urls import go, link

router = APIRouter()
router.include_router(comment_routes.router)
router.include_router(failed_routes.router)
router.include_router(request_routes.router)

Learner = Annotated[str, Query(max_length=128)]
Notebook = Annotated[str, Query(max_length=256)]


@router.get("/courses/{course}/review", **rule(Rule.STAFF))
async def review(course: str, request: Request, who: Who, site: SiteOf) -> Response:
    """What needs a person."""
    return await run_in_threadpool(_queue_page, request, who, site, course)


@router.get("/courses/{course}/review/{assignment}/{cell}", **rule(Rule.STAFF))
async def exercise(
    course: str,
    assignment: str,
    cell: str,
    request: Request,
    who: Who,
    site: SiteOf,
    notebook: Notebook = "",
    learner: Learner = "",
    show: Show = "waiting",
) -> Response:
    """One learner's answer to an exercise, with the form for its mark."""

    def show_it() -> Response:
        found = exercise_list(site, course, assignment, cell, notebook, show)
        return _exercise_page(request, who, site, course, found, found.find(learner))

    return await run_in_threadpool(show_it)


@router.post("/courses/{course}/review/{assignment}/{cell}", **rule(Rule.STAFF))
async def mark(
    course: str, assignment: str, cell: str, request: Request, who: Who, site: SiteOf, form: FormOf
) -> Response:
    """Give a mark, or put a saved comment into the form (which page.js does without asking)."""
    shown: Show = "all" if form.text("show", "") == "all" else "waiting"

    def save() -> Response:
        found = exercise_list(site, course, assignment, cell, form.text("notebook", ""), shown)
        entry = found.find(form.text("learner"))
        sent = MarkForm.sent(form).quick(form.text("do", ""), entry.work)
        wanted = form.text("insert", "")
        if wanted:
            texts = [saved.text for saved in site.store.comments.all(course) if str(saved.id) == wanted]
            return _exercise_page(request, who, site, course, found, entry, sent.with_comment("".join(texts)))
        try:
            if form.text("version") != version(entry.work):
                raise ValueError(
                    "The answer, or its mark, changed while you had it open. Above is how it is now: look, then save."
                )
            _save(site, course, who.name, entry, sent)
        except (ValueError, CourseError) as error:
            return _exercise_page(request, who, site, course, found, entry, sent.wrong(error), status=422)
        flash(request, f"Saved for {entry.name}.")
        following = entry if form.text("do", "") == "stay" else found.after(entry.learner)
        if following is None:
            return go(request, "courses", course, "review")
        return RedirectResponse(exercise_link(request, course, found, following), status_code=303)

    return await run_in_threadpool(save)


def exercise_link(request: Request, course: str, found: ExerciseList, entry: Entry) -> str:
    """The address of a learner's answer in a list."""
    query = urlencode({"notebook": found.key.notebook, "learner": entry.learner, "show": found.show})
    return f"{link(request, 'courses', course, 'review', found.key.assignment, found.key.cell)}?{query}"


def formgrader(site: Site, *parts: str) -> str:
    """The address of a page of formgrader on the reader's own server, which is started if need be."""
    base = f"{site.hub.address.base_url}hub/user-redirect/formgrader"
    return "/".join([base, *(quote(part, safe="") for part in parts)])


def _queue_page(request: Request, who: Who, site: Site, course: str) -> Response:
    trouble = ""
    try:
        work, exercises = waiting_work(site, course), all_exercises(site, course)
    except CourseError as error:  # the rest of the page does not need the gradebook
        work, exercises, trouble = [], [], str(error)
    return page(
        request,
        who,
        "review/queue.html",
        course=course,
        title="Review",
        work=work,
        trouble=trouble,
        requests=open_requests(site, course),
        failed=failed_attempts(site, course),
        saved=site.store.comments.all(course),
        person=lambda name: site.person(course, name),
        formgrader=lambda *parts: formgrader(site, *parts),
        titles=Titles(site, course),
        exercises=exercises,
    )


@dataclass(frozen=True)
class _Place:
    """Where a page stands among those that wait, or among all."""

    before: str | None
    after: str | None


def _exercise_page(
    request: Request,
    who: Who,
    site: Site,
    course: str,
    found: ExerciseList,
    entry: Entry,
    form: MarkForm | None = None,
    status: int = 200,
) -> Response:
    def to(other: Entry | None, show: Show = found.show) -> str | None:
        return None if other is None else exercise_link(request, course, replace(found, show=show), other)

    work, key = entry.work, found.key
    titles = Titles(site, course)
    title = titles.exercise(key.assignment, key.notebook, key.cell)
    context: dict[str, Any] = {
        "answer": gradebook_of(site.courses[course]).answer(work),
        "attempt": attempt_of(site, course, work),
        "form": form or MarkForm.of(work, newest_mark(site, course, work)),
        "version": version(work),
        "place": _Place(to(found.before(entry.learner)), to(found.after(entry.learner))),
        "entry_links": [(other, to(other)) for other in found.entries],
        "other_list": to(entry, "all" if found.show == "waiting" else "waiting"),
        "formgrader_link": formgrader(site, "submissions", work.submission, ""),
        "titles": titles,
        "exercise_title": title,
    }
    return page(
        request,
        who,
        "review/exercise.html",
        course=course,
        title=f"{entry.name}: {title}",
        status=status,
        found=found,
        entry=entry,
        saved=site.store.comments.all(course),
        **context,
    )


def _save(site: Site, course: str, by: str, entry: Entry, sent: MarkForm) -> None:
    known = newest_mark(site, course, entry.work)
    before = entry.work.comment if known is None else known.comment
    give_mark(site, course, by, entry.work, sent.given(entry.work))
    saved = site.store.comments.all(course)
    for comment in newly_used(saved, before, sent.comment):
        site.store.comments.used(course, comment.id)
    if sent.keep and sent.comment:
        kept = site.store.comments.add(course, sent.comment, by)
        if all(comment.id != kept.id for comment in saved):
            site.store.audit.add(course, by, "comment saved", kept.text)
