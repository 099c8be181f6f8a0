"""Shapes that are stretched, and slices that are views."""

import numpy as np

from coursekit.quiz.kinds import Output
from coursekit.quiz.questions import Misconception, Question


def column_times_row(rng: np.random.Generator) -> Question:
    """OUT: the shape of a column times a row."""
    n, m = (int(v) for v in rng.choice(np.arange(2, 10), size=2, replace=False))
    sign = str(rng.choice(["*", "+", "-"]))
    expression, shape = (
        (f"x[:, None] {sign} y", (n, m)),
        (f"x {sign} y[:, None]", (m, n)),
        (f"x[:, None] {sign} y[None, :]", (n, m)),
    )[int(rng.integers(3))]
    return Question(
        template="column_times_row",
        text=f"What does this print?\n\n```python\nx, y = np.ones({n}), np.ones({m})\nprint(({expression}).shape)\n```",
        kind=Output(str(shape)),
        hint="Write the two shapes below each other, so that they end together on the right; None puts in a 1.",
        listed=(
            Misconception(
                "inner",
                "()",
                "A single number would be left after summing over both axes; here x and y are only combined entry by "
                "entry, and no axis disappears.",
            ),
            Misconception(
                "axes_exchanged",
                str(shape[::-1]),
                "Look where None stands: the array that becomes a column runs down the rows, the other one along them.",
            ),
            Misconception(
                "one_after_the_other",
                f"({n * m},)",
                "That many entries there are, but not in a single line: each of the two arrays has an axis of its own.",
            ),
            Misconception(
                "stays_a_column",
                f"({shape[0]}, 1)",
                "The axis of length 1 does not stay: it gives way to the other array, which is longer there.",
            ),
        ),
    )


def edited_slice(rng: np.random.Generator) -> Question:
    """OUT: what an array holds after a slice of it was edited."""
    while True:
        values = [int(v) for v in rng.integers(1, 10, size=6)]
        start = int(rng.integers(1, 4))
        cut = (f"{start}:", f"{start}:{start + 3}", f"::{1 + start % 2 + 1}", f"-{6 - start}:")[int(rng.integers(4))]
        a = np.array(values)
        places = np.arange(6)[slice(*(int(part) if part else None for part in cut.split(":")))]
        k, new = int(rng.integers(1, len(places))), int(rng.integers(10, 100))
        place = int(places[k])
        if place != k:
            break
    view, same_number = a.copy(), a.copy()
    view[place] = new
    same_number[k] = new
    return Question(
        template="edited_slice",
        text=f"What does this print?\n\n```python\na = np.array({values})\nb = a[{cut}]\nb[{k}] = {new}\nprint(a)\n```",
        kind=Output(str(view)),
        hint="Only one of the six entries can have changed; an array is printed in square brackets.",
        listed=(
            Misconception(
                "slice_copies",
                str(a),
                "A slice of a list is a copy, and a slice of an array is not: b looks at the same numbers as a.",
            ),
            Misconception(
                "same_number",
                str(same_number),
                "The entry was counted from the beginning of a; b counts from its own first entry.",
            ),
            Misconception(
                "only_the_slice",
                str(view[places]),
                "These are the entries that b shows; a still has all of its own.",
            ),
        ),
    )
