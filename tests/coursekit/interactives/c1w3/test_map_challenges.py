"""The checkpoints of the lab on maps accept right answers, and say of wrong ones what is wrong."""

from __future__ import annotations

import pytest

from coursekit.interactives.c1w3.map_challenges import check_cannot_be_undone, check_mirror


def test_the_mirror_is_accepted_and_another_map_told_where_it_leads() -> None:
    assert check_mirror([[0, 1], [1, 0]]).words.startswith("Right.")
    assert "takes (1, 0) to (1, 0)" in check_mirror([[1, 0], [0, -1]]).words
    assert "two rows of two" in check_mirror([1, 2, 3, 4]).words


def test_a_map_that_presses_flat_is_accepted() -> None:
    told = check_cannot_be_undone([[1, 2], [2, 4]]).words
    assert told.startswith("Right.") and "(-2, 1) lands on (0, 0)" in told


@pytest.mark.parametrize(
    ("matrix", "said"),
    [
        ([[1, 1], [2, 1]], "area 1 afterwards"),
        ([[1, 0], [2, 0]], "One entry is 0"),
        ([[1, -1], [2, -2]], "land on the same point"),
        ("nonsense", "two rows of two"),
    ],
)
def test_another_map_is_told_what_it_lacks(matrix: object, said: str) -> None:
    assert said in check_cannot_be_undone(matrix).words  # type: ignore[arg-type]
