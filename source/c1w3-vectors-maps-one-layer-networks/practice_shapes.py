"""Shapes of products and of differences."""

import numpy as np

from coursekit.quiz.kinds import Option, Output
from coursekit.quiz.questions import Misconception, Question, one_of, wrong

UNDEFINED = "undefined"
PAIRS = (("pred", "target"), ("output", "labels"), ("scores", "y"), ("fitted", "measured"))


def product_shape(rng: np.random.Generator) -> Question:
    """ONE: the shape of a product, if there is one."""
    m, n, k = (int(v) for v in rng.choice(np.arange(2, 10), size=3, replace=False))
    one, other, right, options = _CASES[int(rng.integers(len(_CASES)))](m, n, k)
    return Question(
        template="product_shape",
        text=f"`A` has the shape `{one}` and `B` the shape `{other}`. What is the shape of `A @ B`?",
        kind=one_of(rng, right, options),
        hint="Write the two shapes beside each other, and look at the two sizes in the middle.",
    )


Case = tuple[str, str, str, list[Option]]
_MIDDLE = "The sizes in the middle have to agree, the columns of A and the rows of B; those outside may be anything."
_INNER = "The sizes that meet in the middle are used up: each entry of the product is a sum over them."
_OUTER = "Read the shapes in their order: it is the sizes in the middle that have to agree, not the ones outside."


def _fits(m: int, n: int, k: int) -> Case:
    return f"({m}, {n})", f"({n}, {k})", f"({m}, {k})", [
        wrong("inner_kept", f"({n}, {n})", _INNER),
        wrong("exchanged", f"({k}, {m})", "Rows come from A and columns from B, and rows are counted first."),
        wrong("must_be_equal", UNDEFINED, _MIDDLE),
    ]  # fmt: skip


def _outer_agrees(m: int, n: int, k: int) -> Case:
    return f"({m}, {n})", f"({k}, {m})", UNDEFINED, [
        wrong("outer_matched", f"({n}, {k})", _OUTER),
        wrong("outer_kept", f"({m}, {m})", "The sizes outside would be the shape if there were a product; look first "
              "at the ones in the middle."),
        wrong("other_order", f"({k}, {n})", "This is the shape of B @ A, and the order matters."),
    ]  # fmt: skip


def _same_shape(m: int, n: int, _k: int) -> Case:
    return f"({m}, {n})", f"({m}, {n})", UNDEFINED, [
        wrong("entry_by_entry", f"({m}, {n})", "Entry by entry is what A * B does."),
        wrong("transposed_b", f"({m}, {m})", "For that, B would have to be transposed first."),
        wrong("transposed_a", f"({n}, {n})", "For that, A would have to be transposed first."),
    ]  # fmt: skip


def _times_vector(m: int, n: int, _k: int) -> Case:
    return f"({m}, {n})", f"({n},)", f"({m},)", [
        wrong("column", f"({m}, 1)", "A vector has one axis, and a product with it does not get a second one."),
        wrong("length_kept", f"({n},)", "The length of the vector is used up: each row of A makes one number out of "
              "all its entries."),
        wrong("two_axes_needed", UNDEFINED, "A matrix may be multiplied with a vector: what counts is that every row "
              "is as long as the vector."),
    ]  # fmt: skip


def _vector_times(m: int, n: int, _k: int) -> Case:
    return f"({m},)", f"({m}, {n})", f"({n},)", [
        wrong("row", f"(1, {n})", "A vector has one axis, and a product with it does not get a second one."),
        wrong("length_kept", f"({m},)", "The length of the vector is used up: each column of B makes one number out of "
              "all its entries."),
        wrong("column_needed", UNDEFINED, "A vector on the left acts like a row: what counts is that every column of B "
              "is as long as the vector."),
    ]  # fmt: skip


_CASES = (_fits, _outer_agrees, _same_shape, _times_vector, _vector_times)


def column_minus_vector(rng: np.random.Generator) -> Question:
    """OUT: the shape of a column minus a vector of the same length."""
    n = int(rng.integers(3, 60))
    column, vector = PAIRS[int(rng.integers(len(PAIRS)))]
    first, second = (column, vector) if rng.random() < 0.6 else (vector, column)
    return Question(
        template="column_minus_vector",
        text=f"What does this print?\n\n```python\n{column} = np.zeros(({n}, 1))\n{vector} = np.zeros({n})\n"
        f"print(({first} - {second}).shape)\n```",
        kind=Output(f"({n}, {n})"),
        hint="Write the two shapes below each other, so that they end together on the right.",
        listed=(
            Misconception(
                "column_kept",
                f"({n}, 1)",
                "The vector does not turn into a column: shapes are lined up on the right, where its length meets the "
                "1 of the column.",
            ),
            Misconception(
                "vector_kept",
                f"({n},)",
                "The column has two axes, and the result cannot have fewer.",
            ),
            Misconception(
                "row",
                f"(1, {n})",
                "An axis of length 1 gives way to a longer one, and the axis of the column in front is longer.",
            ),
        ),
    )
