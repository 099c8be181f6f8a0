"""The pages of regrades: what an instructor reads before, while and after a regrade, and what the buttons do."""

from __future__ import annotations

import re

import pytest

from coursegrader.store.regrade_records import Regrade, RegradeState, RowState
from tests.hub.web import example
from tests.hub.web.browse import Browse, TestedSite
from tests.hub.web.regrades.example_regrades import apply, follow, kinder, mixed, previewed

WEEK = example.WEEKS[0]
REASON = "The test of wide matrices asked for the wrong number."


@pytest.fixture
def imani(site: TestedSite) -> Browse:
    """The instructor, in a course with graded attempts."""
    example.fill(site.site)
    return site.as_("imani")


def text(page: str) -> str:
    """A page's words."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def newest(site: TestedSite) -> Regrade:
    return site.store.regrades.all("maths")[0]


def begin(imani: Browse, reason: str = REASON) -> str:
    return text(imani.post("/courses/maths/regrades", {"assignment": WEEK, "reason": reason}).text)


def test_a_preview_is_begun_with_a_reason_and_shows_its_progress(site: TestedSite, imani: Browse) -> None:
    assert "Vectors: 6 attempts of 3 learners" in imani.get("/courses/maths/regrades").text
    shown = begin(imani)
    assert "Regrade 1: Vectors" in shown
    assert REASON in shown
    assert "0 of 6 attempts graded again" in shown
    assert "Apply" not in shown
    assert newest(site).by == "imani"


def test_without_a_reason_nothing_begins(site: TestedSite, imani: Browse) -> None:
    assert "A regrade needs a reason" in begin(imani, "   ")
    assert site.store.regrades.all("maths") == []


def test_an_assignment_that_nobody_handed_in_is_refused(site: TestedSite, imani: Browse) -> None:
    answer = imani.post("/courses/maths/regrades", {"assignment": "week9", "reason": REASON})
    assert "there is nothing to grade again" in answer.text


def test_the_report_says_who_changes_by_how_much_and_through_what(site: TestedSite, imani: Browse) -> None:
    previewed(site.site, WEEK, REASON, kinder)
    page = imani.get("/courses/maths/regrades/1").text
    shown = text(page)
    assert "Learners who gain 1" in shown  # sofia's only attempt; the others have a better one that counts
    assert "Learners who lose 0" in shown
    assert "Unchanged 2" in shown
    assert "sofia 0 → , then 1.5 of 12 +1.5" in shown
    assert "test_rank_1 : failed → , then passed Look at wide matrices, too." in shown
    assert "would lose" not in shown
    assert "losers" not in page


def test_who_would_lose_points_is_said_in_words_and_has_to_be_confirmed(site: TestedSite, imani: Browse) -> None:
    previewed(site.site, WEEK, REASON, mixed)
    shown = text(imani.get("/courses/maths/regrades/1").text)
    assert "1 learner would lose points: kenji ( −2 )" in shown
    assert "Yes, take points from 1 learner" in shown
    refused = text(imani.post("/courses/maths/regrades/1/apply").text)
    assert "1 learner would lose points: tick the box if that is right." in refused
    assert newest(site).state is RegradeState.READY
    imani.post("/courses/maths/regrades/1/apply", {"losers": "1"})
    assert newest(site).state is RegradeState.CHECKING


def test_what_could_not_be_graded_again_is_shown(site: TestedSite, imani: Browse) -> None:
    previewed(site.site, WEEK, REASON, mixed)
    shown = text(imani.get("/courses/maths/regrades/1").text)
    assert "Not graded again" in shown
    assert "the notebook needs more than 1024 MB: no result" in shown


def test_an_applied_regrade_can_be_undone_and_learners_are_told(site: TestedSite, imani: Browse) -> None:
    apply(site.site, previewed(site.site, WEEK, REASON, kinder))
    assert "Undo this regrade" in imani.get("/courses/maths/regrades/1").text
    (notice,) = site.store.notices.unseen("maths", "sofia")
    assert notice.text.startswith("Your score in Vectors went up from 0 to 1.5 of 12 points.")
    assert REASON in notice.text
    assert notice.link == f"/services/course/courses/maths/weeks/{WEEK}"
    answer = imani.post("/courses/maths/regrades/1/undo")
    assert "The results from before regrade 1 are back." in answer.text
    follow(site.site, newest(site), RowState.RETURNED)
    shown = text(imani.get("/courses/maths/regrades/1").text)
    assert "This regrade was taken back." in shown
    assert "sofia 0 → , then 1.5 of 12" in shown
    (attempt,) = site.store.attempts("maths", assignment=WEEK, learner="sofia")
    assert attempt.score == 0
    said = {(entry.action, entry.details.get("reason")) for entry in site.store.audit.entries("maths")}
    assert {("regrade apply", REASON), ("regrade undo", REASON)} <= said


def test_a_preview_can_be_thrown_away_and_made_again(site: TestedSite, imani: Browse) -> None:
    previewed(site.site, WEEK, REASON, kinder)
    answer = imani.post("/courses/maths/regrades/1/cancel")
    assert "No score was changed." in answer.text
    assert newest(site).state is RegradeState.CANCELLED
    imani.post("/courses/maths/regrades/1/again")
    assert (newest(site).id, newest(site).reason, newest(site).state) == (2, REASON, RegradeState.PREVIEW)


def test_a_button_pressed_too_late_says_why(site: TestedSite, imani: Browse) -> None:
    apply(site.site, previewed(site.site, WEEK, REASON, kinder))
    for button in ("apply", "cancel"):
        answer = imani.post(f"/courses/maths/regrades/1/{button}")
        assert "Regrade 1 is" in answer.text
    assert newest(site).state is RegradeState.APPLIED


@pytest.mark.parametrize(("name", "status"), [("tomas", 403), ("amara", 403), ("other", 403), ("ada", 403)])
def test_only_instructors_see_and_change_regrades(site: TestedSite, imani: Browse, name: str, status: int) -> None:
    previewed(site.site, WEEK, REASON, kinder)
    somebody = site.as_(name)
    assert somebody.get("/courses/maths/regrades").status_code == status
    assert somebody.get("/courses/maths/regrades/1").status_code == status
    assert somebody.post("/courses/maths/regrades/1/apply").status_code == status
    assert newest(site).state is RegradeState.READY


def test_regrades_of_another_course_are_not_found(site: TestedSite, imani: Browse) -> None:
    previewed(site.site, WEEK, REASON, kinder)
    other = site.as_("other")
    assert other.get("/courses/physics/regrades/1").status_code == 404
    assert other.post("/courses/physics/regrades/1/apply").status_code == 404


def test_what_people_wrote_is_shown_as_text(site: TestedSite, imani: Browse) -> None:
    page = imani.post("/courses/maths/regrades", {"assignment": WEEK, "reason": "<b onclick=x>"}).text
    assert "&lt;b onclick=x&gt;" in page
    assert "<b onclick" not in page
