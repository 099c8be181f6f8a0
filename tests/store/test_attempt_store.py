from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from coursegrader.errors import StoreError
from coursegrader.store import AttemptState, AttemptStore, DataFolder

FILES = {"quiz.ipynb": b"{}"}


def test_an_attempt_survives_a_restart_as_work_to_do(store: AttemptStore) -> None:
    before = datetime.now(UTC)
    attempt = store.add_attempt("maths", "week1", "amara", FILES)
    store.close()
    again = AttemptStore(DataFolder(store.folder.root))
    waiting = again.next_waiting(("maths",))
    assert waiting == attempt
    assert waiting is not None
    assert before <= waiting.received_at <= datetime.now(UTC)
    assert again.blobs.get_all(waiting.files) == FILES


def test_attempts_are_numbered_for_each_learner(store: AttemptStore) -> None:
    numbers = [store.add_attempt("maths", "week1", name, FILES).number for name in ("amara", "kenji", "amara")]
    assert numbers == [1, 1, 2]


def test_attempts_at_the_same_moment_get_their_own_numbers(store: AttemptStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        added = pool.map(lambda _: store.add_attempt("maths", "week1", "amara", FILES).number, range(24))
    assert sorted(added) == list(range(1, 25))


def test_the_oldest_attempt_is_graded_first_and_once(store: AttemptStore) -> None:
    first = store.add_attempt("maths", "week1", "amara", FILES)
    second = store.add_attempt("maths", "week1", "kenji", FILES)
    assert store.next_waiting(("maths",)) == first
    store.record_result(first, {"score": 5.0}, {"quiz.html": b"<p>good</p>"})
    assert store.next_waiting(("maths",)) == second
    store.record_failure(second, "no\nsandbox")
    assert store.next_waiting(("maths",)) is None
    graded, failed = store.attempts("maths")
    assert graded.result == {"score": 5.0}
    assert store.blobs.get_all(graded.feedback or {}) == {"quiz.html": b"<p>good</p>"}
    assert failed.state is AttemptState.FAILED
    assert failed.error == "no sandbox"


def test_courses_are_kept_apart(store: AttemptStore) -> None:
    attempt = store.add_attempt("maths", "week1", "amara", FILES)
    assert store.attempts("physics") == []
    assert store.next_waiting(("physics",)) is None
    with pytest.raises(StoreError, match="course 'physics' has no attempt"):
        store.find_attempt("physics", attempt.id)


def test_grading_again_replaces_result_and_feedback(store: AttemptStore) -> None:
    attempt = store.add_attempt("maths", "week1", "amara", FILES)
    store.record_result(attempt, {"score": 1.0}, {"quiz.html": b"one"})
    store.grade_again(attempt)
    assert store.count_waiting() == 1
    store.record_result(attempt, {"score": 2.0}, {"quiz.html": b"two"})
    found = store.find_attempt("maths", attempt.id)
    assert found.result == {"score": 2.0}
    assert store.blobs.get_all(found.feedback or {}) == {"quiz.html": b"two"}


def test_nothing_is_graded_twice(store: AttemptStore) -> None:
    attempt = store.add_attempt("maths", "week1", "amara", FILES)
    assert store.record_result(attempt, {"score": 1.0, "max_score": 5.0}, {"quiz.html": b"one"})
    assert not store.record_result(attempt, {"score": 2.0, "max_score": 5.0}, {"quiz.html": b"two"})
    assert not store.record_failure(attempt, "too late")
    found = store.find_attempt("maths", attempt.id)
    assert (found.state, found.score, found.error) == (AttemptState.GRADED, 1.0, None)
    assert store.blobs.get_all(found.feedback or {}) == {"quiz.html": b"one"}
    assert len(store.history("maths")) == 1


def test_two_graders_at_once_cannot_both_record(store: AttemptStore) -> None:
    attempt = store.add_attempt("maths", "week1", "amara", FILES)
    with ThreadPoolExecutor(8) as pool:
        recorded = list(pool.map(lambda n: store.record_result(attempt, {"score": float(n)}, {}), range(16)))
    assert sum(recorded) == 1
    assert store.find_attempt("maths", attempt.id).score == float(recorded.index(True))


def test_every_result_is_kept_with_its_cause(store: AttemptStore) -> None:
    attempt = store.add_attempt("maths", "week1", "amara", FILES)
    other = store.add_attempt("physics", "week1", "amara", FILES)
    store.record_failure(attempt, "no sandbox")
    store.grade_again(attempt)
    store.record_result(attempt, {"score": 1.0, "max_score": 5.0}, {"quiz.html": b"one"})
    store.record_result(other, {"score": 2.0, "max_score": 5.0}, {})
    failed, graded = store.history("maths", attempt.id)
    assert (failed.cause, failed.error, failed.score) == ("submitted", "no sandbox", None)
    assert (graded.cause, graded.error, graded.score, graded.max_score) == ("again", None, 1.0, 5.0)
    assert store.blobs.get_all(graded.feedback or {}) == {"quiz.html": b"one"}
    assert graded.result == {"score": 1.0, "max_score": 5.0}
    assert [past.result for past in store.history("maths", brief=True)] == [None, None]


def test_while_an_attempt_is_graded_again_its_score_stays(store: AttemptStore) -> None:
    attempt = store.add_attempt("maths", "week1", "amara", FILES)
    assert (attempt.score, attempt.finished_at, attempt.graded_at) == (None, None, None)
    store.record_result(attempt, {"score": 1.0, "max_score": 5.0}, {})
    first = store.find_attempt("maths", attempt.id)
    store.grade_again(attempt)
    assert store.find_attempt("maths", attempt.id).score == 1.0
    store.record_failure(attempt, "the suite is broken")
    failed = store.find_attempt("maths", attempt.id)
    assert (failed.state, failed.score, failed.error) == (AttemptState.FAILED, 1.0, "the suite is broken")
    assert first.finished_at is not None and failed.finished_at is not None
    assert failed.finished_at > first.finished_at == first.graded_at == failed.graded_at


def test_learners_see_their_place_in_the_queue(store: AttemptStore) -> None:
    first, second, third = (store.add_attempt("maths", "week1", name, FILES) for name in ("amara", "kenji", "sofia"))
    assert [store.place_in_queue(attempt) for attempt in (first, second, third)] == [1, 2, 3]
    store.record_result(first, {"score": 1.0}, {})
    store.record_failure(second, "no sandbox")
    assert [store.place_in_queue(attempt) for attempt in (first, second, third)] == [None, None, 1]
    assert store.count_by_state() == {AttemptState.WAITING: 1, AttemptState.GRADED: 1, AttemptState.FAILED: 1}


def test_the_usual_time_of_grading_is_known_once_something_was_graded(
    store: AttemptStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert store.recent_seconds() is None
    clock = datetime(2026, 3, 1, tzinfo=UTC)
    for module in ("attempts", "results"):
        monkeypatch.setattr(f"coursegrader.store.{module}.utc_now", lambda: clock)
    for seconds in (2, 4, 60):
        attempt = store.add_attempt("maths", "week1", "amara", FILES)
        clock += timedelta(minutes=5)  # waits
        store.count_try(attempt)
        clock += timedelta(seconds=seconds)
        store.record_result(attempt, {"score": 1.0}, {})
    assert store.recent_seconds() == 4.0


def test_the_oldest_attempts_wait_in_front(store: AttemptStore) -> None:
    made = [store.add_attempt("maths", "week1", name, FILES) for name in ("amara", "kenji", "sofia")]
    store.add_attempt("physics", "week1", "other", FILES)
    assert store.waiting({"maths"}, limit=2) == made[:2]
    assert [attempt.course for attempt in store.waiting(("maths", "physics"))] == ["maths"] * 3 + ["physics"]


def test_a_class_is_read_without_its_long_results(store: AttemptStore) -> None:
    for learner in ("amara", "kenji", "amara"):
        attempt = store.add_attempt("maths", "week1", learner, FILES)
        store.record_result(attempt, {"score": 1.0, "max_score": 5.0}, {"quiz.html": b"one"})
    by_learner = store.attempts_by_learner("maths", "week1", brief=True)
    assert {name: [a.number for a in mine] for name, mine in by_learner.items()} == {"amara": [1, 2], "kenji": [1]}
    (kenjis,) = by_learner["kenji"]
    assert (kenjis.result, kenjis.score, kenjis.max_score, kenjis.feedback is None) == (None, 1.0, 5.0, False)
    assert store.attempts_by_learner("maths", "week1")["kenji"][0].result == {"score": 1.0, "max_score": 5.0}


def test_the_first_fetch_is_remembered(store: AttemptStore) -> None:
    store.add_release("maths", "week1", {"a.ipynb": b"1"})
    store.record_fetch("maths", "week1", "amara")
    first = store.fetched("maths", "amara")
    store.record_fetch("maths", "week1", "amara")
    assert list(first) == ["week1"]
    assert store.fetched("maths", "amara") == first
    assert store.fetched("maths", "kenji") == {}


def test_a_new_release_replaces_the_current_one(store: AttemptStore) -> None:
    store.add_release("maths", "week1", {"a.ipynb": b"1"})
    store.add_release("maths", "week1", {"a.ipynb": b"2"})
    (release,) = store.releases("maths")
    assert store.blobs.get_all(release.files) == {"a.ipynb": b"2"}
    store.withdraw_release("maths", "week1")
    assert store.releases("maths") == []


def test_user_ids_are_handed_out_once(store: AttemptStore) -> None:
    amara, kenji = store.user_id("amara"), store.user_id("kenji")
    assert amara != kenji
    assert min(amara, kenji) > 20_000
    assert store.user_id("amara") == amara
    assert store.staff_group_id("maths") not in (amara, kenji)
