from __future__ import annotations

from datetime import UTC, datetime

import pytest

from coursegrader.hub.web.instructor.form_fields import FormFields
from coursegrader.hub.web.instructor.local_times import find_zone
from coursegrader.hub.web.instructor.policy_form import policy_changes, policy_fields, read_policy
from coursegrader.store.policy import Policy

LISBON = find_zone("Europe/Lisbon")
POLICY = Policy(
    opens_at=datetime(2026, 3, 1, 8, 0, 7, tzinfo=UTC),
    due_at=datetime(2026, 7, 1, 22, 59, tzinfo=UTC),
    late_percent_per_day=12.5,
    attempts=3,
    counts="last",
    title="Vectors",
)


def changed(**texts: str) -> FormFields:
    return FormFields(policy_fields(POLICY, LISBON).texts | texts)


def test_a_form_that_was_not_touched_changes_nothing() -> None:
    form = changed()
    assert read_policy(form, POLICY) == POLICY and not form.faults
    assert form.text("due_at") == "2026-07-01T23:59"


def test_what_was_typed_becomes_the_policy() -> None:
    form = changed(zone="America/New_York", due_at="2026-07-01T23:59", attempts="", late_percent_per_day="2,5 %")
    policy = read_policy(form, POLICY)
    assert not form.faults
    assert policy.due_at == datetime(2026, 7, 2, 3, 59, tzinfo=UTC)
    assert (policy.attempts, policy.late_percent_per_day) == (None, 2.5)


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ("zone", "Moon/Base", "no time zone"),
        ("due_at", "soon", "give a date and a time"),
        ("due_at", "2020-01-01T00:00", "before the opening"),
        ("closes_at", "2026-03-02T00:00", "before the due date"),
        ("late_percent_per_day", "120", "from 0 to 100"),
        ("late_percent_per_day", "nan", "from 0 to 100"),
        ("late_percent_most", "-1", "from 0 to 100"),
        ("attempts", "0", "whole number from 1"),
        ("attempts", "2.5", "whole number from 1"),
        ("attempts", "9" * 40, "whole number from 1"),
        ("cooldown_minutes", "an hour", "from 0 to 100000"),
        ("title", "x" * 201, "too long"),
        ("title", "a\x00b", "unprintable"),
    ],
)
def test_what_cannot_be_says_why_at_its_field_and_stays_as_typed(field: str, text: str, says: str) -> None:
    form = changed(**{field: text})
    read_policy(form, POLICY)
    assert says in form.faults[field]
    assert form.texts[field] == text


def test_the_log_says_each_setting_before_and_after() -> None:
    after = Policy(**{**vars(POLICY), "attempts": 5, "due_at": None})
    assert policy_changes(POLICY, after) == {
        "due_at": {"from": "2026-07-01T22:59:00+00:00", "to": None},
        "attempts": {"from": 3, "to": 5},
    }
