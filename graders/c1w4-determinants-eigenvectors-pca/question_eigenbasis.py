"""Questions about eigenvectors themselves: which matrices have enough of them, and what their sign means."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from coursekit.quiz.exact import determinant2, latex_matrix, latex_vector, nonzero
from coursekit.quiz.kinds import Option, SetOf, letter
from coursekit.quiz.questions import Misconception, Question, one_of, some, wrong

PAIRS = (("Ada", "Ben"), ("Chidi", "Dora"), ("Elif", "Finn"), ("Grace", "Hugo"), ("Ines", "Jun"), ("Kofi", "Lea"))
COUNT = 5


@dataclass(frozen=True)
class Sort:
    """A sort of 2x2 matrices: how one is drawn, and why it has an eigenbasis (empty if it has none)."""

    draw: Callable[[np.random.Generator], np.ndarray]
    why: str


def no_eigenbasis(rng: np.random.Generator) -> Question:
    """SET: which of five matrices have no eigenbasis over the real numbers."""
    extra = [EXTRA[k] for k in rng.permutation(len(EXTRA))[: COUNT - len(ALWAYS)]]
    sorts = [*ALWAYS, *extra]
    while True:
        shown = [(sort, sort.draw(rng)) for sort in (sorts[k] for k in rng.permutation(COUNT))]
        if len({matrix.tobytes() for _, matrix in shown}) == COUNT:
            break
    names = [f"M{'₁₂₃₄₅'[k]}" for k in range(COUNT)]
    options = tuple(
        Option(name, not sort.why, sort.why.format(name)) for name, (sort, _) in zip(names, shown, strict=True)
    )
    matrices = r",\quad ".join(f"M_{k} = {latex_matrix(matrix)}" for k, (_, matrix) in enumerate(shown[:3], start=1))
    rest = r",\quad ".join(f"M_{k} = {latex_matrix(matrix)}" for k, (_, matrix) in enumerate(shown[3:], start=4))
    kind = SetOf(options)
    return Question(
        template="no_eigenbasis",
        text=f"Which of these matrices have **no** basis of real eigenvectors?\n\n$${matrices},$$\n\n$${rest}.$$",
        kind=kind,
        hint="Not all are found: take each matrix's eigenvalues, then count independent solutions of (M − λI)v = 0.",
        listed=(
            Misconception(
                "repeated_is_defective",
                sorted(kind.key | set(_of(shown, _scalar))),
                "A repeated eigenvalue is a reason to look closer, no proof: count the free variables of M − λI in "
                "each of these cases.",
            ),
            Misconception(
                "only_complex",
                sorted(kind.key - set(_of(shown, _missing))),
                "Real eigenvalues are not enough: where one is repeated, count the independent vectors that belong to "
                "it.",
            ),
            Misconception(
                "only_repeated",
                sorted(kind.key - set(_of(shown, _turning))),
                "Look at the square root in the formula for the eigenvalues of each matrix: is it always real?",
            ),
        ),
    )


def opposite_signs(rng: np.random.Generator) -> Question:
    """ONE: two programs return opposite eigenvectors."""
    one, two = (str(name) for name in rng.permutation(PAIRS[int(rng.integers(len(PAIRS)))]))
    unit, length = _whole_length(rng)
    while True:
        stretch, base = int(rng.choice([-2, -1, 1, 2, 3])), int(rng.integers(-6, 7))
        value = base + stretch * length**2
        if value != 0:
            break
    A = base * np.eye(len(unit), dtype=np.int64) + stretch * np.outer(unit, unit)
    first, second = (latex_vector([_part(sign * int(v), length) for v in unit]) for sign in (1, -1))
    others = (
        wrong(
            "second_is_wrong",
            f"only {two}: the sign was lost on the way",
            "Multiply the matrix by this vector, too, and compare with the eigenvalue times the vector.",
        ),
        wrong(
            "both_are_wrong",
            "both: an eigenvector must not have negative entries",
            "Nothing is asked of the entries' signs: what has to hold is Av = λv, with v not zero.",
        ),
        wrong(
            "opposite_value",
            f"neither, but {two}'s vector belongs to the eigenvalue of the opposite sign",
            "Multiply A by that vector and divide by it, entry by entry: the minus is on both sides.",
        ),
        wrong(
            "not_symmetric",
            "neither, but it shows that A has no eigenbasis",
            "A matrix with an eigenbasis has this freedom as well: ask what a multiple of an eigenvector is.",
        ),
    )
    blamed = wrong(
        "first_is_wrong",
        f"only {one}: libraries return {two}'s vector",
        "A library has to choose one of several right vectors, and two libraries may choose differently.",
    )
    return Question(
        template="opposite_signs",
        text=f"For the eigenvalue ${value}$ of\n\n$$A = {latex_matrix(A)}$$\n\n{one}'s program returns ${first}$ and "
        f"{two}'s program returns ${second}$. Who is wrong?",
        kind=one_of(rng, "neither: both directions are eigenvectors of length 1", [blamed, *some(rng, others, 2)]),
        hint="Multiply A by both vectors.",
    )


def _whole_length(rng: np.random.Generator) -> tuple[np.ndarray, int]:
    """A vector of whole numbers whose length is one, too."""
    entries, length = (([3, 4], 5), ([1, 2, 2], 3))[int(rng.integers(2))]
    signs = rng.choice([-1, 1], size=len(entries))
    return np.asarray(rng.permutation(entries) * signs), length


def _part(top: int, bottom: int) -> str:
    return rf"{'-' if top < 0 else ''}\tfrac{{{abs(top)}}}{{{bottom}}}"


Shown: TypeAlias = list[tuple[Sort, np.ndarray]]


def _of(shown: Shown, draw: Callable[[np.random.Generator], np.ndarray]) -> list[str]:
    return [letter(k) for k, (sort, _) in enumerate(shown) if sort.draw is draw]


def _missing(rng: np.random.Generator) -> np.ndarray:
    """A repeated eigenvalue with one direction only."""
    while True:
        p, q = (int(v) for v in rng.integers(-2, 3, size=2))
        k, value = (int(v) for v in nonzero(rng, -4, 4, 2))
        slide = k * np.outer([p, q], [-q, p])
        matrix = value * np.eye(2, dtype=np.int64) + slide
        if slide.any() and np.abs(matrix).max() <= 12:
            return np.asarray(matrix)


def _turning(rng: np.random.Generator) -> np.ndarray:
    """No real eigenvalue."""
    while True:
        matrix = rng.integers(-5, 6, size=(2, 2))
        if int(np.trace(matrix)) ** 2 < 4 * determinant2(matrix):
            return np.asarray(matrix)


def _scalar(rng: np.random.Generator) -> np.ndarray:
    return np.asarray(int(nonzero(rng, -7, 7, 1)[0]) * np.eye(2, dtype=np.int64))


def _symmetric(rng: np.random.Generator) -> np.ndarray:
    a, b, d = (int(v) for v in nonzero(rng, -6, 6, 3))
    return np.array([[a, b], [b, d]])


def _staircase(rng: np.random.Generator) -> np.ndarray:
    a, d = (int(v) for v in rng.choice(np.arange(-6, 7), size=2, replace=False))
    return np.array([[a, int(nonzero(rng, -6, 6, 1)[0])], [0, d]])


def _flat(rng: np.random.Generator) -> np.ndarray:
    """Determinant 0, and a trace that is not."""
    while True:
        matrix = np.outer(nonzero(rng, -3, 3, 2), nonzero(rng, -3, 3, 2))
        if np.trace(matrix) != 0:
            return np.asarray(matrix)


SCALAR = Sort(
    _scalar, "The eigenvalue of {} is repeated, but count its eigenvectors: what does this matrix do to an arrow?"
)
ALWAYS = (Sort(_missing, ""), Sort(_turning, ""), SCALAR)
EXTRA = (
    Sort(_symmetric, "{} is symmetric: think of what is true of the eigenvectors of every symmetric matrix."),
    Sort(_staircase, "{} has two different eigenvalues, and vectors of different eigenvalues are independent."),
    Sort(_flat, "{} is singular, but that is a different lack: 0 is an eigenvalue like any other."),
    Sort(_missing, ""),
    Sort(_turning, ""),
)
