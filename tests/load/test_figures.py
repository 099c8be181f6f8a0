"""What a run is judged by is counted in the store, so that nothing which went wrong can hide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from coursegrader.load.figures import Figures, figures, percentile, together
from coursegrader.load.learner import Handed
from coursegrader.store import Attempt, AttemptStore, DataFolder


@pytest.fixture
def store(tmp_path: Path) -> Iterator[AttemptStore]:
    opened = AttemptStore(DataFolder(tmp_path / "data"))
    yield opened
    opened.close()


def handed(store: AttemptStore, learner: str, *, kind: str = "full", score: float | None = 10.0) -> Handed:
    """A learner with a receipt, and with a score if one is given, a second later."""
    attempt = store.add_attempt("load", "week1", learner, {"a.ipynb": learner.encode()})
    one = Handed(learner, kind, sent_at=5.0, receipt=attempt, tries=1)
    if score is not None:
        store.record_result(attempt, {"score": score}, {})
        one.scored_at = 6.0
    return one


def counted(store: AttemptStore, class_of: Sequence[Handed]) -> Figures:
    expected = {"full": 10.0, "untouched": 0.0}
    return figures(store, "load", class_of, expected, seconds=60.0, kills=1, survivors=0)


def test_a_class_without_trouble(store: AttemptStore) -> None:
    found = counted(store, [handed(store, "amara"), handed(store, "kenji", kind="untouched", score=0.0)])
    assert found.ok
    assert (found.submitted, found.accepted, found.graded, found.graded_twice, found.lost) == (2, 2, 2, 0, 0)
    assert found.median_s == 1.0


def test_an_attempt_without_a_result_is_lost(store: AttemptStore) -> None:
    found = counted(store, [handed(store, "amara"), handed(store, "kenji", score=None)])
    assert (found.graded, found.lost, found.ok) == (1, 1, False)


def test_a_receipt_that_the_store_does_not_know_is_lost(store: AttemptStore) -> None:
    one = handed(store, "amara")
    assert one.receipt is not None
    for receipt in (replace(one.receipt, id=77), replace(one.receipt, sha256="0" * 64)):
        found = counted(store, [replace_receipt(one, receipt)])
        assert (found.accepted, found.lost, found.ok) == (1, 1, False)


def replace_receipt(one: Handed, receipt: Attempt) -> Handed:
    return replace(one, receipt=receipt)


def test_a_learner_without_a_receipt_is_not_accepted(store: AttemptStore) -> None:
    found = counted(store, [handed(store, "amara"), Handed("kenji", "full", sent_at=1.0, tries=9)])
    assert (found.submitted, found.accepted, found.ok) == (2, 1, False)


def test_two_results_are_one_too_many(store: AttemptStore) -> None:
    one = handed(store, "amara")
    assert one.receipt is not None
    store.grade_again(one.receipt)
    store.record_result(one.receipt, {"score": 10.0}, {})
    assert (counted(store, [one]).graded_twice, counted(store, [one]).ok) == (1, False)


def test_a_wrong_score_is_found_also_where_only_agreement_is_known(store: AttemptStore) -> None:
    class_of = [handed(store, name, kind="half", score=4.0) for name in ("amara", "kenji", "sofia")]
    assert counted(store, class_of).ok
    found = counted(store, [*class_of, handed(store, "tomas", kind="half", score=5.0), handed(store, "ada", score=9.0)])
    assert (found.wrong_scores, found.ok) == (2, False)


def test_who_found_a_backlog_does_not_count_for_the_median(store: AttemptStore) -> None:
    slow = handed(store, "kenji")
    slow.scored_at, slow.backlogged = 30.0, True
    told = counted(store, [handed(store, "amara"), slow]).to_json()
    assert (told["median_s"], told["median_all_s"], told["longest_s"], told["backlogged"]) == (1.0, 13.0, 25.0, 1)


def test_runs_together_add_up(store: AttemptStore) -> None:
    one = counted(store, [handed(store, "amara")])
    both = together([one, replace(one, kills=2, lost=1)])
    assert (both.submitted, both.kills, both.lost, both.ok) == (2, 3, 1, False)


def test_percentiles() -> None:
    assert percentile([], 95) is None
    assert percentile([3.0], 95) == 3.0
    assert percentile([float(n) for n in range(101)], 95) == 95.0
