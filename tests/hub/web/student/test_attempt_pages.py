from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest

from coursegrader.store import Attempt
from coursegrader.store.marks import Mark
from tests.hub.web.browse import TestedSite
from tests.hub.web.student.conftest import Course
from tests.hub.web.student.records import cell

CELL = "assignment/staircase"


def address(attempt: Attempt, below: str = "") -> str:
    return f"/courses/maths/attempts/{attempt.id}{below}"


def test_a_graded_attempt_shows_each_exercise_with_hints(site: TestedSite, course: Course) -> None:
    page = site.as_("amara").get(address(course.graded())).text
    for text in (
        "<b>7</b> of 10",
        "Elimination that never lies",
        "1 · Three <code>moves</code>",
        "Full marks, both checks",
        "1 of 2 checks passed.",
        "A zero pivot needs a <code>swap</code>.",
        "Where to go on",
        "Your notebook with feedback",
        "Receipt",
    ):
        assert text in page, text


def test_going_on_opens_the_notebook_with_the_points_still_to_be_had(site: TestedSite, course: Course) -> None:
    notebook = 'name="notebook" value="assignment.ipynb"'
    assert notebook in site.as_("amara").get(address(course.graded())).text
    everything = course.graded(cell("moves", 4, 4, (True, ""), notebook="assignment"))
    assert notebook not in site.as_("amara").get(address(everything)).text


def test_a_waiting_attempt_says_its_place_and_that_it_is_safe(site: TestedSite, course: Course) -> None:
    course.hand_in("kenji")
    page = site.as_("amara").get(address(course.hand_in())).text
    assert "One attempt is ahead of yours." in page and "You can close this page" in page
    assert 'data-live="/services/course/courses/maths/events"' in page


def test_a_failed_grading_says_that_nothing_is_lost_and_who_knows(site: TestedSite, course: Course) -> None:
    attempt = course.hand_in()
    site.store.record_failure(attempt, "<b>the grader</b> crashed")
    page = site.as_("amara").get(address(attempt)).text
    assert "Nothing is lost" in page and "teachers' list" in page.replace("&#39;", "'")
    assert "&lt;b&gt;the grader&lt;/b&gt; crashed" in page


def test_a_score_is_compared_with_the_one_before(site: TestedSite, course: Course) -> None:
    course.graded(cell("moves", 2, 10, (False, "Look."), notebook="assignment"))
    better = course.graded()
    page = site.as_("amara").get(address(better)).text
    assert "5 more than" in page and "attempt 1</a>" in page


def test_a_late_attempt_says_what_it_loses(site: TestedSite, course: Course) -> None:
    due = site.clock.now - timedelta(hours=1)
    course.policy(f"due_at = {due.isoformat()}\nlate_percent_per_day = 10\n")
    page = unescape(site.as_("amara").get(address(course.graded())).text)
    assert "10\u202f% come off when it counts: 6.3 points" in page


def test_a_persons_comment_is_read_as_text(site: TestedSite, course: Course) -> None:
    attempt = course.graded()
    site.store.marks.give(
        Mark("maths", "week1", "amara", "assignment", "staircase", attempt.id, 5.0, site.clock.now, 0.0, "<i>Nice</i>")
    )
    page = site.as_("amara").get(address(attempt)).text
    assert "&lt;i&gt;Nice&lt;/i&gt;" in page and "<b>9</b> of 10" in page and "set this score by hand" in page


@pytest.mark.parametrize("below", ["", "/receipt.json", "/feedback/assignment.html"])
def test_others_learners_are_refused_and_staff_are_not(site: TestedSite, course: Course, below: str) -> None:
    attempt = course.graded()
    assert site.as_("kenji").get(address(attempt, below)).status_code == 403
    assert site.as_("tomas").get(address(attempt, below)).status_code == 200
    assert site.as_("other").get(address(attempt, below)).status_code == 403
    assert site.as_("other").get(f"/courses/physics/attempts/{attempt.id}{below}").status_code == 404


def test_staff_read_without_the_learners_buttons(site: TestedSite, course: Course) -> None:
    page = site.as_("tomas").get(address(course.graded())).text
    assert "amara" in page and "/open" not in page and "Ask a person" not in page


def test_the_receipt_tells_what_the_server_holds(site: TestedSite, course: Course) -> None:
    attempt = course.graded()
    answer = site.as_("amara").get(address(attempt, "/receipt.json"))
    assert answer.json() == attempt.receipt()
    assert answer.headers["content-disposition"] == 'attachment; filename="receipt-week1-attempt-1.json"'


def test_a_learner_asks_a_person_and_reads_the_answer(site: TestedSite, course: Course) -> None:
    amara, attempt = site.as_("amara"), course.graded()
    page = amara.post(address(attempt, "/requests"), {"cell": CELL, "message": "It <b>is</b> right."}).text
    assert "on your teachers" in page and "It &lt;b&gt;is&lt;/b&gt; right." in page and "Not answered yet." in page
    again = amara.post(address(attempt, "/requests"), {"cell": CELL, "message": "Once more."}).text
    assert "already asked" in again
    (asked,) = site.store.requests.open("maths")
    assert (asked.cell, asked.learner) == (CELL, "amara")
    site.store.requests.answer("maths", asked.id, "tomas", "I agree.")
    assert "I agree." in amara.get(address(attempt)).text
    assert [entry.action for entry in site.store.audit.entries("maths")] == ["request"]


@pytest.mark.parametrize(
    ("cell", "message", "said"),
    [("assignment/x", "why", "no such exercise"), (CELL, "", "no text"), (CELL, "x" * 4001, "4000")],
)
def test_a_question_that_makes_no_sense_is_sent_back(
    site: TestedSite, course: Course, cell: str, message: str, said: str
) -> None:
    answer = site.as_("amara").post(address(course.graded(), "/requests"), {"cell": cell, "message": message})
    assert said in answer.text
    assert site.store.requests.open("maths") == []


def test_nobody_asks_about_anothers_attempt(site: TestedSite, course: Course) -> None:
    attempt = course.graded()
    for name in ("kenji", "tomas"):
        answer = site.as_(name).post(address(attempt, "/requests"), {"cell": CELL, "message": "why"})
        assert answer.status_code == 403
    assert site.store.requests.open("maths") == []


def test_notebooks_that_are_missing_are_named(site: TestedSite, course: Course) -> None:
    attempt = course.hand_in()
    course.release("week1", {"assignment.ipynb": b"{}", "new.ipynb": b"{}"})
    assert "Not in this attempt: new.ipynb" in site.as_("amara").get(address(attempt)).text
