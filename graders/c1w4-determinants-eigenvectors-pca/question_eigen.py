"""Questions that are computed: a volume, eigenvalues of an inverse, a matrix from its eigenpairs, a long run."""

from fractions import Fraction
from itertools import combinations

import numpy as np

from coursekit.quiz.exact import determinant3, frozen, latex_matrix, latex_vector, nonzero, rows_of, typed
from coursekit.quiz.kinds import Matrix, Number
from coursekit.quiz.numbers import format_number
from coursekit.quiz.questions import Misconception, Question, one_of, some, wrong

SOLIDS = ("block of clay", "piece of dough", "drop of oil", "lump of wax", "ball of snow")
CHAINS = (
    ("a bicycle", "the harbour", "the old town"),
    ("a ferry", "the island", "the mainland"),
    ("a fox", "the wood", "the field"),
    ("a machine", "running", "idle"),
    ("a reader", "the news page", "the sports page"),
)


def image_volume(rng: np.random.Generator) -> Question:
    """NUM: the volume of a solid's image under a matrix with a negative determinant."""
    solid, volume = SOLIDS[int(rng.integers(len(SOLIDS)))], int(rng.integers(2, 13))
    while True:
        A = nonzero(rng, -4, 4, 9).reshape(3, 3)
        det = determinant3(A)
        diagonal = abs(int(A[0, 0] * A[1, 1] * A[2, 2])) * volume
        key, signed, alone, cubed = -det * volume, det * volume, -det, -(det**3) * volume
        if -40 <= det <= -2 and len({key, signed, alone, diagonal, cubed}) == 5:
            break
    return Question(
        template="image_volume",
        text=f"A {solid} has a volume of {volume} cm³. Every point $x$ of it moves to $Ax$, with\n\n"
        f"$$A = {latex_matrix(A)}.$$\n\nWhat is its volume afterwards, in cm³?",
        kind=Number(Fraction(key)),
        hint="The determinant says what happens to a box of volume 1, and a solid of any shape is made of small boxes.",
        listed=(
            Misconception(
                "signed",
                str(signed),
                "A solid cannot take up less space than none: ask what the sign of a determinant tells, if not size.",
            ),
            Misconception(
                "unit_solid",
                str(alone),
                "This would be the answer for a solid of volume 1; compare with the volume given here.",
            ),
            Misconception(
                "diagonal",
                str(diagonal),
                "The product of the diagonal was taken for the determinant; that works for triangular matrices only.",
            ),
            Misconception(
                "cubed",
                str(cubed),
                "The determinant belongs to all three directions already, so no power of it is needed.",
            ),
        ),
    )


def inverse_eigenvalues(rng: np.random.Generator) -> Question:
    """ONE: the eigenvalues of an inverse."""
    while True:
        values = [Fraction(int(v)) for v in nonzero(rng, -6, 6, 3)]
        product = values[0] * values[1] * values[2]
        sets = [[1 / v for v in values], values, [-v for v in values], [v / product for v in values]]
        sets.append([1 / v**2 for v in values])
        differ = all(set(a) != set(b) for a, b in combinations(sets, 2))
        if len({abs(v) for v in values}) == 3 and differ:
            break
    right, same, negative, divided, squares = (_listed(numbers) for numbers in sets)
    others = (
        wrong(
            "negatives",
            negative,
            "Undoing a sum turns a sign round, undoing a stretch does not: what must Av = λv be multiplied by?",
        ),
        wrong(
            "divided_by_determinant",
            divided,
            "Dividing by the determinant reminds of the formula for a 2 × 2 inverse; follow one eigenvector through A "
            "and back instead.",
        ),
        wrong(
            "squares",
            squares,
            "Going there and back is one step each way: ask what brings λv back to v.",
        ),
        wrong(
            "entries_needed",
            "they cannot be told without the entries of A",
            "The entries are not needed: take Av = λv and apply the inverse of A to both sides.",
        ),
    )
    unchanged = wrong(
        "same",
        same,
        "The eigenvectors are kept when A is undone, but an arrow that was stretched has to be brought back to its "
        "length.",
    )
    return Question(
        template="inverse_eigenvalues",
        text=f"An invertible 3 × 3 matrix $A$ has the eigenvalues ${', '.join(format_number(v) for v in values)}$. "
        "Which are the eigenvalues of $A^{-1}$?",
        kind=one_of(rng, right, [unchanged, *some(rng, others, 2)]),
        hint="Apply the inverse of A to both sides of Av = λv.",
    )


def from_eigenpairs(rng: np.random.Generator) -> Question:
    """MAT: the 2x2 matrix with given eigenpairs, whose eigenvectors are not orthogonal."""
    while True:
        P = nonzero(rng, -3, 3, 4).reshape(2, 2)
        det = int(P[0, 0] * P[1, 1] - P[0, 1] * P[1, 0])
        values = [int(v) for v in nonzero(rng, -6, 6, 2)]
        orthogonal = int(P[:, 0] @ P[:, 1]) == 0
        if abs(det) not in (1, 2) or orthogonal or abs(values[0]) == abs(values[1]):
            continue
        D, adjugate = np.diag(values), np.array([[P[1, 1], -P[0, 1]], [-P[1, 0], P[0, 0]]])
        products = [P @ D @ adjugate, adjugate @ D @ P, P @ D[::-1, ::-1] @ adjugate]
        if any((product % det).any() for product in products[:1]):
            continue
        key, order, exchanged = (_over(product, det) for product in products)
        transposed, rows = rows_of(P @ D @ P.T), _over(P.T @ D @ adjugate.T, det)
        matrices = [key, order, exchanged, transposed, rows]
        if np.abs(products[0]).max() <= 40 and all(a != b for a, b in combinations(matrices, 2)):
            break
    first, second = (latex_vector([int(v) for v in P[:, k]]) for k in (0, 1))
    return Question(
        template="from_eigenpairs",
        text=f"A 2 × 2 matrix $A$ has the eigenvector ${first}$ with the eigenvalue ${values[0]}$, and the eigenvector "
        f"${second}$ with the eigenvalue ${values[1]}$. Find $A$.",
        kind=Matrix(frozen(key)),
        hint="Check by multiplying: your matrix has to stretch each of the two vectors by its own eigenvalue.",
        listed=(
            Misconception(
                "transpose_for_inverse",
                typed(transposed),
                "A transpose undoes P only if its columns are perpendicular and of length 1; these are not.",
            ),
            Misconception(
                "order",
                typed(order),
                "The factors stand in the wrong order: the vector is met first by the factor that turns it into "
                "coordinates.",
            ),
            Misconception(
                "exchanged",
                typed(exchanged),
                "Each eigenvalue went to the other eigenvector: the columns of P and the diagonal need the same order.",
            ),
            Misconception(
                "vectors_in_rows",
                typed(rows),
                "The eigenvectors were written into the rows of P; a matrix acts on columns.",
            ),
        ),
    )


def long_run_share(rng: np.random.Generator) -> Question:
    """NUM: the long-run share of the first state of a chain of two states."""
    while True:
        leave, back = (Fraction(int(v), 100) for v in rng.integers(2, 99, size=2))
        key, other = back / (leave + back), leave / (leave + back)
        by_rows, stays, halves = (1 - leave + back) / 2, 1 - leave, Fraction(1, 2)
        numbers = (key, other, by_rows, stays, halves)
        if all(abs(a - b) > Fraction(1, 50) for a, b in combinations(numbers, 2)):
            break
    what, one, two = CHAINS[int(rng.integers(len(CHAINS)))]
    P = [[f"{float(v):g}" for v in row] for row in ((1 - leave, back), (leave, 1 - back))]
    return Question(
        template="long_run_share",
        text=f"Every hour, {what} is found in one of two states: 1 ({one}) or 2 ({two}). From one hour to the next, it "
        f"goes **from state $j$ to state $i$** with the probability in row $i$ and column $j$ of\n\n"
        f"$$P = {latex_matrix(P)}.$$\n\nIn the long run, in what share of the hours is it found in state 1? Give a "
        "number between 0 and 1; a fraction will do.",
        kind=Number(key),
        hint="In the long run as much moves from state 1 to state 2 as back: write that as an equation, and let both "
        "shares add up to 1.",
        listed=(
            Misconception(
                "row_sums",
                format_number(by_rows),
                "This comes from the sums of the rows: they tell where one step leads from equal shares, not where "
                "all the steps end.",
            ),
            Misconception(
                "other_state",
                format_number(other),
                "Compare with the chain: which of the two states is left more rarely, and what does that say about its "
                "share?",
            ),
            Misconception(
                "stays",
                format_number(stays),
                "This is the probability of staying in state 1 for one step; what comes back from state 2 counts, too.",
            ),
            Misconception(
                "equal_shares",
                format_number(halves),
                "Equal shares are kept by the transpose of P: check in which direction you read rows and columns.",
            ),
        ),
    )


def _listed(values: list[Fraction]) -> str:
    return ", ".join(format_number(v) for v in values).replace("-", "−")


def _over(product: np.ndarray, divisor: int) -> list[list[Fraction]]:
    return [[entry / divisor for entry in row] for row in rows_of(product)]
