"""The checkpoints of the lab on one layer accept right answers, and say of wrong ones what is wrong."""

from __future__ import annotations

import pytest

from coursekit.interactives.c1w3.layer_challenges import check_line, check_means_mislead


@pytest.mark.parametrize(("w", "b"), [([3, 2], -6), ([0.3, 0.2], -0.6), ([1 / 2, 1 / 3], -1)])
def test_every_positive_multiple_of_the_line_is_accepted(w: list[float], b: float) -> None:
    assert check_line(w, b).words.startswith("Right.")


@pytest.mark.parametrize(
    ("w", "b", "said"),
    [
        ([-3, -2], 6, "exchange the sides"),
        ([2, 3], -6, "(2, 0) has the score −2"),
        ([0, 0], 0, "no line"),
        ([1, 2, 3], 0, "two finite weights"),
    ],
)
def test_another_line_is_told_what_is_wrong(w: list[float], b: float, said: str) -> None:
    assert said in check_line(w, b).words


def test_a_far_point_that_drags_its_mean_away_is_accepted() -> None:
    told = check_means_mislead([[0, 0], [0, 1]], [[1, 0], [9, 0]]).words
    assert told.startswith("Right.") and "(1, 0) is filled" in told
    assert check_means_mislead([[1.0, 0.0], [9.0, 0.0]], [[0.0, 0.0], [0.0, 1.0]]).words.startswith("Right.")


@pytest.mark.parametrize(
    ("hollow", "filled", "said"),
    [
        ([[0, 0], [0, 1]], [[3, 0], [3, 1]], "so does the nearest mean"),
        ([[0, 0], [1, 1]], [[0, 1], [1, 0]], "No line separates"),
        ([[0, 0], [2, 0]], [[1, 0], [9, 0]], "No line separates"),
        ([[0, 0]], [[0, 0]], "No line separates"),
        ([[0, 0]] * 9, [[1, 0]], "1 to 8 points"),
        ("nonsense", [[1, 0]], "1 to 8 points"),
    ],
)
def test_other_groups_are_told_what_they_lack(hollow: object, filled: object, said: str) -> None:
    assert said in check_means_mislead(hollow, filled).words  # type: ignore[arg-type]


def test_groups_separated_only_by_a_slanted_line_count_as_separated() -> None:
    told = check_means_mislead([[0, 0], [1, 1], [2, 2]], [[0.5, 0.0], [1.5, 1.0], [2.5, 2.0], [9.0, 8.5]]).words
    assert told.startswith("Right.")
