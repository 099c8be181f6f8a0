from __future__ import annotations

from datetime import UTC, datetime

import pytest

from coursegrader.hub.web.instructor.local_times import find_zone
from coursegrader.hub.web.instructor.policy_form import policy_fields
from coursegrader.store import AttemptState
from tests.hub.web.browse import TestedSite

PAGE = "/courses/maths/assignments"
WEEK = "week3-determinants"


def form(course: TestedSite, **texts: str) -> dict[str, str]:
    """The policy form as the page sends it."""
    return policy_fields(course.site.policies.of("maths", WEEK), find_zone("UTC")).texts | texts


def actions(course: TestedSite) -> list[str]:
    return [entry.action for entry in course.store.audit.entries("maths", who="imani")][:-2]  # two of the example's


def test_every_assignment_is_listed_with_its_state_and_progress(course: TestedSite) -> None:
    page = course.as_("tomas").get(PAGE).text
    assert page.count(">released<") == 3 and page.count(">not released<") == 1
    assert "<b>1 waiting</b>" in page and "1 failed" in page


def test_a_policy_is_saved_to_its_file_and_logged(course: TestedSite) -> None:
    sent = form(course, zone="Europe/Lisbon", due_at="2026-07-01T23:59", closes_at="", attempts="2", counts="last")
    answer = course.as_("imani").post(f"{PAGE}/{WEEK}/policy", sent)
    assert answer.status_code == 200 and "The policy is saved." in answer.text
    policy = course.site.policies.of("maths", WEEK)
    assert policy.due_at == datetime(2026, 7, 1, 22, 59, tzinfo=UTC)
    assert (policy.attempts, policy.counts, policy.closes_at) == (2, "last", None)
    entry = course.store.audit.entries("maths")[0]
    assert (entry.who, entry.action, entry.subject) == ("imani", "policy", WEEK)
    assert entry.details["attempts"] == {"from": 5, "to": 2}


def test_a_policy_that_is_refused_comes_back_as_it_was_typed(course: TestedSite) -> None:
    before = course.site.policies.of("maths", WEEK)
    answer = course.as_("imani").post(f"{PAGE}/{WEEK}/policy", form(course, attempts="lots", title="<b>New"))
    assert answer.status_code == 422
    assert 'value="lots"' in answer.text and "Give a whole number" in answer.text and "&lt;b&gt;New" in answer.text
    assert "data-live" not in answer.text  # this address cannot be fetched again
    assert course.site.policies.of("maths", WEEK) == before and not actions(course)


def test_saving_what_is_there_already_is_no_change(course: TestedSite) -> None:
    assert "Nothing was changed." in course.as_("imani").post(f"{PAGE}/{WEEK}/policy", form(course)).text
    assert not actions(course)


def test_a_broken_policy_file_is_shown_and_written_anew(course: TestedSite) -> None:
    (course.courses["maths"] / "source" / f"{WEEK}.toml").write_text("atempts = 3")
    assert "unknown setting" in course.as_("imani").get(f"{PAGE}/{WEEK}").text
    course.as_("imani").post(f"{PAGE}/{WEEK}/policy", {"zone": "UTC", "attempts": "3"})
    assert course.site.policies.of("maths", WEEK).attempts == 3


def test_the_time_zone_is_remembered(course: TestedSite) -> None:
    browser = course.as_("imani")
    assert ">Europe/Lisbon</option>" in browser.get(f"{PAGE}/{WEEK}").text
    browser.get(f"{PAGE}/{WEEK}?zone=Asia/Tokyo")
    assert "<option selected>Asia/Tokyo" in browser.get(f"{PAGE}/{WEEK}").text
    assert browser.get(f"{PAGE}/{WEEK}?zone=../etc").status_code == 200


def test_the_built_folder_is_released_and_withdrawn(course: TestedSite) -> None:
    built = course.courses["maths"] / "release" / "week4-eigenvalues"
    built.mkdir(parents=True)
    (built / "a.ipynb").write_text('{"cells": []}')
    (built / ".secret").write_text("no")
    browser = course.as_("imani")
    answer = browser.post(f"{PAGE}/week4-eigenvalues/release", {"how": "as-built"})
    assert "learners can fetch week4-eigenvalues now (1 files)" in answer.text
    assert list(course.store.find_release("maths", "week4-eigenvalues").files) == ["a.ipynb"]
    assert "is withdrawn" in browser.post(f"{PAGE}/week4-eigenvalues/withdraw").text
    assert "week4-eigenvalues" not in [release.assignment for release in course.store.releases("maths")]
    assert "is not released" in browser.post(f"{PAGE}/week4-eigenvalues/withdraw").text
    assert actions(course) == ["withdraw", "release"]


@pytest.mark.parametrize("how", ["as-built", "build"])
def test_a_release_that_fails_says_why_and_leaves_the_old_one(course: TestedSite, how: str) -> None:
    before = course.store.find_release("maths", WEEK)
    answer = course.as_("imani").post(f"{PAGE}/{WEEK}/release", {"how": how})
    assert answer.status_code == 409
    assert ("build the assignment first" if how == "as-built" else "is no course") in answer.text
    assert course.store.find_release("maths", WEEK) == before and not actions(course)


@pytest.mark.parametrize(
    ("which", "again"),
    [("failed", ["kenji 1"]), ("latest", ["kenji 1"]), ("all", ["amara 1", "amara 2", "kenji 1"])],
)
def test_attempts_are_graded_again_with_a_reason(course: TestedSite, which: str, again: list[str]) -> None:
    waiting = {a.id for a in course.store.attempts("maths", assignment=WEEK) if a.state is AttemptState.WAITING}
    course.as_("imani").post(f"{PAGE}/{WEEK}/again", {"which": which, "reason": " The disk was  full. "})
    attempts = course.store.attempts("maths", assignment=WEEK)
    now = [a for a in attempts if a.state is AttemptState.WAITING and a.id not in waiting]
    assert [f"{a.learner} {a.number}" for a in now] == again
    entry = course.store.audit.entries("maths")[0]
    assert entry.action == "grade again"
    assert entry.details == {"which": which, "attempts": len(again), "reason": "The disk was full."}


@pytest.mark.parametrize("sent", [{"which": "all", "reason": ""}, {"which": "everything", "reason": "why"}, {}])
def test_nothing_is_graded_again_without_a_reason_and_a_choice(course: TestedSite, sent: dict[str, str]) -> None:
    answer = course.as_("imani").post(f"{PAGE}/{WEEK}/again", sent)
    assert answer.status_code == 422 and "Not saved yet" in answer.text
    assert not actions(course)


@pytest.mark.parametrize("what", ["policy", "release", "withdraw", "again"])
def test_only_instructors_change_anything(course: TestedSite, what: str) -> None:
    for name in ("tomas", "amara", "other", "ada"):
        assert course.as_(name).post(f"{PAGE}/{WEEK}/{what}", form(course)).status_code == 403
    assert "Save</button>" not in course.as_("tomas").get(f"{PAGE}/{WEEK}").text


@pytest.mark.parametrize("name", ["nothing", "..%2f..%2fetc", "week1"])
def test_an_assignment_that_is_not_there(course: TestedSite, name: str) -> None:
    assert course.as_("imani").get(f"{PAGE}/{name}").status_code == 404
    assert course.as_("imani").post(f"{PAGE}/{name}/release").status_code == 404
