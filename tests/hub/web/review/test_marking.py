"""A TA marks answers: the queue, one exercise across learners, and where the mark is seen afterwards."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future

import httpx
import pytest
from nbgrader.api import Gradebook

from coursegrader.hub.web.review import feedback
from coursegrader.hub.web.review.bring_over import bring_over
from coursegrader.store import Attempt
from tests.course_factory import RIGHT, WRONG
from tests.hub.web.browse import Browse, TestedSite
from tests.hub.web.review.form import fields

HandIn = Callable[..., Attempt]
ESSAY = "/courses/maths/review/plain/essay"
TOTAL = "/courses/maths/review/sums/total"


@pytest.fixture
def tomas(taught: TestedSite) -> Browse:
    return taught.as_("tomas")


def mark(browser: Browse, path: str, learner: str, **typed: str) -> httpx.Response:
    """Fill in the form of a learner's answer and send it."""
    opened = browser.get(f"{path}?learner={learner}")
    assert opened.status_code == 200, opened.text
    return browser.post(path, {**fields(opened.text, path), "do": "next", **typed})


def score(taught: TestedSite, attempt: Attempt) -> float | None:
    return taught.store.find_attempt("maths", attempt.id).score


def test_the_queue_lists_what_waits_by_exercise_and_a_mark_takes_it_off(
    taught: TestedSite, tomas: Browse, hand_in: HandIn
) -> None:
    hand_in("amara", "plain", essay="Because it is so.")
    hand_in("kenji", "plain", essay="No idea.")
    queue = tomas.get("/courses/maths/review").text
    assert "2 answers" in queue
    assert f"{ESSAY}?notebook=plain" in queue
    saved = mark(tomas, ESSAY, "amara", points="2.5", comment="Say why.")
    assert "Saved for amara" in saved.text
    assert "kenji: Essay" in saved.text  # on to the next who waits
    assert "1 answer<" in tomas.get("/courses/maths/review").text
    last = mark(tomas, ESSAY, "kenji", points="0")
    assert last.url.path.endswith("/review")


def test_an_answer_is_shown_as_text_only(tomas: Browse, hand_in: HandIn) -> None:
    hand_in("amara", "plain", essay="<script>alert(1)</script> & more", square_answer="def square(x):\n    return 1")
    essay = tomas.get(ESSAY).text
    assert "<script>alert" not in essay
    assert "&amp; more" in essay


def test_a_mark_counts_everywhere(taught: TestedSite, tomas: Browse, hand_in: HandIn) -> None:
    attempt = hand_in("amara", "plain", essay="Because it is so.")
    automatic = attempt.score or 0.0
    mark(tomas, ESSAY, "amara", points="2,5", extra="0.5", comment="Say why.")
    assert score(taught, attempt) == automatic + 3
    with Gradebook(f"sqlite:///{taught.courses['maths']}/gradebook.db") as gradebook:
        assert gradebook.find_grade("essay", "plain", "plain", "amara").score == 3
        assert gradebook.find_comment("essay", "plain", "plain", "amara").comment == "Say why."
    (notice,) = taught.store.notices.unseen("maths", "amara")
    assert notice.link.endswith(f"/attempts/{attempt.id}")
    (entry,) = taught.store.audit.entries("maths")
    assert (entry.who, entry.action, entry.subject) == ("tomas", "mark", "plain/amara")
    assert entry.details["after"] == {"points": 2.5, "extra": 0.5, "comment": "Say why."}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"points": "4"}, "Points go from 0 to 3"),
        ({"points": "-1"}, "Points go from 0 to 3"),
        ({"points": "many"}, "is not a number"),
        ({"points": "nan"}, "is not a number"),
        ({"points": "1", "extra": "-1"}, "0 or more"),
        ({"points": "1", "comment": "a" * 5000}, "5000 characters"),
    ],
)
def test_what_makes_no_sense_is_told_and_kept_in_the_form(
    taught: TestedSite, tomas: Browse, hand_in: HandIn, typed: dict[str, str], told: str
) -> None:
    attempt = hand_in("amara", "plain", essay="Because it is so.")
    answer = mark(tomas, ESSAY, "amara", **typed)
    assert answer.status_code == 422
    assert told in answer.text
    assert f'value="{typed["points"]}"' in answer.text
    assert score(taught, attempt) == attempt.score


def test_all_points_or_none_with_one_button(taught: TestedSite, tomas: Browse, hand_in: HandIn) -> None:
    attempt = hand_in("amara", "plain", essay="Because it is so.")
    mark(tomas, ESSAY, "amara", do="full")
    assert score(taught, attempt) == (attempt.score or 0) + 3
    mark(tomas, ESSAY, "amara", do="zero")
    assert score(taught, attempt) == attempt.score


def test_an_automatic_score_can_be_changed_and_restored(taught: TestedSite, tomas: Browse, hand_in: HandIn) -> None:
    attempt = hand_in("amara", "sums", total_answer=WRONG)
    page = tomas.get(f"{TOTAL}?show=all")
    assert "Try a negative number" in page.text  # what the hidden tests say
    mark(tomas, TOTAL, "amara", points="7")
    assert score(taught, attempt) == 7
    mark(tomas, TOTAL, "amara", points="")
    assert score(taught, attempt) == 2


def test_a_mark_is_kept_when_graded_again_and_asked_about_when_handed_in_again(
    taught: TestedSite, tomas: Browse, hand_in: HandIn
) -> None:
    first = hand_in("amara", "sums", total_answer=WRONG)
    mark(tomas, TOTAL, "amara", points="5", comment="Half of it.")
    taught.store.grade_again(taught.store.find_attempt("maths", first.id))
    again = taught.store.find_attempt("maths", first.id)
    assert again.result is not None
    taught.store.record_result(again, again.result, {})
    assert score(taught, first) == 5
    second = hand_in("amara", "sums", total_answer=RIGHT)
    assert score(taught, second) == 5  # as in nbgrader, until a person has looked
    assert "1 handed in again" in tomas.get("/courses/maths/review").text
    mark(tomas, TOTAL, "amara", points="")
    assert (score(taught, first), score(taught, second)) == (5, 8)
    assert "No answer waits" in tomas.get("/courses/maths/review").text


def test_an_answer_that_was_replaced_meanwhile_is_shown_before_it_is_marked(
    taught: TestedSite, tomas: Browse, hand_in: HandIn
) -> None:
    hand_in("amara", "plain", essay="Because it is so.")
    opened = fields(tomas.get(ESSAY).text, ESSAY)
    second = hand_in("amara", "plain", essay="A better reason.")
    answer = tomas.post(ESSAY, {**opened, "points": "1", "do": "next"})
    assert answer.status_code == 422
    assert "changed while you had it open" in answer.text
    assert "A better reason." in answer.text
    assert score(taught, second) == second.score


def test_next_and_previous_go_through_those_who_wait_or_through_all(tomas: Browse, hand_in: HandIn) -> None:
    for learner in ("amara", "kenji", "sofia"):
        hand_in(learner, "plain", essay=f"I am {learner}.")
    mark(tomas, ESSAY, "kenji", points="1")
    waiting = tomas.get(f"{ESSAY}?learner=amara").text
    assert 'accesskey="n"' in waiting
    assert "learner=sofia&amp;show=waiting" in waiting.split('rel="next"')[1].split(">")[0]
    everybody = tomas.get(f"{ESSAY}?learner=amara&show=all").text
    assert "learner=kenji&amp;show=all" in everybody.split('rel="next"')[1].split(">")[0]
    assert 'rel="prev"' not in everybody


def test_what_formgrader_wrote_is_brought_over_once(taught: TestedSite, hand_in: HandIn) -> None:
    essay = hand_in("amara", "plain", essay="Because it is so.")
    total = hand_in("amara", "sums", total_answer=WRONG)
    with Gradebook(f"sqlite:///{taught.courses['maths']}/gradebook.db") as gradebook:
        gradebook.find_grade("essay", "plain", "plain", "amara").manual_score = 2
        gradebook.find_comment("total_answer", "sums", "sums", "amara").manual_comment = "Nearly."
        gradebook.db.commit()
    seen = bring_over(taught.site, "maths")
    assert score(taught, essay) == (essay.score or 0) + 2
    (comment,) = taught.store.marks.of("maths", "sums")
    assert (comment.cell, comment.comment, comment.points, comment.by) == ("total", "Nearly.", None, "")
    assert score(taught, total) == total.score
    assert bring_over(taught.site, "maths", seen) == seen
    with Gradebook(f"sqlite:///{taught.courses['maths']}/gradebook.db") as gradebook:
        gradebook.find_grade("essay", "plain", "plain", "amara").manual_score = None
        gradebook.db.commit()
    bring_over(taught.site, "maths", seen)
    assert score(taught, essay) == essay.score


def test_a_mark_given_here_is_not_brought_over_as_formgraders(
    taught: TestedSite, tomas: Browse, hand_in: HandIn
) -> None:
    hand_in("amara", "sums", total_answer=WRONG)
    mark(tomas, TOTAL, "amara", points="5", comment="Half of it.")
    before = taught.store.marks.of_course("maths")
    bring_over(taught.site, "maths")
    assert taught.store.marks.of_course("maths") == before
    assert before[0].by == "tomas"


def test_the_feedback_page_says_what_was_given(
    taught: TestedSite, tomas: Browse, hand_in: HandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    renewed = []

    def at_once(task: Callable[..., object], *args: object, learner: tuple[str, str]) -> Future[object]:
        done: Future[object] = Future()
        done.set_result(task(*args))
        renewed.append(learner)
        return done

    monkeypatch.setattr(taught.site.queue, "run_aside", at_once)
    first = hand_in("amara", "plain", essay="Because it is so.")
    mark(tomas, ESSAY, "amara", points="2.5", comment="Say why it is so.")
    feedback._writer.submit(lambda: None).result()
    page = taught.site.exchange.feedback_files(taught.store.find_attempt("maths", first.id))["plain.html"].decode()
    assert "Say why it is so." in page
    assert renewed == [("maths", "amara")]


def test_a_course_without_a_gradebook_has_a_queue(taught: TestedSite) -> None:
    taught.hub.groups["tomas"] = frozenset({"formgrade-physics"})
    answer = taught.as_("tomas").get("/courses/physics/review")
    assert answer.status_code == 200
    assert "nbgrader_config.py" in answer.text  # what is wrong with it


def test_unknown_exercises_and_learners_are_not_found(tomas: Browse, hand_in: HandIn) -> None:
    hand_in("amara", "plain", essay="Because it is so.")
    assert tomas.get("/courses/maths/review/plain/nothing").status_code == 404
    assert tomas.get(f"{ESSAY}?learner=kenji").status_code == 404
    assert tomas.get(f"{ESSAY}?notebook=other").status_code == 404
