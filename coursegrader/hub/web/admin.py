"""``/admin``: how the deployment is doing, for those who manage the hub."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from coursegrader.hub.grading_workers import count_workers
from coursegrader.hub.roster import Role
from coursegrader.hub.web.access import Rule, Who, rule
from coursegrader.hub.web.render import page
from coursegrader.hub.web.site import Site, SiteOf
from coursegrader.sandbox import unconfined
from coursegrader.store import AttemptState
from coursegrader.store.audit import AuditEntry

LATEST = 30  # audit entries

router = APIRouter()


@dataclass(frozen=True)
class CourseLine:
    """One course in numbers. ``people`` is None where the roster does not say."""

    id: str
    folder: str
    learners: int | None
    staff: int | None
    released: int
    graded: int
    waiting: int
    failed: int


@router.get("/admin", **rule(Rule.ADMIN))
def admin(request: Request, site: SiteOf, who: Who) -> Response:
    """Health, the queue, the courses, and who did what last. Nothing of what learners wrote or scored."""
    states = site.store.count_by_state()
    return page(
        request,
        who,
        "admin.html",
        course=None,
        title="Admin",
        waiting=states[AttemptState.WAITING],
        running=site.queue.running,
        workers=count_workers(),
        median=site.store.recent_seconds(),
        health=health(site),
        rung=site.rung,
        unsafe=site.rung == unconfined.NAME,
        started_at=site.started_at,
        lines=[course_line(site, course) for course in site.courses],
        entries=latest(site),
        person=site.person,
    )


def health(site: Site) -> str:
    """What keeps attempts from being graded, in a sentence; empty if nothing does."""
    if not site.rung:
        return "No sandbox holds on this machine, so nothing is graded and submissions wait: see the hub's log."
    return site.queue.trouble


def course_line(site: Site, course: str) -> CourseLine:
    """Count what a course has."""
    states = site.store.count_by_state(course)
    roles = None if site.roster is None else [entry.role for entry in site.roster.read().of_course(course)]
    learners = None if roles is None else roles.count(Role.STUDENT)
    return CourseLine(
        id=course,
        folder=str(site.courses[course]),
        learners=learners,
        staff=None if roles is None or learners is None else len(roles) - learners,
        released=len(site.store.releases(course)),
        graded=states[AttemptState.GRADED],
        waiting=states[AttemptState.WAITING],
        failed=states[AttemptState.FAILED],
    )


def latest(site: Site) -> list[AuditEntry]:
    """The newest entries of all courses' audit logs, newest first."""
    entries = [entry for course in site.courses for entry in site.store.audit.entries(course, limit=LATEST)]
    return sorted(entries, key=lambda entry: entry.id, reverse=True)[:LATEST]
