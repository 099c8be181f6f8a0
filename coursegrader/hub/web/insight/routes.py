"""The pages ``/courses/{course}/insight`` and ``/courses/{course}/insight/{assignment}``."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from coursegrader.hub.insight.remarks import remarks
from coursegrader.hub.insight.work import Basis
from coursegrader.hub.web.access import Rule, Who, rule
from coursegrader.hub.web.insight import pictures
from coursegrader.hub.web.insight.class_results import class_insight, overviews, policy_of
from coursegrader.hub.web.refusals import NotFound
from coursegrader.hub.web.render import page
from coursegrader.hub.web.site import SiteOf

router = APIRouter()


@router.get("/courses/{course}/insight", **rule(Rule.STAFF))
def insight_list(request: Request, course: str, site: SiteOf, who: Who) -> Response:
    """Which assignments have results to look into."""
    found = overviews(site, course)
    return page(request, who, "insight/list.html", course=course, title="Insight", overviews=found)


@router.get("/courses/{course}/insight/{assignment}", **rule(Rule.STAFF))
def insight(request: Request, course: str, assignment: str, site: SiteOf, who: Who, basis: Basis = "first") -> Response:
    """One assignment: exercises, hidden tests, hints, progress.

    Raises:
        NotFound: nobody has tried such an assignment, and it is not released.
    """
    known = [overview.assignment for overview in overviews(site, course)]
    if assignment not in known:
        raise NotFound(f"no assignment {assignment[:80]!r} with results in {course}: choose one from the list")
    policy, trouble = policy_of(site, course, assignment)
    found = class_insight(site, course, assignment, policy, basis)
    return page(
        request,
        who,
        "insight/assignment.html",
        course=course,
        title=f"Insight: {policy.title or assignment}",
        assignment=assignment,
        basis=basis,
        insight=found,
        trouble=trouble,
        remarks=remarks(found),
        names=_short_names([exercise.key for exercise in found.exercises]),
        anchors={key: f"tests-{number}" for number, (key, tests) in enumerate(found.tests.items(), start=1) if tests},
        pictures=pictures,
    )


def _short_names(keys: list[str]) -> dict[str, str]:
    """Grade id alone where that says which exercise is meant."""
    ids = [key.rpartition("/")[2] for key in keys]
    return {key: name if ids.count(name) == 1 else key for key, name in zip(keys, ids, strict=True)}
