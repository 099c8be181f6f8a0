from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.hub.site import NOON
from tests.hub.web.browse import TestedSite

PAGE = "/courses/maths/extensions"
WEEK = "week3-determinants"
SENT = {
    "zone": "America/New_York",
    "assignment": WEEK,
    "learner": "amara",
    "due_at": "2026-04-01T23:59",
    "closes_at": "",
    "more_attempts": "1",
    "reason": "Was ill.",
}


def test_an_extension_is_granted_changed_and_withdrawn(course: TestedSite) -> None:
    browser = course.as_("imani")
    assert "Amara Singh is granted" in browser.post(PAGE, SENT).text
    given = course.store.extensions.of("maths", WEEK, "amara")
    assert given is not None and (given.by, given.more_attempts) == ("imani", 1)
    assert given.due_at == datetime(2026, 4, 2, 3, 59, tzinfo=UTC)
    page = browser.get(f"{PAGE}?assignment={WEEK}&learner=amara").text
    assert 'value="2026-04-01T23:59"' in page and 'value="Was ill."' in page and "Change the extension" in page
    assert "is changed" in browser.post(PAGE, SENT | {"more_attempts": "4"}).text
    assert "is withdrawn" in browser.post(f"{PAGE}/withdraw", {"assignment": WEEK, "learner": "amara"}).text
    assert course.store.extensions.of("maths", WEEK, "amara") is None
    assert "no such extension" in browser.post(f"{PAGE}/withdraw", {"assignment": WEEK, "learner": "amara"}).text
    entries = course.store.audit.entries("maths", limit=3)
    assert [entry.action for entry in entries] == ["extension withdrawn", "extension", "extension"]
    assert entries[1].details["before"]["more_attempts"] == 1 and entries[1].subject == f"{WEEK}/amara"


def test_the_learner_is_told_but_not_the_reason(course: TestedSite) -> None:
    course.as_("imani").post(PAGE, SENT)
    notice = course.store.notices.unseen("maths", "amara")[0]
    assert "extension for Determinants: it is due 2 Apr 2026, 03:59 UTC, you have 1 more attempt" in notice.text
    assert "ill" not in notice.text and notice.link.endswith(f"/courses/maths/weeks/{WEEK}")


def test_the_server_keeps_to_it_at_once(course: TestedSite) -> None:
    course.clock.now = NOON + timedelta(days=12)  # closed for everybody
    assert course.site.exchange.policy("maths", WEEK, "amara").closes_at < course.clock.now  # type: ignore[operator]
    course.as_("imani").post(PAGE, SENT)
    assert course.site.exchange.policy("maths", WEEK, "amara").closes_at > course.clock.now  # type: ignore[operator]


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"learner": "nobody"}, "Choose a learner of this course"),
        ({"learner": "tomas"}, "Choose a learner of this course"),
        ({"assignment": "week9"}, "Choose an assignment"),
        ({"reason": " "}, "Give a reason"),
        ({"due_at": "2026-01-01T10:00"}, "not later than everybody&#39;s due date"),
        ({"closes_at": "2026-03-31T10:00"}, "closes before it is due"),
        ({"due_at": "", "more_attempts": ""}, "Give a due date, a closing date or more attempts"),
        ({"more_attempts": "-1"}, "Give a whole number from 0"),
        ({"zone": "Here"}, "no time zone"),
    ],
)
def test_what_gives_nothing_or_makes_no_sense_is_refused_as_typed(
    course: TestedSite, sent: dict[str, str], says: str
) -> None:
    answer = course.as_("imani").post(PAGE, {**SENT, **sent})
    assert answer.status_code == 422 and says in answer.text
    if "reason" not in sent:
        assert 'value="Was ill."' in answer.text
    assert course.store.extensions.all("maths") == []


def test_more_attempts_where_they_are_not_limited_are_refused(course: TestedSite) -> None:
    (course.courses["maths"] / "source" / f"{WEEK}.toml").write_text("due_at = 2026-03-05T00:00:00Z")
    assert "not limited" in course.as_("imani").post(PAGE, SENT).text


@pytest.mark.parametrize("name", ["tomas", "amara", "other"])
def test_only_instructors(course: TestedSite, name: str) -> None:
    assert course.as_(name).get(PAGE).status_code == 403
    assert course.as_(name).post(PAGE, SENT).status_code == 403
    assert course.as_(name).post(f"{PAGE}/withdraw", SENT).status_code == 403
