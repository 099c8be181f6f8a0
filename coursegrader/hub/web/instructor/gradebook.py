"""``/courses/{course}/gradebook``: who has how many points, who is missing, as a page and as a file."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request, Response

from coursegrader.hub.web.access import Rule, Who, rule
from coursegrader.hub.web.instructor.course_view import gradebook_of
from coursegrader.hub.web.instructor.gradebook_csv import gradebook_csv
from coursegrader.hub.web.instructor.gradebook_table import Gradebook, Line, MarkState
from coursegrader.hub.web.render import page
from coursegrader.hub.web.site import SiteOf
from coursegrader.hub.web.urls import link

router = APIRouter()

SHOWN = {
    "all": "Everybody",
    "missing": "Missing an assignment",
    "late": "Handed in late",
    "waiting": "Being graded",
    "failed": "Could not be graded",
    "extension": "With an extension",
    "unlisted": "No longer in the roster",
}
NAME, TOTAL = "name", "total"


@router.get("/courses/{course}/gradebook", **rule(Rule.STAFF))
def gradebook(
    request: Request,
    course: str,
    site: SiteOf,
    who: Who,
    sort: str = NAME,
    order: str = "up",
    show: str = "all",
    find: str = "",
) -> Response:
    """The table; sorting and filtering are part of the address, so that it can be kept and sent on."""
    whole = gradebook_of(site, course)
    show = show if show in SHOWN else "all"
    lines = [line for line in whole.lines if _is_shown(line, show) and _is_found(line, find)]
    return page(
        request,
        who,
        "instructor/gradebook.html",
        course=course,
        title="Gradebook",
        weeks=whole.weeks,
        summaries=whole.summaries(),
        lines=sort_lines(whole, lines, sort, order == "down"),
        everybody=len(whole.lines),
        sort=sort,
        order=order,
        show=show,
        find=find,
        shown=SHOWN,
        sort_link=lambda column: _sort_link(request, course, column, sort, order, show, find),
    )


@router.get("/courses/{course}/gradebook.csv", **rule(Rule.STAFF))
def gradebook_file(course: str, site: SiteOf) -> Response:
    """The whole table as a file."""
    name = quote(f"{course}-gradebook-{site.clock():%Y-%m-%d}.csv")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(gradebook_csv(gradebook_of(site, course)), media_type="text/csv; charset=utf-8", headers=headers)


def sort_lines(gradebook: Gradebook, lines: Sequence[Line], by: str, down: bool) -> list[Line]:
    """Lines by name, total or the points of one assignment; those without points come last, whatever the order."""
    places = {week.name: place for place, week in enumerate(gradebook.weeks)}
    if by == TOTAL:
        values = {line.learner: line.percent for line in lines}
    elif by in places:
        values = {line.learner: line.marks[places[by]].score for line in lines}
    else:
        return list(reversed(lines)) if down else list(lines)
    known = [line for line in lines if values[line.learner] is not None]
    known.sort(key=lambda line: values[line.learner] or 0.0, reverse=down)
    return known + [line for line in lines if values[line.learner] is None]


def _is_shown(line: Line, show: str) -> bool:
    if show == "unlisted":
        return not line.is_listed
    if show == "late":
        return any(mark.late for mark in line.marks)
    if show == "extension":
        return any(mark.has_extension for mark in line.marks)
    return show == "all" or line.has(MarkState(show))


def _is_found(line: Line, find: str) -> bool:
    text = f"{line.name} {line.learner}".casefold()
    return all(word in text for word in find.casefold().split())


def _sort_link(request: Request, course: str, column: str, sort: str, order: str, show: str, find: str) -> str:
    """Where a click on a column's title leads: names go up first, points down first; a second click turns it round."""
    first = "up" if column == NAME else "down"
    turned = {"up": "down", "down": "up"}[first]
    query = {"sort": column, "order": turned if sort == column and order == first else first}
    query |= {name: value for name, value in (("show", show), ("find", find)) if value not in ("", "all")}
    return f"{link(request, 'courses', course, 'gradebook')}?{urlencode(query)}"
