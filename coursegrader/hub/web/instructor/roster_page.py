"""``/courses/{course}/roster``: who is in the course; a class list is imported in two steps."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from concurrent.futures import Future

from fastapi import APIRouter, Request, Response

from coursegrader.errors import CourseError, StoreError
from coursegrader.hub.callers import Caller
from coursegrader.hub.enrolment_task import enrol_learners
from coursegrader.hub.roster import Entry, Role, RosterFile
from coursegrader.hub.roster_csv import decode_class_list
from coursegrader.hub.roster_import import Plan, RosterChanged, import_people, plan_import
from coursegrader.hub.web.access import Rule, Who, rule
from coursegrader.hub.web.form import Form, FormOf
from coursegrader.hub.web.instructor.password_lists import password_lists
from coursegrader.hub.web.render import page
from coursegrader.hub.web.session import flash
from coursegrader.hub.web.site import Site, SiteOf
from coursegrader.hub.web.urls import go

router = APIRouter()
log = logging.getLogger("coursegrader.hub")

_ORDER = (Role.INSTRUCTOR, Role.TA, Role.STUDENT)


@router.get("/courses/{course}/roster", **rule(Rule.INSTRUCTOR))
def roster(request: Request, course: str, site: SiteOf, who: Who) -> Response:
    """Everybody in the course."""
    return roster_view(request, site, who, course)


@router.post("/courses/{course}/roster/preview", **rule(Rule.INSTRUCTOR))
def preview(request: Request, course: str, site: SiteOf, who: Who, form: FormOf) -> Response:
    """What an import would change. Changes nothing."""
    file = roster_file(site)
    text, default, removes = _sent(form)
    try:
        plan = plan_import(file.read(), course, text, by=who.name, default=default, removes=removes)
    except CourseError as error:
        return roster_view(request, site, who, course, text=text, default=default, fault=str(error), status=422)
    return _plan_view(request, site, who, course, plan, text, default)


@router.post("/courses/{course}/roster/import", **rule(Rule.INSTRUCTOR))
def carry_out(request: Request, course: str, site: SiteOf, who: Who, form: FormOf) -> Response:
    """Carry out exactly the plan that was shown; if the roster has changed meanwhile, show the new plan."""
    file = roster_file(site)
    text, default, removes = _sent(form)
    try:
        plan = plan_import(file.read(), course, text, by=who.name, default=default, removes=removes)
        if plan.fingerprint != form.text("plan"):
            raise RosterChanged("the roster was changed by somebody else meanwhile: look at the changes again")
        passwords = import_people(file, plan, text, by=who.name, default=default)
    except RosterChanged as error:
        plan = plan_import(file.read(), course, text, by=who.name, default=default, removes=removes)
        return _plan_view(request, site, who, course, plan, text, default, fault=str(error), status=409)
    except CourseError as error:
        return roster_view(request, site, who, course, text=text, default=default, fault=str(error), status=422)
    site.store.audit.add(course, who.name, "roster import", course, **_for_the_log(plan))
    _enrol(site, course, plan)
    site.changes.publish(course, "")
    flash(request, f"Imported: {len(plan.added)} added, {len(plan.changed)} changed, {len(plan.removed)} removed.")
    if passwords:
        name = password_lists(request).keep(who.name, course, passwords)
        return go(request, "courses", course, "roster", "passwords", name)
    return go(request, "courses", course, "roster")


def roster_view(
    request: Request,
    site: Site,
    who: Caller,
    course: str,
    *,
    text: str = "",
    default: Role = Role.STUDENT,
    fault: str = "",
    status: int = 200,
) -> Response:
    """The roster's page, with the list as it was sent if it was refused."""
    entries: Sequence[Entry] = ()
    if site.roster is not None:
        listed = site.roster.read().of_course(course)
        entries = sorted(listed, key=lambda entry: (_ORDER.index(entry.role), entry.display_name.casefold()))
    return page(
        request,
        who,
        "instructor/roster.html",
        course=course,
        title="Roster",
        status=status,
        has_roster=site.roster is not None,
        entries=entries,
        roles=[(role, sum(entry.role is role for entry in entries)) for role in _ORDER],
        text=text,
        default=default,
        fault=fault,
    )


def roster_file(site: Site) -> RosterFile:
    """The deployment's roster.

    Raises:
        StoreError: people are managed elsewhere.
    """
    if site.roster is None:
        raise StoreError("this hub has no roster file: people are managed where they log in; ask its administrator")
    return site.roster


def _plan_view(
    request: Request,
    site: Site,
    who: Caller,
    course: str,
    plan: Plan,
    text: str,
    default: Role,
    *,
    fault: str = "",
    status: int = 200,
) -> Response:
    return page(
        request,
        who,
        "instructor/roster_plan.html",
        course=course,
        title="Import people",
        status=status,
        plan=plan,
        text=text,
        default=default,
        fault=fault,
    )


def _sent(form: Form) -> tuple[str, Role, bool]:
    """The list (a chosen file, else what was pasted), the role of people without one, and whether others go."""
    content = form.file("file")
    pasted = form.all("csv")
    text = decode_class_list(content) if content else (pasted[-1] if pasted else "")
    default = Role.TA if form.text("default", "") == Role.TA else Role.STUDENT
    return text, default, form.text("removes", "") == "yes"


def _enrol(site: Site, course: str, plan: Plan) -> None:
    """Formgrader, too, should call new learners by their names; nobody waits for that."""
    names = {c.after.username: c.after.display_name for c in plan.added if c.after.role is Role.STUDENT}
    if names:
        enrolled = site.queue.run_aside(enrol_learners, site.courses[course], names)
        enrolled.add_done_callback(_report)


def _report(enrolled: Future[None]) -> None:
    if not enrolled.cancelled() and (error := enrolled.exception()) is not None:
        log.error("formgrader shows new learners without their names until the hub starts again: %s", error)


def _for_the_log(plan: Plan) -> dict[str, list[str]]:
    """Who was added, changed and removed; names of columns with nothing to say are left out."""
    changed = []
    for change in plan.changed:
        if change.before is not None:
            role = "" if change.before.role is change.after.role else f" {change.before.role} → {change.after.role}"
            changed.append(f"{change.after.username}{role}" if role else f"{change.after.username} (name)")
    lists = {
        "added": [f"{change.after.username} ({change.after.role})" for change in plan.added],
        "changed": changed,
        "removed": [entry.username for entry in plan.removed],
        "new_passwords": list(plan.need_password),
    }
    return {name: people for name, people in lists.items() if people}
