from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

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
