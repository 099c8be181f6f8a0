"""Digits: counted rightly, lost without an exchange, kept with one."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from coursekit.interactives.c1w2.pivot_arithmetic import (
    correct_digits,
    duel,
    eliminate,
    exact_solution,
    fewest_digits,
)


@pytest.mark.parametrize(
    ("value", "truth", "digits"),
    [
        (1.0, Fraction(1), 16),
        (0.9992, Fraction(1), 3),
        (1.00002, Fraction(1), 4),
        (0.0, Fraction(1), 0),
        (-1.0, Fraction(1), 0),
        (float("nan"), Fraction(1), 0),
        (float("inf"), Fraction(1), 0),
        (1e-9, Fraction(0), 9),
        (123.4, Fraction(123), 2),
        (1e300, Fraction(1, 10**300), 0),
        (1.0, 1 + Fraction(1, 10**400), 16),
    ],
)
def test_correct_digits_are_counted_by_relative_error(value: float, truth: Fraction, digits: int) -> None:
    assert correct_digits(value, truth) == digits


def test_digits_fall_with_the_pivot_unless_rows_are_exchanged() -> None:
    rounds = [duel(exponent) for exponent in range(1, 21)]
    without = [fewest_digits(played.without, played.truth) for played in rounds]
    assert without == sorted(without, reverse=True)
    assert without[7] == 8
    assert set(without[15:]) == {0}
    assert min(fewest_digits(played.exchanged, played.truth) for played in rounds) >= 15


def test_the_final_lines_become_parallel_only_without_the_exchange() -> None:
    played = duel(8)
    assert played.without.angle < 1e-5
    assert played.exchanged.angle == pytest.approx(45, abs=0.01)


def test_elimination_agrees_with_the_library_on_ordinary_systems() -> None:
    rng = np.random.default_rng(5)
    for _ in range(20):
        rows = rng.normal(size=(2, 3))
        first, second = (tuple(float(value) for value in row) for row in rows)
        answer = eliminate(first, second, "larger pivot")  # type: ignore[arg-type]
        np.testing.assert_allclose([answer.x, answer.y], np.linalg.solve(rows[:, :2], rows[:, 2]), rtol=1e-9)


def test_a_zero_pivot_gives_no_answer_as_it_stands_and_the_right_one_after_an_exchange() -> None:
    first, second = (0.0, 1.0, 1.0), (1.0, 1.0, 2.0)
    assert np.isnan(eliminate(first, second, "never").x)
    answer = eliminate(first, second, "larger pivot")
    assert (answer.x, answer.y) == (1.0, 1.0)


def test_a_singular_system_has_no_exact_solution() -> None:
    assert exact_solution((1.0, 2.0, 3.0), (2.0, 4.0, 6.0)) is None


def test_a_duel_without_a_tiny_pivot_is_refused() -> None:
    with pytest.raises(ValueError, match="from 1 to 20"):
        duel(0)
