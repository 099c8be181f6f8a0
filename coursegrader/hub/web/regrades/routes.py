"""``/courses/{course}/regrades``: grade an assignment again after its tests changed, looking before leaping."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from coursegrader.errors import StoreError
from coursegrader.hub.regrade_report import Report
from coursegrader.hub.web.access import Rule, Who, rule
from coursegrader.hub.web.form import FormOf
from coursegrader.hub.web.refusals import NotFound
from coursegrader.hub.web.regrades.reports import present_report, recent_report
from coursegrader.hub.web.render import page
from coursegrader.hub.web.session import flash
from coursegrader.hub.web.site import Site, SiteOf
from coursegrader.hub.web.urls import go
from coursegrader.store.regrade_records import Regrade, RegradeState, RowState

router = APIRouter()

MOST_WORDS = 1000  # characters of a reason
LIST, ONE = "/courses/{course}/regrades", "/courses/{course}/regrades/{regrade}"


@dataclass(frozen=True)
class Choice:
    """An assignment that can be graded again: how many attempts and learners that would be."""

    name: str
    attempts: int
    learners: int


@router.get(LIST, **rule(Rule.INSTRUCTOR))
def regrades(request: Request, site: SiteOf, who: Who, course: str) -> Response:
    """All regrades, and a form to begin one."""
    return page(
        request,
        who,
        "regrades/list.html",
        course=course,
        title="Regrades",
        title_of=lambda assignment: title_of(site, course, assignment),
        regrades=site.store.regrades.all(course),
        choices=_choices(site, course),
        wanted=request.query_params.get("assignment", ""),
        most_words=MOST_WORDS,
        grades=bool(site.rung),
        person=lambda user: site.person(course, user),
    )


@router.post(LIST, **rule(Rule.INSTRUCTOR))
def begin(request: Request, site: SiteOf, who: Who, course: str, form: FormOf) -> Response:
    """Begin a preview."""
    return _begin(request, site, who.name, course, form.text("assignment"), form.text("reason"))


@router.get(ONE, **rule(Rule.INSTRUCTOR))
def one_regrade(request: Request, site: SiteOf, who: Who, course: str, regrade: int) -> Response:
    """One regrade: progress, who would change, and what can be done."""
    found = _find(site, course, regrade)
    unseen = found.state in (RegradeState.PREVIEW, RegradeState.CANCELLED)
    progress = site.store.regrades.progress(regrade)
    return page(
        request,
        who,
        "regrades/one.html",
        course=course,
        title=f"Regrade {regrade}: {title_of(site, course, found.assignment)}",
        name=title_of(site, course, found.assignment),
        regrade=found,
        total=sum(progress.values()),
        graded=sum(number for state, number in progress.items() if state is not RowState.WAITING),
        errors=progress.get(RowState.ERROR, 0),
        report=Report() if unseen else recent_report(site, found),
        grades=bool(site.rung),
        person=lambda user: site.person(course, user),
    )


@router.post(ONE + "/apply", **rule(Rule.INSTRUCTOR))
def apply(request: Request, site: SiteOf, who: Who, course: str, regrade: int, form: FormOf) -> Response:
    """Write the new results."""
    found = _find(site, course, regrade)
    report = present_report(site, found)
    if report.down and form.text("losers", "") != str(len(report.down)):
        flash(request, f"{_people(len(report.down))} would lose points: tick the box if that is right.", "bad")
        return go(request, "courses", course, "regrades", regrade)
    said = f"Regrade {regrade} is being applied."
    return _do(request, course, regrade, lambda: site.regrading.apply(course, regrade, who.name), said)


@router.post(ONE + "/undo", **rule(Rule.INSTRUCTOR))
def undo(request: Request, site: SiteOf, who: Who, course: str, regrade: int) -> Response:
    """Put back what was there."""
    _find(site, course, regrade)
    said = f"The results from before regrade {regrade} are back."
    return _do(request, course, regrade, lambda: site.regrading.undo(course, regrade, who.name), said)


@router.post(ONE + "/cancel", **rule(Rule.INSTRUCTOR))
def cancel(request: Request, site: SiteOf, who: Who, course: str, regrade: int) -> Response:
    """End a preview, or throw it away."""
    _find(site, course, regrade)
    said = "The preview is gone. No score was changed."
    return _do(request, course, regrade, lambda: site.regrading.cancel(course, regrade, who.name), said)


@router.post(ONE + "/again", **rule(Rule.INSTRUCTOR))
def again(request: Request, site: SiteOf, who: Who, course: str, regrade: int) -> Response:
    """A new preview for the same reason."""
    found = _find(site, course, regrade)
    return _begin(request, site, who.name, course, found.assignment, found.reason)


def _begin(request: Request, site: Site, by: str, course: str, assignment: str, reason: str) -> Response:
    try:
        if len(reason) > MOST_WORDS:
            raise StoreError(f"the reason is too long: at most {MOST_WORDS} characters")
        begun = site.regrading.begin(course, assignment, reason, by)
    except StoreError as error:
        flash(request, _sentence(error), "bad")
        return go(request, "courses", course, "regrades")
    return go(request, "courses", course, "regrades", begun.id)


def _do(request: Request, course: str, regrade: int, what: Callable[[], None], said: str) -> Response:
    try:
        what()
        flash(request, said)
    except StoreError as error:
        flash(request, _sentence(error), "bad")
    return go(request, "courses", course, "regrades", regrade)


def _find(site: Site, course: str, regrade: int) -> Regrade:
    try:
        return site.store.regrades.find(course, regrade)
    except StoreError as error:
        raise NotFound(str(error)) from error


def _choices(site: Site, course: str) -> list[Choice]:
    learners: dict[str, set[str]] = {}
    counts: dict[str, int] = {}
    for attempt in site.store.attempts(course, brief=True):
        if attempt.finished_at is not None:
            learners.setdefault(attempt.assignment, set()).add(attempt.learner)
            counts[attempt.assignment] = counts.get(attempt.assignment, 0) + 1
    return [Choice(name, counts[name], len(learners[name])) for name in sorted(counts)]


def title_of(site: Site, course: str, assignment: str) -> str:
    """What the instructor calls the assignment; its name if they said nothing."""
    return site.exchange.policy(course, assignment, "").title or assignment


def _people(number: int) -> str:
    return "1 learner" if number == 1 else f"{number} learners"


def _sentence(error: StoreError) -> str:
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}."
