"""From sentences to a system, and from a system to its matrix."""

import numpy as np

from coursekit.quiz.exact import frozen, nonzero, rows_of, terms, typed
from coursekit.quiz.kinds import Matrix
from coursekit.quiz.questions import Misconception, Question, one_of, wrong

NAMES = ("x", "y", "z")
STALLS = (
    ("fruit stall", ("apple", "pear", "plum")),
    ("bakery", ("roll", "loaf", "pretzel")),
    ("flower stall", ("rose", "tulip", "lily")),
    ("paper shop", ("pen", "pad", "card")),
    ("tea house", ("tea", "cake", "scone")),
)


def market_story(rng: np.random.Generator) -> Question:
    """ONE: the system that says what three receipts say."""
    stall, goods = STALLS[int(rng.integers(len(STALLS)))]
    while True:
        amounts = rng.integers(1, 7, size=(3, 3))
        totals = amounts @ rng.choice(np.arange(2, 10), size=3, replace=False)
        if len({tuple(row) for row in amounts}) == 3 and (amounts != amounts.T).any():
            break
    as_read = np.column_stack([totals, amounts])
    kept = np.delete(np.arange(3), int(rng.integers(3)))
    options = [
        wrong("total_as_coefficient", _listed(as_read[:, :3], as_read[:, 3]), "The numbers were taken in the order in "
              "which they are read: a total is no amount of anything, but what amounts times prices add up to."),
        wrong("rows_and_columns", _listed(amounts.T, totals), "Each of these equations collects one good from all the "
              "receipts, and sets it equal to the total of a single one."),
        wrong("receipt_dropped", _listed(amounts[kept], totals[kept]), "What one of the receipts says is in none of "
              "these equations."),
    ]  # fmt: skip
    receipts = "\n".join(
        f"- {total} coins: {', '.join(f'{amount} × {good}' for amount, good in zip(row, goods, strict=True))}"
        for row, total in zip(amounts, totals, strict=True)
    )
    return Question(
        template="market_story",
        text=f"Three receipts from one {stall}:\n\n{receipts}\n\n"
        f"Call the prices $x$ ({goods[0]}), $y$ ({goods[1]}) and $z$ ({goods[2]}). Which system says what the receipts "
        "say?",
        kind=one_of(rng, _listed(amounts, totals), options),
        hint="Take one receipt, and write what was bought times its price.",
    )


def shuffled_variables(rng: np.random.Generator) -> Question:
    """MAT: the coefficients of equations whose variables stand in any order, one of them absent."""
    while True:
        matrix = nonzero(rng, -7, 7, 9).reshape(3, 3)
        short, absent = int(rng.integers(3)), int(rng.integers(2))
        matrix[short, absent] = 0
        orders = [rng.permutation(3) for _ in range(3)]
        skipped, as_read, unsigned = matrix.copy(), matrix.copy(), np.abs(matrix)
        skipped[short] = [*np.delete(matrix[short], absent), 0]
        for row, order in enumerate(orders):
            read = [entry for entry in matrix[row, order] if entry]
            as_read[row] = read + [0] * (3 - len(read))
        four = [matrix, skipped, as_read, unsigned]
        shuffled = sum(list(order) != [0, 1, 2] for order in orders) >= 2
        if shuffled and len({frozen(rows_of(m)) for m in four}) == 4:
            break
    sides = rng.integers(-20, 21, size=3)
    lines = r" \\ ".join(
        f"{terms([int(v) for v in matrix[row, order]], [NAMES[k] for k in order])} &= {sides[row]}"
        for row, order in enumerate(orders)
    )
    return Question(
        template="shuffled_variables",
        text=f"Write down the coefficient matrix of\n\n$$\\begin{{aligned}} {lines} \\end{{aligned}}$$\n\n"
        "with one row for each equation, in this order, and the columns in the order $x$, $y$, $z$.",
        kind=Matrix(frozen(rows_of(matrix))),
        hint="Go down one column at a time: how many x are there in each equation?",
        listed=(
            Misconception(
                "absent_skipped",
                typed(rows_of(skipped)),
                "In one equation a variable is absent, and the numbers after it have moved up: an absent variable "
                "keeps its place in the row.",
            ),
            Misconception(
                "as_read",
                typed(rows_of(as_read)),
                "The numbers stand in the order in which they are read: what decides about the column is the letter "
                "beside a number.",
            ),
            Misconception(
                "signs_dropped",
                typed(rows_of(unsigned)),
                "The minus signs got lost: a sign belongs to the number behind it.",
            ),
        ),
    )


def _listed(amounts: np.ndarray, totals: np.ndarray) -> str:
    """The equations as plain text, which is what an option can show."""
    equations = [f"{terms([int(v) for v in row], NAMES)} = {total}" for row, total in zip(amounts, totals, strict=True)]
    return ",  ".join(equations)
