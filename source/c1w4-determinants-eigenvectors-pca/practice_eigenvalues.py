"""Eigenvalues of small matrices, and the test of a vector."""

from fractions import Fraction

import numpy as np

from coursekit.quiz.exact import latex_matrix, latex_vector, nonzero
from coursekit.quiz.kinds import Number, Option, SetOf, letter
from coursekit.quiz.numbers import format_number
from coursekit.quiz.questions import Misconception, Question, one_of, wrong

NOT_A_MULTIPLE = "no: Av is no multiple of v"


def triangular(rng: np.random.Generator) -> Question:
    """SET: the eigenvalues of a triangular matrix, among its column sums and entries."""
    upper = bool(rng.random() < 0.5)
    while True:
        full = nonzero(rng, -6, 6, 9).reshape(3, 3)
        matrix = np.triu(full) if upper else np.tril(full)
        diagonal = [int(v) for v in np.diag(matrix)]
        sums = [int(v) for v in matrix.sum(axis=0)]
        entry = int(matrix[0, 2] + matrix[2, 0])
        if len(set(diagonal)) == 3 and len(set(sums)) == 3 and len({*diagonal, *sums, entry}) == 6:
            break
    options = [Option(plain(v), True) for v in diagonal]
    for column, value in enumerate(sums, start=1):
        if value not in diagonal:
            why = (
                f"{plain(value)} is the sum of column {column}. Subtract it on the diagonal and eliminate: no pivot "
                "is lost, so it is no eigenvalue."
            )
            options.append(Option(plain(value), False, why))
    options.append(
        Option(
            plain(entry),
            False,
            f"That {plain(entry)} is an entry does not make it an eigenvalue: subtract it on the diagonal and look "
            "whether a pivot is lost.",
        )
    )
    kind = SetOf(tuple(options[k] for k in rng.permutation(len(options))))
    letters = {option.text: letter(k) for k, option in enumerate(kind.options)}
    return Question(
        template="triangular",
        text=f"Which of these numbers are eigenvalues of\n\n$$A = {latex_matrix(matrix)}\\,?$$",
        kind=kind,
        hint="An eigenvalue is missing: for which numbers λ does A − λI lose a pivot? Half of the elimination is done "
        "in this matrix already.",
        listed=(
            Misconception(
                "column_sums",
                sorted(letters[plain(v)] for v in sums),
                "These are the sums of the columns. They matter where every column sums to the same number; here, look "
                "for the λ at which A − λI loses a pivot.",
            ),
        ),
    )


def is_eigenvector(rng: np.random.Generator) -> Question:
    """ONE: whether a given vector is an eigenvector, and why."""
    cases = (_an_eigenvector, _no_eigenvector, _zero_vector)
    matrix, vector, right, others = cases[int(rng.choice(3, p=[0.45, 0.3, 0.25]))](rng)
    return Question(
        template="is_eigenvector",
        text=f"Is\n\n$$v = {latex_vector(vector)}\\quad\\text{{an eigenvector of}}\\quad "
        f"A = {latex_matrix(matrix)}\\,?$$",
        kind=one_of(rng, right, others),
        hint="Multiply A by v and compare the result with v, entry by entry.",
    )


Case = tuple[np.ndarray, list[int], str, list[Option]]


def _an_eigenvector(rng: np.random.Generator) -> Case:
    while True:
        matrix, vectors, (value, other) = planted(rng)
        if value != 1 and other != value:
            break
    vector = [int(v) for v in vectors[:, 0]]
    if value == 0:
        third = wrong("zero_value", "no: Av is the zero vector", "It is the vector v that must not be zero; nothing is "
                      "said against Av = 0.")  # fmt: skip
    elif value < 0:
        third = wrong("same_sense", "no: Av points the opposite way", "Opposite arrows lie on the same line through "
                      "the origin, and it is the line that has to be kept.")  # fmt: skip
    else:
        third = wrong("fixed_length", "no: Av is longer than v", "An eigenvector may change its length: what has to "
                      "be kept is its line.")  # fmt: skip
    return matrix, vector, yes(value), [
        wrong("other_value", yes(other), "That number is an eigenvalue of A, but of other vectors: divide an entry of "
              "Av by the same entry of v."),
        wrong("not_multiplied", NOT_A_MULTIPLE, "Compute Av once more and compare it with v entry by entry: a multiple "
              "may be negative, or 0."),
        third,
    ]  # fmt: skip


def _no_eigenvector(rng: np.random.Generator) -> Case:
    while True:
        matrix, _, _ = planted(rng)
        vector = [int(v) for v in nonzero(rng, -3, 3, 2)]
        image = [int(v) for v in matrix @ vector]
        if any(a % b for a, b in zip(image, vector, strict=True)):
            continue
        ratios = [a // b for a, b in zip(image, vector, strict=True)]
        if len({0, *ratios}) == 3:
            break
    return matrix, vector, NOT_A_MULTIPLE, [
        wrong("first_entry", yes(ratios[0]), "The first entry fits that number; look at the second entry of Av, too."),
        wrong("second_entry", yes(ratios[1]), "The second entry fits that number; look at the first entry of Av, too."),
        wrong("not_zero", "yes: Av is not the zero vector", "Hardly any vector goes to zero; an eigenvector has to "
              "stay on its own line."),
    ]  # fmt: skip


def _zero_vector(rng: np.random.Generator) -> Case:
    matrix, _, _ = planted(rng)
    return matrix, [0, 0], "no: v is the zero vector", [
        wrong("zero_accepted", "yes, with every number λ: Av = λv holds", "The equation holds, but for every matrix "
              "alike, so it tells nothing about A: read the definition to its end."),
        wrong("zero_as_value", yes(0), "That A sends v to zero is no merit of A: every matrix does that to this v."),
        wrong("multiple_missed", NOT_A_MULTIPLE, "It is a multiple of v, and even any multiple: something else in the "
              "definition has to be checked here."),
    ]  # fmt: skip


def largest_size(rng: np.random.Generator) -> Question:
    """NUM: the eigenvalue of largest size, which is a negative one."""
    while True:
        matrix, _, (value, other) = planted(rng, largest=9)
        trace = value + other
        if value < other != 0 and abs(value) > abs(other) and len({value, other, -value, -other, trace}) == 5:
            break
    return Question(
        template="largest_size",
        text=f"Which eigenvalue of\n\n$$A = {latex_matrix(matrix)}$$\n\nhas the largest size? Give it with its sign.",
        kind=Number(Fraction(value)),
        hint="The two eigenvalues add up to the sum of the diagonal, and their product is the determinant.",
        listed=(
            Misconception(
                "largest_signed",
                str(other),
                "This eigenvalue lies furthest to the right on the number line; compare how far both are from 0.",
            ),
            Misconception("size_only", str(-value), "This is a size; the question asks for the eigenvalue itself."),
            Misconception(
                "sign_of_the_sum",
                str(-other),
                "Check the signs: do your two numbers add up to the sum of the diagonal?",
            ),
            Misconception("trace", str(trace), "This is the sum of the diagonal, so both eigenvalues together."),
        ),
    )


def planted(rng: np.random.Generator, largest: int = 5) -> tuple[np.ndarray, np.ndarray, tuple[int, int]]:
    """A 2x2 matrix of whole numbers, its eigenvectors in columns, and their eigenvalues."""
    while True:
        (a, b), (c, d) = nonzero(rng, -3, 3, 4).reshape(2, 2).tolist()
        values = tuple(int(v) for v in rng.integers(-largest, largest + 1, size=2))
        sign = a * d - b * c
        if abs(sign) != 1 or values[0] == values[1]:
            continue
        vectors = np.array([[a, b], [c, d]])
        matrix = vectors @ np.diag(values) @ (sign * np.array([[d, -b], [-c, a]]))
        if np.abs(matrix).max() <= 30:
            return matrix, vectors, (values[0], values[1])


def yes(value: int) -> str:
    """An option."""
    return f"yes, with the eigenvalue {plain(value)}"


def plain(value: int) -> str:
    """A whole number as the label of an option."""
    return format_number(value).replace("-", "−")
