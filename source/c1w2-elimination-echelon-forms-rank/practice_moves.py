"""Row operations: which are allowed, what one does, and in which order they are used."""

import numpy as np

from coursekit.quiz.exact import frozen, latex_matrix, rows_of, typed
from coursekit.quiz.kinds import Matrix, Misplaced, Option, SetOf, letter
from coursekit.quiz.questions import Misconception, Question, in_order

WORDS = {-3: "−3 times", -2: "−2 times", 2: "twice", 3: "3 times", 4: "4 times"}


def harmless_moves(rng: np.random.Generator) -> Question:
    """SET: which of five moves keep the solution set."""
    i, j, k = (int(row) + 1 for row in rng.permutation(3))
    c = int(rng.choice([-3, -2, 2, 3, 4]))
    zero = Option(
        f"multiply row {i} by 0",
        False,
        f"Multiplying row {i} by 0 leaves 0 = 0: what that equation said is lost, and no move brings it back.",
    )
    itself = Option(
        f"add minus row {j} to row {j} itself",
        False,
        f"A row minus itself is a row of zeros: the equation of row {j} is lost. A multiple may only be added to "
        "another row.",
    )
    harmless = [
        f"exchange rows {i} and {k}",
        f"multiply row {k} by {c}".replace("-", "−"),
        f"add {WORDS[c]} row {k} to row {j}",
        f"divide row {j} by {abs(c)}",
        f"add row {i} to row {k}, then subtract row {i} from row {k} again",
    ]
    overwritten = Option(
        f"replace row {k} by row {i}",
        False,
        f"Replacing row {k} throws its equation away: the same equation then stands there twice.",
    )
    kept = [Option(text, True) for text in _drawn(rng, harmless, 3)]
    moves = [zero, itself, *(kept if rng.random() < 0.6 else [*kept[:2], overwritten])]
    kind = SetOf(tuple(moves[place] for place in rng.permutation(5)))
    return Question(
        template="harmless_moves",
        text="A system of three equations is written as an augmented matrix. Which of these moves **keep the set of "
        "solutions**, whatever the numbers are?",
        kind=kind,
        hint="A move that keeps the solutions is missing: a move does if another allowed move takes it back.",
        listed=(
            Misconception("zero_multiple", _with(kind, zero), zero.why),
            Misconception("row_to_itself", _with(kind, itself), itself.why),
        ),
    )


def one_move(rng: np.random.Generator) -> Question:
    """MAT: one row operation on a 3x4 matrix."""
    while True:
        matrix = rng.integers(-6, 7, size=(3, 4))
        target, source = (int(row) for row in rng.permutation(3)[:2])
        c = int(rng.choice([-3, -2, 2, 3]))
        multiple = c * matrix[source]
        if np.count_nonzero(multiple) >= 3 and np.count_nonzero(matrix[target]) >= 3:
            break
    key, other_row, other_sign, coefficients = (matrix.copy() for _ in range(4))
    key[target] += multiple
    other_row[source] = matrix[target] + multiple
    other_sign[target] -= multiple
    coefficients[target, :3] += multiple[:3]
    sign = "-" if c < 0 else "+"
    listed = [
        Misconception(
            "wrong_target",
            typed(rows_of(other_row)),
            f"The sum was written into row {source + 1}; the arrow says that row {target + 1} changes, and row "
            f"{source + 1} stays as it is.",
        ),
        Misconception(
            "sign",
            typed(rows_of(other_sign)),
            f"The multiple of row {source + 1} has the wrong sign: read once more whether it is added or subtracted.",
        ),
    ]
    if multiple[3]:
        listed.append(
            Misconception(
                "last_column_forgotten",
                typed(rows_of(coefficients)),
                "The last column stayed as it was: it holds the right-hand sides, and the move acts on both sides.",
            )
        )
    return Question(
        template="one_move",
        text=f"Apply\n\n$$\\text{{row }}{target + 1} \\;\\leftarrow\\; \\text{{row }}{target + 1} "
        f"{sign} {abs(c)} \\cdot \\text{{row }}{source + 1}$$\n\nto\n\n$${latex_matrix(matrix, bar=1)}.$$",
        kind=Matrix(frozen(rows_of(key))),
        hint="Only one row changes: check it entry by entry, and copy the other two.",
        listed=tuple(listed),
    )


STEPS = (
    "Look for the entry of largest magnitude in column {k}, from row {k} down",
    "Exchange its row with row {k}",
    "Divide row {k} by its pivot, so that the pivot is 1",
    "From each row below, subtract its own entry of column {k} times row {k}",
    "Go on with column {next}",
)


def elimination_steps(rng: np.random.Generator) -> Question:
    """ORD: the steps of elimination with row exchange."""
    k = int(rng.integers(1, 4))
    done = ("No column has been treated yet.", "Column 1 is done.", "Columns 1 and 2 are done.")[k - 1]
    steps = [step.format(k=k, next=k + 1) for step in STEPS]
    pairs = (
        Misplaced(
            "normalised_before_exchange",
            1,
            2,
            f"Dividing comes too early: before the exchange, row {k} does not hold the pivot yet, and its entry in "
            f"column {k} may even be 0.",
        ),
        Misplaced(
            "exchanged_before_search", 0, 1, "Before anything is exchanged you have to know which row to exchange with."
        ),
        Misplaced(
            "cleared_before_division",
            2,
            3,
            "An entry below is the right multiplier only where the pivot is 1: clearing comes too early.",
        ),
        Misplaced(
            "left_before_clearing",
            3,
            4,
            "You leave the column too early: below its pivot there have to be zeros first.",
        ),
    )
    return Question(
        template="elimination_steps",
        text=f"You bring a square matrix to echelon form, with row exchanges and with pivots of 1. {done} What comes "
        "next? **Put the steps into their order.**",
        kind=in_order(rng, steps, pairs),
        hint="Go through your order with a small matrix whose first entry is 0: which step cannot be done yet?",
    )


def _with(kind: SetOf, chosen: Option) -> list[str]:
    """The right answer and one option more."""
    return [letter(k) for k, option in enumerate(kind.options) if option.right or option is chosen]


def _drawn(rng: np.random.Generator, texts: list[str], count: int) -> list[str]:
    return [texts[k] for k in rng.permutation(len(texts))[:count]]
