"""The form of an assignment's policy: from a policy to its fields, and back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from coursegrader.hub.web.instructor.form_fields import FormFields
from coursegrader.hub.web.instructor.local_times import shown
from coursegrader.store.policy import MOST_TITLE, Policy

NAMES = (
    "zone title opens_at due_at closes_at late_percent_per_day late_percent_most attempts cooldown_minutes counts"
).split()
MOMENTS: Final = ("opens_at", "due_at", "closes_at")
MOST_ATTEMPTS = 1000
MOST_COOLDOWN_MINUTES = 100_000
_LABELS = {"opens_at": "the opening", "due_at": "the due date", "closes_at": "the closing"}


def policy_fields(policy: Policy, zone: ZoneInfo) -> FormFields:
    """The form that shows a policy."""
    return FormFields(
        {
            "zone": zone.key,
            "title": policy.title,
            **{name: shown(getattr(policy, name), zone) for name in MOMENTS},
            "late_percent_per_day": f"{policy.late_percent_per_day:g}",
            "late_percent_most": f"{policy.late_percent_most:g}",
            "attempts": "" if policy.attempts is None else str(policy.attempts),
            "cooldown_minutes": f"{policy.cooldown_minutes:g}",
            "counts": policy.counts,
        }
    )


def read_policy(form: FormFields, before: Policy) -> Policy:
    """The policy that a form asks for; what is wrong is noted in ``form.faults``.

    Args:
        before: the policy that the form showed; a date that was not touched stays, to the second.
    """
    zone = form.zone()
    counts: Literal["best", "last"] = "last" if form.text("counts") == "last" else "best"
    policy = Policy(
        **{name: form.moment(name, zone, getattr(before, name)) for name in MOMENTS},
        late_percent_per_day=form.number("late_percent_per_day", 0, 100),
        late_percent_most=form.number("late_percent_most", 100, 100),
        attempts=form.count("attempts", 1, MOST_ATTEMPTS),
        cooldown_minutes=form.number("cooldown_minutes", 0, MOST_COOLDOWN_MINUTES),
        counts=counts,
        title=form.line("title", MOST_TITLE),
    )
    fault = policy.fault()
    if fault is not None:
        name, sentence = fault
        for key, label in _LABELS.items():
            sentence = sentence.replace(key, label)
        form.faults.setdefault(name, sentence)
    return policy


def policy_changes(before: Policy, after: Policy) -> dict[str, dict[str, Any]]:
    """Setting -> its value before (``from``) and after (``to``), as plain data for the audit log."""
    values = {name: (getattr(before, name), getattr(after, name)) for name in vars(before)}
    return {name: {"from": _plain(old), "to": _plain(new)} for name, (old, new) in values.items() if old != new}


def _plain(value: object) -> Any:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
