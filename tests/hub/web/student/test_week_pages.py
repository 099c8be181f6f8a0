from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest

from coursegrader.hub.web.student.week_pages import lab_address
from tests.hub.web.browse import TestedSite
from tests.hub.web.student.conftest import WEEK, Course


def test_a_new_week_opens_with_what_one_reads_first(site: TestedSite, course: Course) -> None:
    amara = site.as_("amara", follow=False)
    answer = amara.post(f"{WEEK}/open")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/user/amara/lab/tree/maths/week1/lab_1.ipynb"
    assert course.servers.asked == [("fetch", "amara", "amara")]  # with her own token
    # from then on JupyterLab shows what was open before
    assert amara.post(f"{WEEK}/open").headers["location"] == "/user/amara/lab/tree/maths/week1"
    chosen = amara.post(f"{WEEK}/open", {"notebook": "assignment.ipynb"})
    assert chosen.headers["location"] == "/user/amara/lab/tree/maths/week1/assignment.ipynb"


def test_only_a_notebook_of_the_week_can_be_opened(site: TestedSite, course: Course) -> None:
    amara = site.as_("amara", follow=False)
    amara.post(f"{WEEK}/open")
    for wanted in ("../../x", "https://elsewhere.example/", "nothing.ipynb"):
        assert amara.post(f"{WEEK}/open", {"notebook": wanted}).headers["location"].endswith("/lab/tree/maths/week1")


def test_addresses_are_escaped(site: TestedSite, course: Course) -> None:
    address = lab_address(site.site, "a b@c", "maths/w 1", "x?y#z.ipynb")
    assert address == "/user/a%20b@c/lab/tree/maths/w%201/x%3Fy%23z.ipynb"


def test_submitting_leads_to_the_attempt_which_waits(site: TestedSite, course: Course) -> None:
    amara = site.as_("amara")
    amara.post(f"{WEEK}/open", follow_redirects=False)
    answer = amara.post(f"{WEEK}/submit")
    (attempt,) = course.attempts
    assert answer.url.path.endswith(f"/courses/maths/attempts/{attempt.id}")
    assert "Attempt 1 is in." in answer.text and "next in line" in answer.text
    assert "last saved" not in answer.text


def test_old_work_is_handed_in_with_a_warning(site: TestedSite, course: Course) -> None:
    amara = site.as_("amara")
    amara.post(f"{WEEK}/open", follow_redirects=False)
    course.servers.saved_seconds_ago = 14 * 60
    assert "You last saved 14 minutes ago" in amara.post(f"{WEEK}/submit").text


@pytest.mark.parametrize("action", ["open", "submit"])
def test_a_server_that_refuses_is_heard(site: TestedSite, course: Course, action: str) -> None:
    course.servers.refusal = "your server did not start, your files are safe: try again"
    answer = site.as_("amara").post(f"{WEEK}/{action}")
    assert answer.status_code == 200 and answer.url.path.endswith(WEEK)
    assert "our server did not start, your files are safe: try again." in answer.text
    assert course.attempts == []


def test_what_the_exchange_refuses_is_explained(site: TestedSite, course: Course) -> None:
    amara = site.as_("amara")
    amara.post(f"{WEEK}/open", follow_redirects=False)
    course.policy("attempts = 1\n")
    amara.post(f"{WEEK}/submit")
    page = amara.post(f"{WEEK}/submit").text
    assert "Not submitted. You have used the one attempt" in page
    assert "You have used all your attempts" in page
    assert len(course.attempts) == 1


def test_the_week_lists_rules_notebooks_and_attempts(site: TestedSite, course: Course) -> None:
    course.policy('attempts = 5\nlate_percent_per_day = 10\ncounts = "last"\ndue_at = 2026-03-01T12:00:00Z\n')
    first, second = course.graded(), course.hand_in()
    page = unescape(site.as_("amara").get(WEEK).text)
    for text in (
        "3 of 5 attempts left",
        "Your last attempt counts",
        "each day costs 10\u202f%",
        "Elimination that never lies",
        "to explore, not graded",
        "being graded",
        "counts",
        "late",
        "An attempt now loses 10\u202f%",
        f"/attempts/{first.id}",
        f"/attempts/{second.id}",
    ):
        assert text in page, text


def test_a_closed_week_can_be_read_and_says_whom_to_ask(site: TestedSite, course: Course) -> None:
    course.graded()
    course.policy(f"closes_at = {(site.clock.now - timedelta(days=1)).isoformat()}\n")
    page = site.as_("amara").get(WEEK).text
    assert "Nothing more is taken in." in page and "Ask your instructor" in page
    assert "/submit" not in page and "/open" in page


def test_an_extension_is_the_learners_own(site: TestedSite, course: Course) -> None:
    course.policy(f"closes_at = {(site.clock.now - timedelta(days=1)).isoformat()}\n")
    later = site.clock.now + timedelta(days=2)
    site.store.extensions.grant("maths", "week1", "amara", closes_at=later, reason="ill", by="imani")
    assert "the extension you were given" in site.as_("amara").get(WEEK).text
    assert "Nothing more is taken in." in site.as_("kenji").get(WEEK).text


def test_a_week_that_is_not_there_is_said_to_be(site: TestedSite, course: Course) -> None:
    answer = site.as_("amara").get("/courses/maths/weeks/nothing")
    assert answer.status_code == 404 and "no week" in answer.text
    assert site.as_("amara").post("/courses/maths/weeks/nothing/open").status_code == 404


def test_forms_without_the_pages_token_do_nothing(site: TestedSite, course: Course) -> None:
    amara = site.as_("amara")
    assert amara.post(f"{WEEK}/open", {"csrf": "wrong"}).status_code == 403
    assert course.servers.asked == []
