from __future__ import annotations

from datetime import timedelta

from tests.hub.web import example
from tests.hub.web.browse import TestedSite

PAGE = "/courses/maths/students/kenji"


def test_everything_about_a_learner_is_on_one_page(course: TestedSite) -> None:
    course.store.extensions.grant(
        "maths", "week2-elimination", "kenji", due_at=course.clock.now + timedelta(days=9), reason="Ill.", by="imani"
    )
    course.store.notices.add("maths", "kenji", "Your score for Vectors changed.", "")
    page = course.as_("tomas").get(PAGE).text
    assert "<h1>Kenji Haddad</h1>" in page and page.count(">counts<") == 2
    assert "Extension by Imani Okafor" in page and "Ill." in page
    assert "the grader crashed 3 times on this attempt" in page
    assert "Your score for Vectors changed." in page and "not seen yet" in page
    for attempt in course.store.attempts("maths", learner="kenji"):
        assert f'/courses/maths/attempts/{attempt.id}"' in page
    assert "Give an extension" not in page and "Give an extension" in course.as_("imani").get(PAGE).text


def test_how_a_score_changed_is_told(course: TestedSite) -> None:
    attempt = course.store.attempts("maths", assignment="week1-vectors", learner="kenji")[-1]
    course.store.grade_again(attempt)
    example.grade(course.site, attempt, [0, 0, 0, 0])
    page = course.as_("imani").get(PAGE).text
    assert "first grading" in page and "graded again" in page


def test_a_learner_without_attempts_has_a_page_and_strangers_have_none(course: TestedSite) -> None:
    assert "missing" in course.as_("tomas").get("/courses/maths/students/lena").text
    assert course.as_("tomas").get("/courses/maths/students/nobody").status_code == 404
    assert course.as_("tomas").get("/courses/maths/students/imani").status_code == 404
