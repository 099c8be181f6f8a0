"""Regrade requests, saved comments, and gradings that failed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from coursegrader.store import Attempt, AttemptState
from coursegrader.store.marks import in_force
from tests.course_factory import RIGHT, WRONG
from tests.hub.web.browse import Browse, TestedSite
from tests.hub.web.review.form import fields

HandIn = Callable[..., Attempt]
TOTAL = ("sums", "total")


@pytest.fixture
def tomas(taught: TestedSite) -> Browse:
    return taught.as_("tomas")


def ask(taught: TestedSite, attempt: Attempt, message: str = "I think <it> is right.") -> str:
    request = taught.store.requests.ask("maths", attempt.id, attempt.learner, "sums/total", message)
    return f"/courses/maths/review/{request.id}"


def score(taught: TestedSite, attempt: Attempt) -> float | None:
    return taught.store.find_attempt("maths", attempt.id).score


def test_a_request_is_answered_with_other_points(taught: TestedSite, tomas: Browse, hand_in: HandIn) -> None:
    attempt = hand_in("amara", "sums", total_answer=WRONG)
    path = ask(taught, attempt)
    queue = tomas.get("/courses/maths/review").text
    assert path in queue
    assert "I think &lt;it&gt; is right." in queue
    shown = tomas.get(path).text
    assert "abs(a) + abs(b)" in shown
    assert "Try a negative number" in shown
    answer = tomas.post(path, {"answer": "You are right.", "points": "6"})
    assert "Answered" in answer.text
    assert score(taught, attempt) == 6
    (request,) = taught.store.requests.of_attempt(attempt.id)
    assert (request.answer, request.answered_by) == ("You are right.", "tomas")
    (notice,) = taught.store.notices.unseen("maths", "amara")
    assert "now has 6 points, before 2" in notice.text
    actions = {entry.action: entry.details for entry in taught.store.audit.entries("maths")}
    assert (actions["request answered"]["before"], actions["request answered"]["after"]) == (2, 6)
    assert actions["mark"]["after"]["points"] == 6
    assert "Nobody has asked" in tomas.get("/courses/maths/review").text
    assert "You are right." in tomas.get(path).text


def test_an_answer_alone_leaves_the_score(taught: TestedSite, tomas: Browse, hand_in: HandIn) -> None:
    attempt = hand_in("amara", "sums", total_answer=WRONG)
    tomas.post(ask(taught, attempt), {"answer": "Try total(-2, 5).", "points": ""})
    assert score(taught, attempt) == 2
    (notice,) = taught.store.notices.unseen("maths", "amara")
    assert "the score stays" in notice.text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"answer": "", "points": "3"}, "Write an answer"),
        ({"answer": "Yes.", "points": "9"}, "from 0 to 8"),
        ({"answer": "a" * 5000, "points": "3"}, "5000 characters"),
    ],
)
def test_an_answer_that_makes_no_sense_changes_nothing(
    taught: TestedSite, tomas: Browse, hand_in: HandIn, typed: dict[str, str], told: str
) -> None:
    attempt = hand_in("amara", "sums", total_answer=WRONG)
    answer = tomas.post(ask(taught, attempt), typed)
    assert answer.status_code == 422
    assert told in answer.text
    assert score(taught, attempt) == 2
    assert taught.store.requests.open("maths")


def test_a_request_is_answered_once(taught: TestedSite, tomas: Browse, hand_in: HandIn) -> None:
    attempt = hand_in("amara", "sums", total_answer=WRONG)
    path = ask(taught, attempt)
    tomas.post(path, {"answer": "No.", "points": ""})
    assert "tomas has already answered" in tomas.post(path, {"answer": "Yes.", "points": "8"}).text
    assert score(taught, attempt) == 2


def test_points_for_an_earlier_attempt_leave_the_later_ones(taught: TestedSite, tomas: Browse, hand_in: HandIn) -> None:
    first = hand_in("amara", "sums", total_answer=WRONG)
    path = ask(taught, first)
    second = hand_in("amara", "sums", total_answer=RIGHT)
    assert "handed in once since" in tomas.get(path).text
    tomas.post(path, {"answer": "Half of it.", "points": "4"})
    assert (score(taught, first), score(taught, second)) == (4, 8)
    assert second.result is not None
    assert TOTAL not in in_force(taught.store.marks.of("maths", "sums"), second.result, second.id)


def test_a_comment_is_kept_inserted_counted_and_removed(taught: TestedSite, tomas: Browse, hand_in: HandIn) -> None:
    hand_in("amara", "plain", essay="Because it is so.")
    tomas.post("/courses/maths/comments", {"text": "Often said."})
    tomas.post("/courses/maths/comments", {"text": "Seldom said."})
    path = "/courses/maths/review/plain/essay"
    opened = tomas.get(path)
    often = next(comment.id for comment in taught.store.comments.all("maths") if comment.text == "Often said.")
    assert f'value="{often}"' in opened.text
    # without JavaScript the button sends the form, which comes back with the comment in it
    inserted = tomas.post(path, {**fields(opened.text, path), "points": "1", "comment": "Hm.", "insert": str(often)})
    again = fields(inserted.text, path)
    assert (again["comment"], again["points"]) == ("Hm.\nOften said.", "1")
    tomas.post(path, {**again, "do": "next", "keep": "yes"})
    texts = [(comment.text, comment.uses) for comment in taught.store.comments.all("maths")]
    assert texts == [("Often said.", 1), ("Hm.\nOften said.", 0), ("Seldom said.", 0)]
    tomas.post(f"/courses/maths/comments/{often}/remove")
    assert "Often said." not in [comment.text for comment in taught.store.comments.all("maths")]
    assert tomas.post(f"/courses/maths/comments/{often}/remove").status_code == 404
    assert "Nothing was saved" in tomas.post("/courses/maths/comments", {"text": " "}).text
    actions = [entry.action for entry in taught.store.audit.entries("maths")]
    assert actions == ["comment removed", "comment saved", "mark", "comment saved", "comment saved"]


def test_a_failed_grading_is_shown_with_its_error_and_put_back_into_the_queue(
    taught: TestedSite, tomas: Browse
) -> None:
    attempt = taught.store.add_attempt("maths", "sums", "amara", {"sums.ipynb": b"{}"})
    taught.store.record_failure(attempt, "graders/sums/test_total.py: no such <fixture>")
    queue = tomas.get("/courses/maths/review").text
    assert "no such &lt;fixture&gt;" in queue
    assert "is graded again" in tomas.post(f"/courses/maths/attempts/{attempt.id}/again").text
    assert taught.store.find_attempt("maths", attempt.id).state is AttemptState.WAITING
    assert "Every attempt could be graded" in tomas.get("/courses/maths/review").text
    (entry,) = taught.store.audit.entries("maths")
    assert (entry.action, entry.details["error"]) == ("grade again", "graders/sums/test_total.py: no such <fixture>")
    assert "in the queue already" in tomas.post(f"/courses/maths/attempts/{attempt.id}/again").text


def test_learners_and_other_courses_staff_stay_out(taught: TestedSite, hand_in: HandIn) -> None:
    attempt = hand_in("amara", "sums", total_answer=WRONG)
    path = ask(taught, attempt)
    for name in ("amara", "kenji", "other"):
        browser = taught.as_(name)
        for page in ("/courses/maths/review", "/courses/maths/review/sums/total", path):
            assert browser.get(page).status_code in (403, 404), (name, page)
        assert browser.post(path, {"answer": "Full marks.", "points": "8"}).status_code in (403, 404)
    assert score(taught, attempt) == 2
