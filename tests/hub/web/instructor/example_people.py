"""The example course's people: a roster with names, extensions, and what an instructor has done."""

from __future__ import annotations

from datetime import timedelta

from coursegrader.hub.roster import ROSTER, Entry, Role, Roster, RosterFile
from coursegrader.hub.web.site import Site
from tests.hub.web.example_class import NAMES

STAFF = {"imani": (Role.INSTRUCTOR, "Imani Okafor"), "tomas": (Role.TA, "Tomás Rivera")}
A_HASH = "scrypt$AAAA$AAAA"  # of no password
LEARNERS = {"amara": "Amara Singh", "kenji": "Kenji Haddad", "sofia": "Sofia Lindqvist"}


def roster_of(site: Site, learners: dict[str, str], course: str = "maths") -> RosterFile:
    """Write a roster into a site's data folder and let the site use it."""
    entries = [
        Entry("ada", "", Role.ADMIN, A_HASH, "Ada Novak"),
        Entry("other", "physics", Role.INSTRUCTOR, A_HASH, "Otto Other"),
        *(Entry(name, course, role, A_HASH, shown) for name, (role, shown) in STAFF.items()),
        *(Entry(name, course, Role.STUDENT, A_HASH, shown) for name, shown in learners.items()),
    ]
    path = site.store.folder.root / ROSTER
    Roster(tuple(entries)).write(path)
    site.roster = RosterFile(path)
    return site.roster


def fill(site: Site, course: str = "maths", assignment: str = "week2-elimination") -> None:
    """Names for everybody, two extensions, and entries of the audit log."""
    roster_of(site, LEARNERS | NAMES | {"yusuf": "Yusuf Yılmaz"}, course)
    now = site.clock()
    for learner, days, more, reason in (
        ("sofia", 7, 0, "Was ill for a week; certificate seen."),
        ("kenji", 3, 2, "Train cancelled on the due date."),
    ):
        site.store.extensions.grant(
            course,
            assignment,
            learner,
            due_at=now + timedelta(days=days),
            more_attempts=more,
            reason=reason,
            by="imani",
        )
        site.store.audit.add(course, "imani", "extension", f"{assignment}/{learner}", reason=reason, more_attempts=more)
    due = {"from": None, "to": now.isoformat()}
    site.store.audit.add(course, "imani", "policy", assignment, due_at=due, attempts={"from": None, "to": 5})
    site.store.audit.add(course, "imani", "roster import", course, added=["yusuf (student)"], new_passwords=["yusuf"])
    site.store.audit.add(course, "tomas", "grade again", assignment, which="failed", attempts=2, reason="Disk full.")
