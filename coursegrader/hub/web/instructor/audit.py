"""``/courses/{course}/audit``: who did what, newest first."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from coursegrader.hub.web.access import Rule, Who, rule
from coursegrader.hub.web.instructor.course_view import title_of
from coursegrader.hub.web.instructor.releasing import assignment_names
from coursegrader.hub.web.render import page, utc
from coursegrader.hub.web.site import Site, SiteOf
from coursegrader.hub.web.urls import link

router = APIRouter()

ON_A_PAGE = 50
RECENT = 500  # people and actions of these are offered to choose from
LONGEST_SHOWN = 300
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?\+00:00")


@router.get("/courses/{course}/audit", **rule(Rule.INSTRUCTOR))
def audit(
    request: Request, course: str, site: SiteOf, who: Who, person: str = "", action: str = "", before: str = ""
) -> Response:
    """The log, of one person or of one kind of action if the address names them."""
    start = int(before[:18]) if before.isascii() and before.isdigit() else None
    entries = site.store.audit.entries(
        course, before=start, limit=ON_A_PAGE + 1, who=person.strip() or None, action=action.strip() or None
    )
    older = ""
    if len(entries) > ON_A_PAGE:
        entries = entries[:ON_A_PAGE]
        query = {"person": person, "action": action, "before": entries[-1].id}
        older = f"{link(request, 'courses', course, 'audit')}?{urlencode({k: v for k, v in query.items() if v})}"
    recent = site.store.audit.entries(course, limit=RECENT)
    return page(
        request,
        who,
        "instructor/audit.html",
        course=course,
        title="Audit log",
        entries=[(entry, _subject(site, course, entry.subject), in_words(entry.details)) for entry in entries],
        people={entry.who: site.person(course, entry.who) for entry in recent},
        actions=sorted({entry.action for entry in recent} | ({action} if action else set())),
        person_chosen=person,
        action_chosen=action,
        is_older_page=start is not None,
        older=older,
        person=lambda name: site.person(course, name),
    )


def in_words(details: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Details of an entry as name and text; ``{"from": ..., "to": ...}`` is a value that changed."""
    return [(name.replace("_", " "), _text(value)) for name, value in details.items()]


def _subject(site: Site, course: str, subject: str) -> str:
    """What people call it: an assignment's title, and a person's name after it."""
    first, slash, rest = subject.partition("/")
    if first not in assignment_names(site.courses[course]):
        return subject if slash else site.person(course, first)
    title = title_of(site, course, first)
    return f"{title}, {site.person(course, rest)}" if slash else title


def _text(value: Any) -> str:
    if isinstance(value, dict) and set(value) == {"from", "to"}:
        return f"{_text(value['from'])} → {_text(value['to'])}"
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        text = ", ".join(value)
    elif isinstance(value, dict):
        text = "; ".join(f"{name.replace('_', ' ')} {_text(part)}" for name, part in value.items())
    elif isinstance(value, bool):
        text = "yes" if value else "no"
    elif value is None or value == "":
        text = "none"
    elif isinstance(value, str):
        text = utc(datetime.fromisoformat(value)) if _MOMENT.fullmatch(value) else value
    else:
        text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
