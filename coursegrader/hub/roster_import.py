"""A class list becomes part of the roster: first a plan that a person reads, then exactly that plan is carried out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from coursegrader.errors import CourseError
from coursegrader.hub.roster import Entry, Role, Roster, RosterFile, hash_password, random_password
from coursegrader.hub.roster_csv import LeftOut, Person, read_class_list

HASHING_THREADS = 4  # scrypt works outside Python's lock


class RosterChanged(CourseError):
    """The roster is no longer the one that the plan was made for."""


@dataclass(frozen=True)
class Change:
    """What happens to one person in the course.

    Attributes:
        before: their line now; None for somebody new in the course.
        after: their line then, with the password of ``before``.
        remark: what the reader of the plan should know; may be empty.
    """

    before: Entry | None
    after: Entry
    remark: str = ""


@dataclass(frozen=True)
class Plan:
    """What an import would do.

    Attributes:
        added, changed: people new in the course, and people whose role or name changes.
        same: how many are in the course just as the list says.
        absent: learners of the course whom the list does not name. Class lists seldom name the staff: they stay.
        removes: whether ``absent`` are taken out of the course.
        need_password: user names that get a password: those who have none, and no rights beyond this course.
        left_out: rows that are not taken.
        remarks: on the whole list.
    """

    course: str
    added: tuple[Change, ...]
    changed: tuple[Change, ...]
    same: int
    absent: tuple[Entry, ...]
    removes: bool
    need_password: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    remarks: tuple[str, ...]

    @property
    def removed(self) -> tuple[Entry, ...]:
        """Who is taken out of the course."""
        return self.absent if self.removes else ()

    @property
    def does_something(self) -> bool:
        """Whether the roster would be another one."""
        return bool(self.added or self.changed or self.removed or self.need_password)

    @property
    def fingerprint(self) -> str:
        """The same for two plans that do the same."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


def plan_import(roster: Roster, course: str, text: str, *, by: str, default: Role, removes: bool) -> Plan:
    """What importing a class list would do. Changes nothing.

    Args:
        roster: the roster now.
        course: whose people the list names.
        text: the list, see :func:`~coursegrader.hub.roster_csv.read_class_list`.
        by: who imports: their own role stays, so that nobody locks themselves out.
        default: the role of new people whose row names none.
        removes: take learners out of the course whom the list does not name.

    Raises:
        CourseError: the list cannot be read at all.
    """
    listed = read_class_list(text, course)
    here = {entry.username: entry for entry in roster.of_course(course)}
    changes: list[Change] = []
    left_out = list(listed.left_out)
    for person in listed.people:
        before = here.get(person.username)
        if before and person.username == by and person.role not in (None, before.role):
            left_out.append(_own_role(person, before))
            continue
        changes.append(_change(roster, course, person, before, default))
    named = {person.username for person in listed.people} | {row.username for row in left_out} | {by}
    absent = tuple(entry for name, entry in here.items() if name not in named and entry.role is Role.STUDENT)
    return Plan(
        course=course,
        added=tuple(change for change in changes if change.before is None),
        changed=tuple(c for c in changes if c.before is not None and c.before != c.after),
        same=sum(change.before == change.after for change in changes),
        absent=absent,
        removes=removes,
        need_password=tuple(c.after.username for c in changes if _may_get_password(roster, course, c.after.username)),
        left_out=tuple(sorted(left_out, key=lambda row: row.line)),
        remarks=listed.remarks,
    )


def import_people(file: RosterFile, plan: Plan, text: str, *, by: str, default: Role) -> dict[str, str]:
    """Carry out a plan that somebody has read.

    Returns:
        User name -> new password, in clear. They are kept nowhere.

    Raises:
        RosterChanged: the roster has changed since, so that the plan would now be another one.
    """
    passwords = {username: random_password() for username in plan.need_password}
    with ThreadPoolExecutor(HASHING_THREADS) as pool:  # before the lock is taken: a class takes seconds
        hashes = dict(zip(passwords, pool.map(hash_password, passwords.values()), strict=True))

    def how(roster: Roster) -> Roster:
        again = plan_import(roster, plan.course, text, by=by, default=default, removes=plan.removes)
        if again.fingerprint != plan.fingerprint:
            raise RosterChanged("the roster was changed by somebody else meanwhile: look at the changes again")
        return carried_out(roster, again, hashes)

    file.change(how)
    return passwords


def carried_out(roster: Roster, plan: Plan, hashes: Mapping[str, str]) -> Roster:
    """The roster after a plan. ``hashes``: user name -> hash of the new password."""
    after = {change.after.username: change.after for change in (*plan.added, *plan.changed)}
    gone = {entry.username for entry in plan.removed}
    entries: list[Entry] = []
    for entry in roster.entries:
        if entry.course != plan.course:
            entries.append(entry)
        elif entry.username not in gone:
            entries.append(after.pop(entry.username, entry))
    entries += after.values()
    # a password may stand on any one of a person's lines, perhaps on the one that went
    kept = [_with_password(e, hashes.get(e.username) or _password_of(roster, e.username)) for e in entries]
    return Roster(tuple(kept))


def with_new_password(roster: Roster, username: str, hashed: str) -> Roster:
    """The roster with another password for one person, on all their lines."""
    return Roster(tuple(replace(e, password=hashed) if e.username == username else e for e in roster.entries))


def without_person(roster: Roster, course: str, username: str) -> Roster:
    """The roster without one person in one course."""
    gone = tuple(entry for entry in roster.of_course(course) if entry.username == username)
    plan = Plan(course, (), (), 0, gone, True, (), (), ())
    return carried_out(roster, plan, {})


def _change(roster: Roster, course: str, person: Person, before: Entry | None, default: Role) -> Change:
    if before is not None:
        after = replace(before, role=person.role or before.role, display_name=person.name or before.display_name)
        return Change(before, after)
    elsewhere = [entry for entry in roster.entries if entry.username == person.username]
    name = person.name or next((entry.display_name for entry in elsewhere), person.username)
    remarks = []
    if elsewhere:
        has_one = any(entry.password for entry in elsewhere)
        keeps = "keeps its password" if has_one else "has no password: the hub's administrator gives one"
        remarks.append(f"has an account here already and {keeps}")
    if not person.name:
        remarks.append(f"the list has no name: shown as {name}")
    return Change(None, Entry(person.username, course, person.role or default, "", name), "; ".join(remarks))


def _may_get_password(roster: Roster, course: str, username: str) -> bool:
    """Whether somebody without a password gets one: the one who imports reads it, so it must open nothing else."""
    lines = [entry for entry in roster.entries if entry.username == username]
    has_one = any(entry.password for entry in lines)
    return not has_one and all(e.course == course and e.role is not Role.INSTRUCTOR for e in lines)


def _own_role(person: Person, before: Entry) -> LeftOut:
    why = f"this is you, and you are {before.role.value}: another instructor can change your role"
    return LeftOut(person.line, f"{person.username}, {person.role}", why, person.username)


def _password_of(roster: Roster, username: str) -> str:
    return next((e.password for e in roster.entries if e.username == username and e.password), "")


def _with_password(entry: Entry, password: str) -> Entry:
    return entry if entry.password or not password else replace(entry, password=password)
