"""Questions on principal components: how many to keep, and a program that centres new rows wrongly."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from coursekit.quiz.kinds import BugLine, Integer, Line
from coursekit.quiz.questions import Misconception, Question


def components_needed(rng: np.random.Generator) -> Question:
    """INT: how many components keep a share of the variance."""
    while True:
        d = int(rng.integers(6, 9))
        tenths = np.sort(np.round(200 * np.exp(-rng.uniform(0.3, 0.8) * np.arange(d)) * rng.uniform(0.7, 1.3, d)))
        spectrum = [int(v) for v in tenths]
        percent = int(rng.choice([70, 75, 80, 85, 90, 95]))
        share = Fraction(percent, 100)
        largest = spectrum[::-1]
        key, margin = _needed(largest, share)
        by_roots = _needed([round(1000 * float(v) ** 0.5) for v in largest], share)[0]
        from_below = _needed(spectrum, share)[0]
        if (
            min(spectrum) > 0
            and len(set(spectrum)) == d
            and 2 <= key <= d - 2
            and margin > Fraction(1, 100)
            and by_roots > key + 1
            and from_below > by_roots
        ):
            break
    shown = ", ".join(f"{v / 10:g}" for v in spectrum)
    return Question(
        template="components_needed",
        text=f"A routine for symmetric matrices returns these eigenvalues of a covariance matrix:\n\n$${shown}.$$\n\n"
        f"How many principal components are needed at least to keep {percent} % of the total variance?",
        kind=Integer(key),
        hint="Add up the shares of the components, and stop as soon as the sum reaches the share that is asked for.",
        listed=(
            Misconception(
                "last_one_missing",
                str(key - 1),
                "Add up what that many components keep: the share that is asked for is not reached.",
            ),
            Misconception(
                "one_too_many",
                str(key + 1),
                "That many are enough, but look whether all of them are needed.",
            ),
            Misconception(
                "square_roots",
                str(by_roots),
                "Square roots were added up: eigenvalues of a covariance matrix are variances already.",
            ),
            Misconception(
                "smallest_first",
                str(from_below),
                "The eigenvalues were added up in the order of the list: ask which components keep most.",
            ),
        ),
    )


@dataclass(frozen=True)
class Program:
    """A program with one wrong line.

    ``lines`` use the names {X} (training rows), {N} (new rows), {m} (mean), {C} (centred rows), {W} (components), {k}
    (how many); ``bug`` counts from 1.
    """

    lines: tuple[tuple[str, str], ...]
    bug: int


_MEAN = "One mean for each column, taken over the training rows: this is what a later row has to be compared with."
_CENTRED = "The training rows are centred with their own mean, as they should be."
_SVD = "The rows of the last factor are the components, largest spread first; no covariance matrix is needed for this."
_TAKEN = "This takes the first components and puts them into columns, which is what the products below need."
_SCORES = "Centred rows times components in columns: these scores of the training rows are right."
_NEW_SCORES = "Rows times components in columns gives scores; whether the rows are the right ones is decided elsewhere."
_BACK = "From scores back to rows, with the mean put back at the end: that is right."

NOT_CENTRED = Program(
    (
        ("{m} = {X}.mean(axis=0)", _MEAN),
        ("{C} = {X} - {m}", _CENTRED),
        ("_, s, Vt = np.linalg.svd({C}, full_matrices=False)", _SVD),
        ("{W} = Vt[:{k}].T", _TAKEN),
        ("scores = {C} @ {W}", _SCORES),
        ("new_scores = {N} @ {W}", ""),
        ("restored = scores @ {W}.T + {m}", _BACK),
    ),
    6,
)

OWN_MEAN = Program(
    (
        ("{m} = {X}.mean(axis=0)", _MEAN),
        ("{C} = {X} - {m}", _CENTRED),
        (
            "S = {C}.T @ {C} / (len({X}) - 1)",
            "Products of centred columns, divided by one less than the rows: a covariance matrix.",
        ),
        (
            "values, vectors = np.linalg.eigh(S)",
            "The covariance matrix is symmetric, so this routine fits; it sorts upwards.",
        ),
        (
            "{W} = vectors[:, ::-1][:, :{k}]",
            "The eigenvalues came in rising order, so the columns have to be turned round before the first are taken.",
        ),
        ("scores = {C} @ {W}", _SCORES),
        ("new_scores = ({N} - {N}.mean(axis=0)) @ {W}", ""),
    ),
    7,
)

RENAMED = Program(
    (
        ("{m} = {X}.mean(axis=0)", _MEAN),
        ("{C} = {X} - {m}", _CENTRED),
        ("_, s, Vt = np.linalg.svd({C}, full_matrices=False)", _SVD),
        ("{W} = Vt[:{k}].T", _TAKEN),
        ("scores = {C} @ {W}", _SCORES),
        ("{m} = {N}.mean(axis=0)", ""),
        ("new_centred = {N} - {m}", "A mean is subtracted column by column, as it should be; see which mean it holds."),
        ("new_scores = new_centred @ {W}", _NEW_SCORES),
    ),
    6,
)

ROW_BY_ROW = Program(
    (
        ("{m} = {X}.mean(axis=0)", _MEAN),
        ("{C} = {X} - {m}", _CENTRED),
        ("_, s, Vt = np.linalg.svd({C}, full_matrices=False)", _SVD),
        ("{W} = Vt[:{k}].T", _TAKEN),
        ("scores = {C} @ {W}", _SCORES),
        ("new_scores = np.zeros((len({N}), {k}))", "One row of scores for each new row: the shape is right."),
        ("for i, row in enumerate({N}):", "New rows may be treated one after the other; each gives its own scores."),
        ("    row = row - row.mean()", ""),
        ("    new_scores[i] = row @ {W}", _NEW_SCORES),
    ),
    8,
)

PROGRAMS = (NOT_CENTRED, OWN_MEAN, RENAMED, ROW_BY_ROW)
_NAMES = {
    "X": ("X", "train", "known"),
    "N": ("N", "new", "later"),
    "m": ("mean", "mu", "average"),
    "C": ("C", "Xc", "centred"),
    "W": ("W", "P", "axes"),
    "k": ("k", "r"),
}


def new_rows(rng: np.random.Generator) -> Question:
    """BUG: which line forgets to centre new rows with the training mean."""
    program = PROGRAMS[int(rng.integers(len(PROGRAMS)))]
    names = {role: str(choices[int(rng.integers(len(choices)))]) for role, choices in _NAMES.items()}
    lines = tuple(Line(code.format(**names), why) for code, why in program.lines)
    return Question(
        template="new_rows",
        text=f"This program finds `{names['k']}` principal components of the training rows `{names['X']}`, and the "
        f"scores of the rows of `{names['X']}` and of some new rows `{names['N']}`. As a test, one training row is put "
        f"among the new rows: **its scores in `new_scores` differ from those in `scores`**. Which line is to blame?",
        kind=BugLine(lines, program.bug),
        hint="Follow one training row through both parts of the program: where is it treated in two ways?",
    )


def _needed(values: list[int], share: Fraction) -> tuple[int, Fraction]:
    """How many of the values, in this order, reach a share of their sum, and by how much that is decided."""
    total, reached = sum(values), 0
    for count, value in enumerate(values, start=1):
        before, reached = Fraction(reached, total), reached + value
        now = Fraction(reached, total)
        if now >= share:
            return count, min(now - share, share - before)
    return len(values), Fraction(0)
