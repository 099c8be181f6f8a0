"""The lab on principal components promises true numbers, and its tasks accept what they should."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from coursekit.interactives.c1w4.component_challenges import (
    check_fewest_components,
    check_rebuild,
    check_useless_first,
    guessed_right,
)
from coursekit.interactives.c1w4.component_scope import COMPONENT_SCOPE
from coursekit.interactives.c1w4.principal_components import components_of, digit_components
from coursekit.interactives.c1w4.units_trap import UNITS_TRAP
from coursekit.tables import wine

Array = NDArray[np.float64]


def test_the_predictions_about_digits_and_wines_are_true() -> None:
    found = digit_components()
    needed = [next(k for k in range(65) if found.kept(k) >= share) for share in (0.90, 0.95, 0.99)]
    assert "{} keep 90 %, {} keep 95 %, {} keep 99 %".format(*needed) in COMPONENT_SCOPE.prediction.notice
    assert COMPONENT_SCOPE.prediction.options[COMPONENT_SCOPE.prediction.answer] == str(needed[1])
    X = wine().X
    raw, standardised = components_of(X), components_of(X / X.std(axis=0))
    assert f"{raw.kept(1):.1%}".replace("%", " %") == UNITS_TRAP.prediction.options[UNITS_TRAP.prediction.answer]
    assert f"{100 * standardised.kept(1):.0f} %" in UNITS_TRAP.prediction.notice


def test_the_sign_of_a_component_does_not_depend_on_the_library() -> None:
    X = np.random.default_rng(4).standard_normal((30, 5)) @ np.diag([5, 4, 3, 2, 1])
    found = components_of(X)
    assert (found.directions.max(axis=1) >= -found.directions.min(axis=1)).all()
    np.testing.assert_allclose(
        np.cov((X - found.mean) @ found.directions.T, rowvar=False), np.diag(found.variance), atol=1e-12
    )


def test_the_fewest_components_are_found_and_others_told_why() -> None:
    assert check_fewest_components(37).words.startswith("Right.")
    assert "not enough" in check_fewest_components(36).words
    assert "1 component keeps" in check_fewest_components(1).words
    assert "one component less" in check_fewest_components(38).words
    assert "whole number" in check_fewest_components("37").words


def test_a_digit_is_rebuilt_only_with_its_middle() -> None:
    def right(x: Array, mean: Array, directions: Array) -> Array:
        back: Array = mean + (directions @ (x - mean)) @ directions
        return back

    assert check_rebuild(right).words.startswith("Right.")
    assert "the mean itself" in check_rebuild(lambda x, mean, D: (D @ x) @ D).words
    assert "the mean itself" in check_rebuild(lambda x, mean, D: (D @ (x - mean)) @ D).words
    assert "two directions" in check_rebuild(lambda x, mean, D: x).words
    assert "shape (2,)" in check_rebuild(lambda x, mean, D: D @ (x - mean)).words
    assert "NameError" in check_rebuild(lambda x, mean, D: undefined).words  # type: ignore[name-defined]  # noqa: F821


def test_a_threshold_guesses_at_least_half() -> None:
    assert guessed_right([1, 2, 3], [4, 5, 6]) == guessed_right([4, 5, 6], [1, 2, 3]) == 1.0
    assert guessed_right([1, 4], [2, 3]) == 0.75
    assert guessed_right([1, 1], [1, 1]) == 0.5


def slices(n: int, gap: float, thick: float = 0.2, shift: float = 0.0) -> tuple[Array, Array]:
    rng = np.random.default_rng(2)
    long, high = rng.uniform(-10, 10, n), rng.uniform(-thick, thick, n)
    return np.column_stack([long, high]), np.column_stack([long + shift, high + gap])


def test_two_slices_on_each_other_break_the_rule() -> None:
    told = check_useless_first(*slices(50, gap=1.5)).words
    assert told.startswith("Right.") and "100 %" in told


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        (slices(50, gap=1.5, shift=25), "still useful"),
        (slices(50, gap=0.1), "The second one should"),
        (slices(50, gap=9), "at least 90 %"),
        (slices(10, gap=1.5), "20 to 1000 points"),
        ((np.ones((30, 2)), np.ones((40, 2))), "equally many"),
        ((np.ones((30, 2)), np.ones((30, 2))), "no direction"),
        (([[1, 2], [3]], "b"), "two finite numbers"),
    ],
)
def test_other_groups_are_told_what_they_lack(groups: tuple[object, object], words: str) -> None:
    told = check_useless_first(*groups).words  # type: ignore[arg-type]
    assert told.startswith("Not yet.") and words in told
