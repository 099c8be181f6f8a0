"""Pages from templates. Everything put into a template is escaped; nothing a student wrote is ever marked as safe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from coursegrader.hub.callers import Caller
from coursegrader.hub.web.session import Flash, Session, session_of
from coursegrader.hub.web.site import site_of
from coursegrader.hub.web.static_files import static_files
from coursegrader.hub.web.urls import link

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class NavLink:
    """One entry of the navigation."""

    text: str
    href: str
    current: bool


def page(
    request: Request,
    who: Caller | None,
    template: str,
    *,
    course: str | None,
    title: str,
    status: int = 200,
    **context: Any,
) -> HTMLResponse:
    """Render a template that extends ``base.html``.

    Args:
        who: the person who sees it; None on pages for everybody.
        template: path below ``templates/``.
        course: the course that the page is about, if it is about one.
        title: the page's name, for the browser's title bar.
        status: HTTP status of the answer.
        context: what the template shows.
    """
    site, session = site_of(request), session_of(request)
    known: Sequence[str] = [] if who is None else [name for name in site.courses if who.is_member(name)]
    flashes: list[Flash] = [] if session is None else site.sessions.told(session)
    text = (
        templates()
        .get_template(template)
        .render(
            who=who,
            course=course,
            course_title=site.title,
            title=title,
            session=session,
            csrf=_csrf(session),
            flashes=flashes,
            courses=known,
            nav=_navigation(request, who, course),
            link=partial(link, request),
            static=partial(_static, request),
            here=request.url.path,
            hub=site.hub.address.base_url + "hub/",
            **context,
        )
    )
    return HTMLResponse(text, status_code=status)


@cache
def templates() -> Environment:
    """The environment of all templates; ``parts`` holds the macros of ``parts.html``."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"points": points, "utc": utc, "percent": percent, "seconds": seconds}
    made.globals["csrf_field"] = _csrf_field
    made.globals["parts"] = made.get_template("parts.html").module
    return made


def points(number: float | None) -> str:
    """A score without needless zeros: 3, 3.5, 0.33; a dash for none."""
    return "–" if number is None else f"{number:.2f}".rstrip("0").rstrip(".")


def percent(share: float | None) -> str:
    """0.25 as 25 %; a dash for none."""
    return "–" if share is None else f"{100 * share:.0f}\u202f%"


def seconds(duration: float | None) -> str:
    """A length of time for people: 0.4 s, 12 s, 3 min, 2 h, 5 days."""
    if duration is None:
        return "–"
    for limit, unit, text in ((1, 1, "{:.1f} s"), (100, 1, "{:.0f} s"), (5400, 60, "{:.0f} min")):
        if duration < limit:
            return text.format(duration / unit)
    return f"{duration / 3600:.0f} h" if duration < 172_800 else f"{duration / 86_400:.0f} days"


def utc(moment: datetime) -> str:
    """A moment in UTC, for browsers without JavaScript; with it, :file:`page.js` shows the reader's own time."""
    return f"{moment.astimezone(UTC):%-d %b %Y, %H:%M} UTC"


def _navigation(request: Request, who: Caller | None, course: str | None) -> list[NavLink]:
    if who is None:
        return []
    wanted: list[tuple[str, tuple[str, ...]]] = []
    if course is not None and who.is_member(course):
        wanted = [("Course", ("courses", course))]
        if who.is_staff(course):
            staff = ("Review", "Gradebook", "Assignments", "Insight", "Regrades", "Roster", "Extensions", "Audit")
            mine = staff if who.is_instructor(course) else staff[:4]
            wanted += [(text, ("courses", course, text.lower())) for text in mine]
    if who.is_admin:
        wanted.append(("Admin", ("admin",)))
    links = [(text, link(request, *parts)) for text, parts in wanted]
    here = request.url.path
    inside = [href for _, href in links if here == href or here.startswith(f"{href}/")]
    best = max(inside, key=len, default="")  # every page of a course lies below the course's own
    if course is not None and who.is_staff(course) and here.startswith(_of_learners(request, course)):
        best = link(request, "courses", course, "gradebook")
    return [NavLink(text, href, href == best) for text, href in links]


def _of_learners(request: Request, course: str) -> tuple[str, ...]:
    """Where a learner's work lies, to which staff come from the gradebook."""
    return tuple(link(request, "courses", course, name, "") for name in ("students", "attempts"))


def _static(request: Request, name: str) -> str:
    return f"{link(request, 'static', name)}?v={static_files()[name].version}"


def _csrf(session: Session | None) -> str:
    return "" if session is None else session.csrf


@pass_context
def _csrf_field(context: Context) -> Markup:
    return Markup('<input type="hidden" name="csrf" value="{}">').format(context["csrf"])
