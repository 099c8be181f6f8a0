"""``/courses/{course}/weeks/{assignment}``: a week with its attempts; opening it in JupyterLab and submitting it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse

from coursegrader.errors import NotAllowed, StoreError
from coursegrader.hub.callers import Caller
from coursegrader.hub.learner_server import Fetched
from coursegrader.hub.web.access import Rule, TokenOf, Who, rule
from coursegrader.hub.web.form import FormOf
from coursegrader.hub.web.render import page
from coursegrader.hub.web.session import flash
from coursegrader.hub.web.site import Site, SiteOf
from coursegrader.hub.web.student.exercise_names import NotebookNames, plain
from coursegrader.hub.web.student.learner import current_release, learners_week, notebook_names
from coursegrader.hub.web.student.wording import length_of_time, sentence
from coursegrader.hub.web.urls import go

OLD_SAVE_SECONDS = 180  # a save so long ago may be one that the learner has forgotten to repeat

router = APIRouter()


@router.get("/courses/{course}/weeks/{assignment}", **rule(Rule.MEMBER))
def week_page(request: Request, course: str, assignment: str, site: SiteOf, who: Who) -> Response:
    """Score and rules of a week, its notebooks, and every attempt."""
    week = learners_week(site, course, who.name, assignment)
    names = notebook_names(site, current_release(site, course, assignment))
    return page(
        request,
        who,
        "student/week.html",
        course=course,
        title=week.title,
        week=week,
        is_staff=who.is_staff(course),
        notebooks=[(f"{name}.ipynb", plain(found.title), found.points) for name, found in in_reading_order(names)],
        now=site.clock(),
    )


@router.post("/courses/{course}/weeks/{assignment}/open", **rule(Rule.MEMBER))
async def open_week(
    request: Request, course: str, assignment: str, site: SiteOf, who: Who, token: TokenOf, form: FormOf
) -> Response:
    """Fetch the week unless it is there, with the learner's server running, and go on to JupyterLab."""
    _require_learner(who, course)
    week = await run_in_threadpool(learners_week, site, course, who.name, assignment)
    try:
        if not week.may_open:
            raise StoreError(f"{week.title} is not open yet: come back later")
        fetched = await site.servers.fetch(who.name, token, course, assignment)
    except StoreError as error:
        flash(request, sentence(str(error)), "bad")
        return go(request, "courses", course, "weeks", assignment)
    site.changes.publish(course, who.name)
    names = notebook_names(site, await run_in_threadpool(current_release, site, course, assignment))
    wanted = _notebook_to_open(fetched, form.text("notebook", ""), names)
    return RedirectResponse(lab_address(site, who.name, fetched.folder, wanted), status_code=303)


@router.post("/courses/{course}/weeks/{assignment}/submit", **rule(Rule.MEMBER))
async def submit_week(
    request: Request, course: str, assignment: str, site: SiteOf, who: Who, token: TokenOf
) -> Response:
    """Hand in what the learner has saved, and go on to the attempt."""
    _require_learner(who, course)
    await run_in_threadpool(learners_week, site, course, who.name, assignment)
    try:
        handed_in = await site.servers.submit(who.name, token, course, assignment)
    except StoreError as error:
        flash(request, f"Not submitted. {sentence(str(error))}", "bad")
        return go(request, "courses", course, "weeks", assignment)
    mine = await run_in_threadpool(site.store.attempts, course, assignment=assignment, learner=who.name, brief=True)
    if not mine:  # whatever the learner's server said
        flash(request, "Your server says that it has submitted, but nothing arrived here: try again.", "bad")
        return go(request, "courses", course, "weeks", assignment)
    flash(request, _submitted(mine[-1].number, handed_in.saved_seconds_ago))
    return go(request, "courses", course, "attempts", mine[-1].id)


def in_reading_order(names: Mapping[str, NotebookNames]) -> list[tuple[str, NotebookNames]]:
    """A week's notebooks as one works through them: first what is not graded, then what is."""
    return sorted(names.items(), key=lambda item: (item[1].points > 0, item[0]))


def lab_address(site: Site, user: str, folder: str, notebook: str | None) -> str:
    """The address of JupyterLab showing a folder, with a notebook open if one is named."""
    parts = [*folder.split("/"), *([notebook] if notebook else [])]
    below = "/".join(quote(part, safe="") for part in parts)
    return f"{site.hub.address.base_url}user/{quote(user, safe='@')}/lab/tree/{below}"


def _notebook_to_open(fetched: Fetched, wanted: str, names: Mapping[str, NotebookNames]) -> str | None:
    """The one asked for; in a new copy the first; else none, because JupyterLab opens what was open before."""
    if wanted in fetched.notebooks:
        return wanted
    if not fetched.is_new:
        return None
    in_order = [f"{name}.ipynb" for name, _ in in_reading_order(names)]
    return next((notebook for notebook in in_order if notebook in fetched.notebooks), None)


def _submitted(number: int, saved_seconds_ago: float) -> str:
    text = f"Attempt {number} is in."
    if saved_seconds_ago < OLD_SAVE_SECONDS:
        return text
    ago = length_of_time(saved_seconds_ago)
    return f"{text} You last saved {ago} ago; what you changed since is not in it: save in JupyterLab, submit again."


def _require_learner(who: Caller, course: str) -> None:
    if who.is_staff(course):
        raise NotAllowed(f"{who.name} is staff of {course}, whose server shows the course itself: nothing to hand in")
