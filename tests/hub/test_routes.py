"""Who may do what, through the real client."""

from __future__ import annotations

import msgpack
import pytest

from coursegrader.errors import BadSubmission, NotAllowed, StoreError
from coursegrader.store import Attempt
from tests.hub.conftest import Service
from tests.hub.site import PREFIX

API = f"{PREFIX}/api"
FILES = {"a.ipynb": b"{}"}


@pytest.fixture
def released(service: Service) -> Service:
    service.as_("imani").release("maths", "week1", FILES, replace=False)
    return service


@pytest.fixture
def attempt(released: Service) -> Attempt:
    return released.as_("amara").submit("maths", "week1", FILES)


def test_a_learner_fetches_with_their_own_variant(released: Service) -> None:
    assert [release.assignment for release in released.as_("amara").releases("maths")] == ["week1"]
    assert released.as_("amara").fetch("maths", "week1") == {**FILES, "variant.json": b"amara"}


def test_an_attempt_is_the_callers_and_is_kept(released: Service, attempt: Attempt) -> None:
    assert (attempt.learner, attempt.number) == ("amara", 1)
    assert released.store.attempts("maths") == [attempt]
    assert released.as_("amara").own_attempts("maths", None) == [attempt]


def test_a_learner_sees_nothing_of_others(released: Service, attempt: Attempt) -> None:
    released.as_("imani").release_feedback(attempt, {"a.html": b"private"})
    kenji = released.as_("kenji")
    assert kenji.own_attempts("maths", None) == []
    for forbidden in (
        lambda: kenji.own_feedback(attempt),
        lambda: kenji.all_attempts("maths", None, None),
        lambda: kenji.attempt_files(attempt),
        lambda: kenji.release_feedback(attempt, {"a.html": b"mine"}),
        lambda: kenji.grade_again(attempt),
        lambda: kenji.release("maths", "week2", FILES, replace=True),
        lambda: kenji.withdraw("maths", "week1"),
    ):
        with pytest.raises(NotAllowed, match="kenji may not"):
            forbidden()
    assert released.as_("amara").own_feedback(released.store.attempts("maths")[0]) == {"a.html": b"private"}


def test_a_teaching_assistant_grades_but_does_not_release(released: Service, attempt: Attempt) -> None:
    tomas = released.as_("tomas")
    assert tomas.all_attempts("maths", "week1", "amara") == [attempt]
    assert tomas.attempt_files(attempt) == FILES
    tomas.release_feedback(attempt, {"a.html": b"page"})
    tomas.grade_again(attempt)
    with pytest.raises(NotAllowed, match="tomas may not do what only instructors may in maths"):
        tomas.release("maths", "week2", FILES, replace=False)


def test_roles_in_another_course_count_for_nothing(released: Service, attempt: Attempt) -> None:
    other = released.as_("other")
    assert other.courses() == ["physics"]
    for forbidden in (
        lambda: other.releases("maths"),
        lambda: other.fetch("maths", "week1"),
        lambda: other.submit("maths", "week1", FILES),
        lambda: other.all_attempts("maths", None, None),
    ):
        with pytest.raises(NotAllowed, match="other may not"):
            forbidden()
    # an attempt's number is not enough to reach it through one's own course
    reached = released.client.get(
        f"{API}/courses/physics/inbox/{attempt.id}/files", headers={"Authorization": "token other"}
    )
    assert reached.status_code == 404


def test_without_a_known_token_there_is_nothing(released: Service) -> None:
    for headers in ({}, {"Authorization": "token stranger"}, {"Authorization": "Basic YW1hcmE6eA=="}):
        refused = released.client.get(f"{API}/courses/maths/releases", headers=headers)
        assert refused.status_code == 401
        assert "token" in refused.json()["detail"] or "log in" in refused.json()["detail"]
    assert released.client.get(f"{PREFIX}/health").json() == {"status": "ok", "waiting": 0}


def test_changes_are_in_the_audit_log(released: Service, attempt: Attempt) -> None:
    released.as_("tomas").grade_again(attempt)
    released.as_("imani").withdraw("maths", "week1")
    log = [(entry.who, entry.action, entry.subject) for entry in released.store.audit.entries("maths")]
    assert log == [
        ("imani", "withdraw", "week1"),
        ("tomas", "grade again", "week1/amara"),
        ("amara", "submit", "week1/amara"),
        ("imani", "release", "week1"),
    ]


def test_unknown_courses_and_assignments_are_named(released: Service) -> None:
    with pytest.raises(StoreError, match="no course 'history' here"):
        released.as_("amara").releases("history")
    with pytest.raises(StoreError, match="'week9' is not released"):
        released.as_("amara").fetch("maths", "week9")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xc1",
        msgpack.packb([1]),
        msgpack.packb({"a": "text"}),
        msgpack.packb({1: b""}),
        msgpack.packb({"a": b""})[:-1],
        b"\xdd\x00\x10\x00\x00" + b"\x80" * (1 << 20),
    ],
)
def test_a_body_that_is_no_set_of_files_is_refused(released: Service, body: bytes) -> None:
    path = f"{API}/courses/maths/assignments/week1/attempts"
    answer = released.client.post(path, content=body, headers={"Authorization": "token amara"})
    assert answer.status_code == 422
    assert "submit with nbgrader" in answer.json()["detail"]


def test_unsafe_files_are_refused(released: Service) -> None:
    with pytest.raises(BadSubmission, match="points outside"):
        released.as_("amara").submit("maths", "week1", {"../up": b""})
    assert released.store.attempts("maths") == []
