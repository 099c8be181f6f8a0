from __future__ import annotations

import base64
import hashlib

from coursegrader.hub.web.student.feedback_pages import policy_for
from tests.hub.web.browse import TestedSite
from tests.hub.web.student.conftest import PAGE, Course


def test_a_page_is_shown_in_an_origin_of_its_own_and_runs_nothing(site: TestedSite, course: Course) -> None:
    attempt = course.graded(page=PAGE.replace(b"<h1>", b"<script>alert(1)</script><h1>"))
    answer = site.as_("amara").get(f"/courses/maths/attempts/{attempt.id}/feedback/assignment.html")
    policy = {part.split()[0]: part.split()[1:] for part in answer.headers["content-security-policy"].split("; ")}
    assert policy["sandbox"] == []
    assert policy["default-src"] == ["'none'"]
    assert "script-src" not in policy
    for closed in ("base-uri", "form-action", "frame-ancestors"):
        assert policy[closed] == ["'none'"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-type"].startswith("text/html")


def test_its_own_style_is_allowed_and_no_other() -> None:
    digest = base64.b64encode(hashlib.sha256(b"h1 { color: red }").digest()).decode()
    assert f"style-src 'sha256-{digest}';" in policy_for(PAGE)
    assert "style-src 'none';" in policy_for(b"<p style='color: red'>")


def test_it_leads_back_to_the_attempt(site: TestedSite, course: Course) -> None:
    attempt = course.graded()
    page = site.as_("amara").get(f"/courses/maths/attempts/{attempt.id}/feedback/assignment.html").text
    assert (
        f'<body><nav class="back" aria-label="Back"><a href="/services/course/courses/maths/attempts/{attempt.id}">'
        in page
    )


def test_only_the_attempts_pages_are_there(site: TestedSite, course: Course) -> None:
    attempt, waiting = course.graded(), course.hand_in()
    for path in (f"{attempt.id}/feedback/quiz.html", f"{waiting.id}/feedback/assignment.html", "999/feedback/a.html"):
        assert site.as_("amara").get(f"/courses/maths/attempts/{path}").status_code == 404
