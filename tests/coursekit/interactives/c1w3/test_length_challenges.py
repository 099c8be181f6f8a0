"""The checkpoints of the lab on lengths accept right answers, and say of wrong ones what is wrong."""

from __future__ import annotations

import pytest

from coursekit.interactives.c1w3.length_challenges import check_perpendicular, check_three_neighbours


def test_a_perpendicular_arrow_is_accepted() -> None:
    assert check_perpendicular([1, 1, -1]).words.startswith("Right. 1 + 2 − 3 = 0.")
    assert check_perpendicular([0.1, 0.1, -0.1]).words.startswith("Right.")


@pytest.mark.parametrize(
    ("arrow", "said"),
    [([1, 1, 1], "= 6: less"), ([1, -2, -1], "1 − 4 − 3 = −6: more"), ([2, -1, 0], "entry is 0"), ([1, 2], "three")],
)
def test_another_arrow_is_told_its_dot_product(arrow: list[float], said: str) -> None:
    assert said in check_perpendicular(arrow).words


def test_three_neighbours_are_accepted_in_any_order() -> None:
    for points in ([[5.0, 0.0], [4.5, 1.8], [3.6, 3.6]], [[-3.6, 3.6], [0.0, 5.0], [1.8, -4.5]]):
        assert check_three_neighbours(points).words.startswith("Right.")


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ([[4, 0], [3, 3], [0, 6]], "C is never nearest"),
        ([[1, 0], [2, 0], [3, 0]], "B and C are never nearest"),
        ([[4, 0], [0, 4], [3, 3]], "equally near"),
        ([[1, 2], [3, float("nan")], [0, 0]], "three points"),
        ("nonsense", "three points"),
    ],
)
def test_other_points_are_told_who_wins(points: object, said: str) -> None:
    assert said in check_three_neighbours(points).words  # type: ignore[arg-type]
