"""Echelon forms, and the choice of a pivot."""

import numpy as np

from coursekit.quiz.exact import latex_matrix, nonzero
from coursekit.quiz.kinds import Option
from coursekit.quiz.questions import Question, one_of, wrong

REDUCED, ECHELON, NEITHER = "in reduced echelon form", "in echelon form, but not reduced", "in neither form"


def which_form(rng: np.random.Generator) -> Question:
    """ONE: echelon form, reduced, or neither."""
    cases = (_reduced, _pivots_not_one, _not_cleared, _broken_staircase)
    matrix, right, others = cases[int(rng.integers(len(cases)))](rng)
    return Question(
        template="which_form",
        text=f"In which form is this matrix?\n\n$${latex_matrix(matrix)}$$",
        kind=one_of(rng, right, others),
        hint="First the staircase, then the pivots, then what stands above them.",
    )


Case = tuple[np.ndarray, str, list[Option]]


def _reduced(rng: np.random.Generator) -> Case:
    return _staircase(rng), REDUCED, [
        wrong("pivots_are_not_enough", ECHELON, "Name the rule of the reduced form that is broken: is there a pivot "
              "that is not 1, or a non-zero entry above a pivot? In a column without a pivot, any number may stand "
              "in a row whose pivot is further left."),
        wrong("no_staircase", NEITHER, "Go down the rows: does each one begin further right than the one above, and do "
              "rows of zeros come last? A step may be two columns long."),
    ]  # fmt: skip


def _pivots_not_one(rng: np.random.Generator) -> Case:
    matrix = _staircase(rng)
    matrix[int(rng.integers(2))] *= int(rng.choice([-3, -2, 2, 3]))
    return matrix, ECHELON, [
        wrong("leading_one_required", NEITHER, "A pivot that is not 1 does not break an echelon form: leading ones are "
              "asked for in the reduced form only."),
        wrong("pivots_unseen", REDUCED, "Look at the pivots themselves, not only at what stands above them."),
    ]  # fmt: skip


def _not_cleared(rng: np.random.Generator) -> Case:
    matrix = _staircase(rng)
    matrix[0] += int(nonzero(rng, -4, 4, 1)[0]) * matrix[1]
    return matrix, ECHELON, [
        wrong("ones_are_enough", REDUCED, "Leading ones are half of the reduced form: look above the pivots, too."),
        wrong("zeros_above_required", NEITHER, "An echelon form says nothing about the entries above a pivot: only the "
              "staircase below counts."),
    ]  # fmt: skip


def _broken_staircase(rng: np.random.Generator) -> Case:
    matrix = _staircase(rng)
    if rng.random() < 0.5:
        matrix = matrix[[1, 0, 2]]
        where = "Compare where row 1 and row 2 begin: each row has to begin further right than the one above."
    else:
        matrix = matrix[[0, 2, 1]]
        where = "Look where the row of zeros stands: it may not have a row with a pivot below it."
    return matrix, NEITHER, [
        wrong("order_ignored", ECHELON, where),
        wrong("ones_make_it_reduced", REDUCED, "Leading ones with zeros above and below are not enough: rows have to "
              "stand in the order of a staircase, too."),
    ]  # fmt: skip


def _staircase(rng: np.random.Generator) -> np.ndarray:
    """A reduced 3x4 matrix of rank 2, with a row of zeros."""
    second = int(rng.integers(1, 3))
    matrix = np.zeros((3, 4), dtype=np.int64)
    matrix[0, 0] = matrix[1, second] = 1
    for row, first in ((0, 1), (1, second + 1)):
        for column in range(first, 4):
            if column != second:
                matrix[row, column] = nonzero(rng, -5, 5, 1)[0]
    return matrix


def which_pivot(rng: np.random.Generator) -> Question:
    """ONE: the pivot that partial pivoting chooses in the second step."""
    while True:
        matrix = np.vstack(
            [
                nonzero(rng, -9, 9, 4),
                np.column_stack([np.zeros(3, dtype=np.int64), nonzero(rng, -9, 9, 9).reshape(3, 3)]),
            ]
        )
        column = matrix[1:, 1]
        largest, signed = int(np.argmax(np.abs(column))) + 1, int(np.argmax(column)) + 1
        sizes = np.abs(matrix[1:, 1:])
        row, col = (int(v) + 1 for v in np.unravel_index(int(np.argmax(sizes)), sizes.shape))
        clear = len(set(np.abs(column))) == 3 and np.count_nonzero(sizes == sizes.max()) == 1
        if (
            clear
            and largest != signed
            and 1 not in (largest, signed)
            and abs(matrix[0, 1]) > sizes[:, 0].max()
            and col > 1
        ):
            break

    def entry(i: int, j: int) -> str:
        return f"the {matrix[i, j]} in row {i + 1}, column {j + 1}".replace("-", "−")

    options = [
        wrong("largest_signed", entry(signed, 1), "Magnitudes are compared, not signed values: a large negative number "
              "makes as good a divisor as a positive one."),
        wrong("no_search", entry(1, 1), "The entry that happens to stand there is taken only without pivoting: look "
              "further down the column."),
        wrong("finished_row", entry(0, 1), "Row 1 is finished and keeps its place: the search starts in row 2."),
        wrong("whole_matrix", entry(row, col), "Partial pivoting looks at one column: the columns keep their order, "
              "only rows are exchanged."),
    ]  # fmt: skip
    chosen = [options[0], *(options[k] for k in 1 + rng.permutation(3)[:2])]
    return Question(
        template="which_pivot",
        text="The first column of this matrix is done:\n\n"
        f"$${latex_matrix(matrix)}$$\n\nWhich entry becomes the pivot of the **second** step under partial pivoting?",
        kind=one_of(rng, entry(largest, 1), chosen),
        hint="Which entries are candidates at all, and what is compared?",
    )
