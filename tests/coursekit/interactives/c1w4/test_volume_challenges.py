"""The checkpoints of the lab on signed volume accept right answers, and say of wrong ones what is wrong."""

from __future__ import annotations

import numpy as np
import pytest

from coursekit.interactives.c1w4.volume_challenges import check_determinant, check_small_but_harmless


def test_a_right_determinant_is_accepted() -> None:
    assert check_determinant(np.linalg.det).words.startswith("Right.")


def test_a_forgotten_sign_is_found_by_the_swaps() -> None:
    told = check_determinant(lambda A: abs(np.linalg.det(A))).words
    assert told.startswith("Not yet.") and "needs one swap" in told


def test_an_error_of_the_learner_is_told() -> None:
    def broken(A: np.ndarray) -> float:
        raise IndexError("index 5 is out of bounds")

    assert "IndexError: index 5" in check_determinant(broken).words


def test_a_small_cube_is_harmless() -> None:
    assert check_small_but_harmless(1e-3 * np.eye(3)).words.startswith("Right.")


@pytest.mark.parametrize(
    ("matrix", "said"),
    [
        ([[1, 2, 3], [4, 5, 6], [7, 8, 9 + 1e-7]], "really flat"),
        (np.eye(3), "not below"),
        (np.zeros((3, 3)), "no inverse"),
        ([1, 2, 3], "three rows of three"),
    ],
)
def test_another_matrix_is_told_what_it_lacks(matrix: object, said: str) -> None:
    assert said in check_small_but_harmless(matrix).words  # type: ignore[arg-type]
