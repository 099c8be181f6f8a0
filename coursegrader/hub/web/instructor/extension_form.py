"""The form of an extension: from one that was granted to its fields, and back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from coursegrader.hub.web.instructor.form_fields import FormFields
from coursegrader.hub.web.instructor.local_times import shown
from coursegrader.store.extensions import Extension
from coursegrader.store.policy import Policy

NAMES = "zone assignment learner due_at closes_at more_attempts reason".split()
MOST_MORE = 100
LONGEST_REASON = 500


@dataclass(frozen=True)
class Wanted:
    """An extension that a form asks for."""

    assignment: str
    learner: str
    due_at: datetime | None
    closes_at: datetime | None
    more_attempts: int
    reason: str


def extension_fields(
    extension: Extension | None, zone: ZoneInfo, assignment: str = "", learner: str = ""
) -> FormFields:
    """The form that shows an extension, or an empty one."""
    if extension is None:
        return FormFields({"zone": zone.key, "assignment": assignment, "learner": learner})
    return FormFields(
        {
            "zone": zone.key,
            "assignment": extension.assignment,
            "learner": extension.learner,
            "due_at": shown(extension.due_at, zone),
            "closes_at": shown(extension.closes_at, zone),
            "more_attempts": str(extension.more_attempts or ""),
            "reason": extension.reason,
        }
    )


def read_extension(
    form: FormFields,
    assignments: Collection[str],
    learners: Collection[str],
    policy: Policy,
    before: Extension | None,
) -> Wanted:
    """The extension that a form asks for; what is wrong is noted in ``form.faults``.

    Args:
        assignments, learners: whom and what there is.
        policy: the assignment's: an extension that gives nothing beyond it is refused, for it was meant to.
        before: the extension that the form showed.
    """
    zone = form.zone()
    if form.text("assignment") not in assignments:
        form.faults["assignment"] = "choose an assignment"
    if form.text("learner") not in learners:
        form.faults["learner"] = "choose a learner of this course"
    wanted = Wanted(
        assignment=form.text("assignment"),
        learner=form.text("learner"),
        due_at=form.moment("due_at", zone, None if before is None else before.due_at),
        closes_at=form.moment("closes_at", zone, None if before is None else before.closes_at),
        more_attempts=form.count("more_attempts", 0, MOST_MORE) or 0,
        reason=form.line("reason", LONGEST_REASON, "give a reason: it is kept in the audit log"),
    )
    if not form.faults:
        form.faults |= _empty_promises(wanted, policy)
    return wanted


def _empty_promises(wanted: Wanted, policy: Policy) -> dict[str, str]:
    """Field -> why it gives the learner nothing."""
    if wanted.due_at is None and wanted.closes_at is None and not wanted.more_attempts:
        return {"due_at": "give a due date, a closing date or more attempts"}
    if wanted.due_at and wanted.closes_at and wanted.closes_at < wanted.due_at:
        return {"closes_at": "it closes before it is due: give a later time"}
    faults = {}
    for name, given, usual in (
        ("due_at", wanted.due_at, policy.due_at),
        ("closes_at", wanted.closes_at, policy.closes_at),
    ):
        what = "due date" if name == "due_at" else "closing date"
        if given is not None and usual is None:
            faults[name] = f"the assignment has no {what}, so nothing can be extended: leave this empty"
        elif given is not None and usual is not None and given <= usual:
            faults[name] = f"it is not later than everybody's {what}: give a later time"
    if wanted.more_attempts and policy.attempts is None:
        faults["more_attempts"] = "the number of attempts is not limited: leave this empty"
    return faults
