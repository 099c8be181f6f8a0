"""The checkpoints of the lab on directions accept right answers, and say of wrong ones what is wrong."""

from __future__ import annotations

import numpy as np
import pytest

from coursekit.interactives.c1w4.direction_challenges import check_never_settles, check_steps


def test_the_fewest_steps_are_accepted_whatever_kind_of_number_they_are() -> None:
    for steps in (10, 10.0, np.int64(10), np.ceil(np.log(1e-3) / np.log(0.5))):
        assert check_steps(steps, 4.0, -2.0).words.startswith("Right.")


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        (9, "more than 0.001"),
        (11, "fewer steps would do"),
        (9.97, "whole number"),
        ("ten", "whole number"),
        (-1, "0 or"),
    ],
)
def test_other_numbers_of_steps_are_told_why_not(steps: object, said: str) -> None:
    assert said in check_steps(steps, 4.0, 2.0).words


@pytest.mark.parametrize(
    ("web", "length"),
    [([[1], [2], [0]], 3), ([[1, 3], [0, 2], [1, 3], [0, 2]], 2), ([[1, 2], [3], [3], [4], [5], [0]], 5)],
)
def test_a_web_with_a_rhythm_is_accepted(web: list[list[int]], length: int) -> None:
    told = check_never_settles(web).words
    assert told.startswith("Right.") and f"a multiple of {length} clicks" in told


@pytest.mark.parametrize(
    ("web", "said"),
    [
        ([[1], [2], [3], [0, 1]], "it settles"),
        ([[1, 1], [2], [0, 0, 2]], "it settles"),
        ([[1], [0]], "at least 3 pages"),
        ([[1], [], [0]], "Page 1 is a dead end"),
        ([[1], [0], [0]], "nobody ever comes to page 2"),
        ([[1], [3], [0]], "one list of page numbers"),
        ([[1.5], [2], [0]], "one list of page numbers"),
        ("web", "one list of page numbers"),
    ],
)
def test_another_web_is_told_what_it_lacks(web: object, said: str) -> None:
    assert said in check_never_settles(web).words  # type: ignore[arg-type]
