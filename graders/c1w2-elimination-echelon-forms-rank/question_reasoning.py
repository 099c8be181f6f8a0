"""Questions about what elimination means: how many solutions, whose echelon form, why a small residual
misleads."""

import numpy as np

from coursekit.quiz.exact import determinant3, latex_matrix, nonzero
from coursekit.quiz.questions import Question, one_of, some, wrong

PEOPLE = (
    "Amara",
    "Bo",
    "Chen",
    "Dalia",
    "Emre",
    "Farah",
    "Goran",
    "Hana",
    "Ife",
    "Jonas",
    "Kemi",
    "Lin",
    "Mateo",
    "Nour",
)
DIGITS = ("third", "fourth", "fifth", "sixth")


def rank_jump(rng: np.random.Generator) -> Question:
    """ONE: rank A is r, rank [A|b] is r + 1."""
    n = int(rng.integers(4, 9))
    m = int(rng.integers(4, 9))
    r = int(rng.integers(2, min(m - 1, n - 2) + 1))
    options = (
        wrong(
            "free_variables_first",
            f"infinitely many, with {_free_variables(n - r)}",
            "Free variables only describe solutions "
            "once there is one: first read what the extra pivot in the last column says as an equation.",
        ),
        wrong(
            "augmented_rank",
            f"infinitely many, with {_free_variables(n - r - 1)}",
            "The rank of the augmented matrix is no count "
            "of pivot variables: one of its pivots stands in the column of b, which belongs to no unknown.",
        ),
        wrong(
            "full_rank",
            "exactly one",
            "For exactly one solution every unknown needs a pivot, and no pivot may stand in the "
            "column of b; compare both with the ranks given.",
        ),
        wrong(
            "depends_on_b",
            "it depends on the entries of b",
            "All that matters about b is already in the rank of the "
            "augmented matrix: no further look at its entries is needed.",
        ),
    )
    return Question(
        template="rank_jump",
        text=f"A system of {m} equations in {n} unknowns, $Ax = b$, is brought to echelon form. The matrix "
        f"$A$ has rank {r}, and "
        f"the augmented matrix $[A \\mid b]$ has rank {r + 1}. How many solutions does the system have?",
        kind=one_of(rng, "none", some(rng, options, 3)),
        hint="Write the row of the extra pivot as an equation.",
    )


def two_echelon_forms(rng: np.random.Generator) -> Question:
    """ONE: two different echelon forms of one matrix."""
    first, second = (PEOPLE[k] for k in rng.permutation(len(PEOPLE))[:2])
    U = _upper(rng)
    V = _other_echelon(rng, U)
    A = _mixed(rng, U)
    options = (
        wrong(
            "unique",
            f"only {first}: a matrix has just one echelon form",
            "It is the reduced echelon form that a matrix has "
            "just one of; an echelon form changes, for example, when a row is multiplied by 2.",
        ),
        wrong(
            "second_unique",
            f"only {second}: the last row operation decides, and there is one best order",
            "No order of row operations is prescribed: whatever order leads to the staircase shape gives an "
            "echelon form.",
        ),
        wrong(
            "pivot_one",
            "neither: in an echelon form every pivot must be 1",
            "Pivots equal to 1 are asked for in the reduced "
            "form; an echelon form only needs the staircase of zeros below its pivots.",
        ),
        wrong(
            "reduced_differs",
            "both, but then their reduced echelon forms differ as well",
            "Each of these matrices comes from "
            "the other by row operations, and what is reduced from either is the same matrix in the end.",
        ),
        wrong(
            "solution_set",
            "both, but each has solved a different system",
            "Row operations keep the solution set, so both staircases describe the system that was given.",
        ),
    )
    right = "both: an echelon form is not unique, only its pivot columns are"
    return Question(
        template="two_echelon_forms",
        text=f"{first} and {second} bring the same matrix\n\n$$A = {latex_matrix(A)}$$\n\nto echelon form. "
        f"{first} gets $U$, "
        f"{second} gets $V$:\n\n$$U = {latex_matrix(U)}$$\n\n$$V = {latex_matrix(V)}$$\n\n"
        "Both made only allowed row operations, without a slip. Who is right?",
        kind=one_of(rng, right, some(rng, options, 3)),
        hint="Look up which form of a matrix is unique.",
    )


def small_residual(rng: np.random.Generator) -> Question:
    """ONE: a tiny residual and a poor answer."""
    n = int(rng.integers(8, 16))
    residual = f"{rng.integers(11, 99) / 10:.1f} \\times 10^{{-16}}"
    digit = DIGITS[int(rng.integers(len(DIGITS)))]
    person = PEOPLE[int(rng.integers(len(PEOPLE)))]
    options = (
        wrong(
            "solver_bug",
            "the solver has a bug",
            "A solver that leaves so small a residual has done all that double precision "
            "allows; look at the problem it was given rather than at its code.",
        ),
        wrong(
            "residual_is_error",
            "the residual was computed wrongly: a residual this small guarantees all digits",
            "A residual measures how well the equations are met, not how far the answer is from the true "
            "one; between the two "
            "stands a factor that depends on A.",
        ),
        wrong(
            "small_determinant",
            "the determinant of A is small",
            "The size of the determinant says nothing: multiplying all "
            "equations by 1000 makes it huge and leaves the answer as it was.",
        ),
        wrong(
            "no_exchange",
            "rows were not exchanged during elimination",
            "Missing exchanges do their harm by spoiling how "
            "well the equations are met. Here they are met almost perfectly, so the digits were lost for another "
            "reason, with or without exchanges.",
        ),
        wrong(
            "too_few_iterations",
            "elimination should have gone through more iterations",
            "Elimination is not iterative: it ends "
            "after a fixed number of steps, and repeating it gives the same digits.",
        ),
    )
    right = "A is ill conditioned: quite different vectors x give almost the same b"
    return Question(
        template="small_residual",
        text=f"{person} solves a system of {n} equations, $Ax = b$, with all numbers of ordinary size, "
        f"between 0.1 and 100. The residual "
        f"$\\max|b - A\\hat x|$ of the computed $\\hat x$ is ${residual}$, yet $\\hat x$ is wrong from the "
        f"{digit} digit on. "
        "Why?",
        kind=one_of(rng, right, some(rng, options, 3)),
        hint="Compare what a residual measures with what an error measures.",
    )


def _free_variables(count: int) -> str:
    return "1 free variable" if count == 1 else f"{count} free variables"


def _upper(rng: np.random.Generator) -> np.ndarray:
    U = np.triu(nonzero(rng, -4, 4, 9).reshape(3, 3))
    column = nonzero(rng, -4, 4, 3)
    return np.column_stack([U, column])


def _other_echelon(rng: np.random.Generator, U: np.ndarray) -> np.ndarray:
    """Another echelon form of the same matrix: rows scaled, and later rows added to earlier ones."""
    V = U.copy()
    V[0] += int(nonzero(rng, -2, 2, 1)[0]) * U[1]
    V[1] *= int(rng.choice([-2, 2, 3]))
    V[2] *= int(rng.choice([-1, 2]))
    return V


def _mixed(rng: np.random.Generator, U: np.ndarray) -> np.ndarray:
    """A matrix whose rows are combinations of the rows of U, with no zero below the diagonal."""
    while True:
        mix = nonzero(rng, -2, 2, 9).reshape(3, 3)
        A = np.asarray(mix @ U)
        if determinant3(mix) != 0 and np.count_nonzero(A) == A.size:
            return A
