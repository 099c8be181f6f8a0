"""The checkpoints of the lab on repeated data accept right answers, and say of wrong ones what is wrong."""

from __future__ import annotations

import numpy as np
import pytest

from coursekit.interactives.c1w1.redundancy_challenges import check_pairs_break, check_recipe, unexplained_table


def test_the_recipe_that_the_library_finds_is_accepted() -> None:
    table = unexplained_table()
    recipe, *_ = np.linalg.lstsq(table[:, :4], table[:, 4])
    assert check_recipe(recipe.tolist()).words.startswith("Right.")


@pytest.mark.parametrize(
    ("recipe", "said"),
    [([1, 0, 0, 0], "flowers; the farthest is off by"), ([1, 2], "four finite"), ("none", "four finite")],
)
def test_another_recipe_is_told_how_far_it_is_off(recipe: list[float], said: str) -> None:
    assert said in check_recipe(recipe).words


@pytest.mark.parametrize(
    "columns",
    [
        ([1, 0, 0], [0, 1, 0], [1, 1, 0]),
        ([1, 0, -1], [-1, 1, 0], [0, -1, 1]),
        ([1e-6, 0, -1e-6], [-1e6, 1e6, 0], [0, -1, 1]),
    ],
)
def test_a_flat_box_of_columns_far_apart_breaks_the_test_of_pairs(columns: tuple[list[float], ...]) -> None:
    assert check_pairs_break(*columns).words.startswith("Right.")


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (([1, 0, 0], [0, 1, 0], [0, 0, 1]), "the box is not flat"),
        (([1, 0, 0], [0, 1, 0], [-1, 0, 0]), "Columns 1 and 3 are only 0° apart"),
        (([1, 0, 0], [0, 1, 0], [1, 2, 0]), "Columns 2 and 3 are only 27° apart"),
        (([1, 0, 0], [0, 1, 0], [0, 0, 0]), "none of them all zero"),
        (([1, 0], [0, 1], [1, 1]), "three columns of three"),
    ],
)
def test_what_breaks_nothing_is_told_so(columns: tuple[list[float], ...], said: str) -> None:
    assert said in check_pairs_break(*columns).words
