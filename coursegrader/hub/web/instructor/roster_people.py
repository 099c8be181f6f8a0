"""One person of the roster: a new password, another role, out of the course; and the lists of new passwords."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from coursegrader.hub.callers import Caller
from coursegrader.hub.roster import Entry, Role, Roster, hash_password, random_password
from coursegrader.hub.roster_import import with_new_password, without_person
from coursegrader.hub.web.access import Rule, Who, rule
from coursegrader.hub.web.instructor.password_lists import PasswordList, password_lists
from coursegrader.hub.web.instructor.roster_page import roster_file
from coursegrader.hub.web.instructor.spreadsheet import as_csv
from coursegrader.hub.web.refusals import NotFound
from coursegrader.hub.web.render import page
from coursegrader.hub.web.session import flash
from coursegrader.hub.web.site import Site, SiteOf
from coursegrader.hub.web.urls import go

router = APIRouter()


@router.get("/courses/{course}/roster/people/{username}", **rule(Rule.INSTRUCTOR))
def person(request: Request, course: str, username: str, site: SiteOf, who: Who) -> Response:
    """What can be done for one person."""
    entry, why_not = _person(site, who, course, username)
    return page(
        request,
        who,
        "instructor/roster_person.html",
        course=course,
        title=entry.display_name,
        entry=entry,
        why_no_password=why_not,
        is_self=entry.username == who.name,
    )


@router.post("/courses/{course}/roster/people/{username}/password", **rule(Rule.INSTRUCTOR))
def new_password(request: Request, course: str, username: str, site: SiteOf, who: Who) -> Response:
    """Give somebody who forgot theirs a new password."""
    entry, why_not = _person(site, who, course, username)
    if why_not:
        flash(request, why_not, "bad")
        return go(request, "courses", course, "roster", "people", username)
    password = random_password()
    hashed = hash_password(password)

    def how(roster: Roster) -> Roster:
        # asked again where nobody can come between: they may have joined another course this moment
        refused = _why_no_password(roster, who, entry)
        return roster if refused else with_new_password(roster, username, hashed)

    if _why_no_password(roster_file(site).change(how), who, entry):
        flash(request, "The roster was changed by somebody else meanwhile: look again.", "bad")
        return go(request, "courses", course, "roster", "people", username)
    site.store.audit.add(course, who.name, "new password", username)
    name = password_lists(request).keep(who.name, course, {username: password})
    return go(request, "courses", course, "roster", "passwords", name)


@router.post("/courses/{course}/roster/people/{username}/remove", **rule(Rule.INSTRUCTOR))
def remove(request: Request, course: str, username: str, site: SiteOf, who: Who) -> Response:
    """Take somebody out of the course; what they handed in stays."""
    entry, _ = _person(site, who, course, username)
    if entry.username == who.name:
        flash(request, "Nobody takes themselves out of a course: another instructor can do that.", "bad")
        return go(request, "courses", course, "roster", "people", username)
    roster_file(site).change(lambda roster: without_person(roster, course, username))
    site.store.audit.add(course, who.name, "roster removal", username, role=entry.role.value, name=entry.display_name)
    flash(request, f"{entry.display_name} is no longer in {course}. What they handed in stays.")
    return go(request, "courses", course, "roster")


@router.get("/courses/{course}/roster/passwords/{name}", **rule(Rule.INSTRUCTOR))
def passwords(request: Request, course: str, name: str, site: SiteOf, who: Who) -> Response:
    """New passwords, shown to the one who made them."""
    kept = _list(request, who, course, name)
    people = [(site.person(course, username), username, kept.passwords[username]) for username in kept.passwords]
    return page(
        request,
        who,
        "instructor/passwords.html",
        course=course,
        title="New passwords",
        people=people,
        name=name,
    )


@router.get("/courses/{course}/roster/passwords/{name}/list.csv", **rule(Rule.INSTRUCTOR))
def passwords_file(request: Request, course: str, name: str, site: SiteOf, who: Who) -> Response:
    """The same as a file."""
    kept = _list(request, who, course, name)
    rows = [(username, site.person(course, username), password) for username, password in kept.passwords.items()]
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(f'{course}-passwords.csv')}"}
    content = as_csv(("username", "display_name", "password"), rows)
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/courses/{course}/roster/passwords/{name}/forget", **rule(Rule.INSTRUCTOR))
def forget(request: Request, course: str, name: str, who: Who) -> Response:
    """They are written down: forget them here."""
    _list(request, who, course, name)
    password_lists(request).forget(name)
    flash(request, "The passwords are forgotten here; only their hashes are kept.")
    return go(request, "courses", course, "roster")


def _list(request: Request, who: Caller, course: str, name: str) -> PasswordList:
    kept = password_lists(request).find(name, who.name, course)
    if kept is None:
        raise NotFound("these passwords are forgotten: give the person a new password on the roster's page")
    return kept


def _person(site: Site, who: Caller, course: str, username: str) -> tuple[Entry, str]:
    """A person's line in the course, and why the caller may not give them a password (or nothing)."""
    roster = roster_file(site).read()
    for entry in roster.of_course(course):
        if entry.username == username:
            return entry, _why_no_password(roster, who, entry)
    raise NotFound(f"{username[:80]!r} is not in the roster of {course}: import them first")


def _why_no_password(roster: Roster, who: Caller, entry: Entry) -> str:
    """Who sets a password can log in as that person: so nobody sets one of somebody with rights they do not have."""
    if who.is_admin or entry.username == who.name:
        return ""
    lines = [line for line in roster.entries if line.username == entry.username]
    if any(line.role in (Role.INSTRUCTOR, Role.ADMIN) for line in lines):
        return f"{entry.display_name} has the rights of an instructor or more: the hub's administrator gives passwords"
    if not all(who.is_instructor(line.course) for line in lines):
        return f"{entry.display_name} is in other courses, too: the hub's administrator gives passwords"
    return ""
