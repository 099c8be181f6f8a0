"""The checkpoints of the lab on arrays accept right answers, and say of wrong ones what is wrong."""

from __future__ import annotations

import numpy as np
import pytest

from coursekit.interactives.c1w1.array_challenges import check_multiplication_table, check_overflow

NUMBERS = np.arange(1, 10)


def test_the_table_of_products_is_accepted() -> None:
    assert check_multiplication_table(NUMBERS[:, None] * NUMBERS).words.startswith("Right.")


@pytest.mark.parametrize(
    ("table", "said"),
    [(NUMBERS * NUMBERS, "shape is (9,)"), (NUMBERS[:, None] + NUMBERS, "1 × 1"), ([["a"]], "array of numbers")],
)
def test_another_table_is_told_what_is_wrong(table: object, said: str) -> None:
    assert said in check_multiplication_table(table).words  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [np.int32, np.int64])
def test_a_product_that_wraps_is_accepted(kind: type[np.signedinteger]) -> None:
    factor = np.array([50_000 if kind is np.int32 else 1_000_000], dtype=kind)
    told = check_overflow(factor, factor).words
    assert told.startswith("Right.") if kind is np.int32 else "All products are right" in told


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        (np.array([100], dtype=np.int8), np.array([2], dtype=np.int8), "short on purpose"),
        (np.array([1.5]), np.array([2.0]), "arrays of integers"),
        (np.array([2_000_000]), np.array([2]), "Keep all numbers up to 1,000,000"),
        (np.array([1, 2, 3]), np.array([1, 2]), "do not go together"),
    ],
)
def test_what_breaks_nothing_is_told_so(a: np.ndarray, b: np.ndarray, said: str) -> None:
    assert said in check_overflow(a, b).words
