"""A dense layer: how many numbers it has, and the shape of its bias."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from coursekit.quiz.kinds import BugLine, Line, Number
from coursekit.quiz.questions import Misconception, Question


def layer_size(rng: np.random.Generator) -> Question:
    """NUM: how many weights and biases a dense layer has."""
    while True:
        d, k, n = (int(v) for v in (rng.integers(6, 900), rng.integers(3, 80), rng.integers(10, 600)))
        wrong = {"bias_forgotten": d * k, "bias_per_input": d * k + d, "bias_per_example": d * k + n, "batch": n * k}
        if len({d * k + k, *wrong.values()}) == 5:
            break
    return Question(
        template="layer_size",
        text=f"A dense layer takes rows of {d} numbers and returns rows of {k} numbers. Today it is given a batch of "
        f"{n} rows. How many **parameters** does the layer have, weights and biases together?",
        kind=Number(Fraction(d * k + k), tolerance=0),
        hint="Write down the shapes of the weights and of the bias, and count their entries.",
        listed=tuple(Misconception(name, str(value), _SIZE_WHY[name]) for name, value in wrong.items()),
    )


_SIZE_WHY = {
    "bias_forgotten": "These are the weights alone; something is added after the product, too.",
    "bias_per_input": "A bias was counted for each input: ask what it is added to.",
    "bias_per_example": "A bias was counted for each row of the batch: then the layer would change with every batch.",
    "batch": "These are the numbers that come out; the layer itself does not depend on how many rows it is given.",
}


@dataclass(frozen=True)
class Program:
    """A program with one wrong line.

    ``lines`` use the names {X} (examples), {W} (weights), {b} (bias), {n}, {d} and {k} (examples, inputs, outputs);
    ``bug`` counts from 1.
    """

    story: str
    lines: tuple[tuple[str, str], ...]
    bug: int


_SIZES = "Rows are examples and columns are inputs, so the two sizes are read in the right order."
_LABELS = "The largest score of each row is looked for, as it should be: one label for each example."
_OUTPUTS = "A layer has one column of weights for each output, so this counts the outputs."
_ADDED = "To add the bias to the product is what a layer does; ask which shape it should have by then."

START = Program(
    "starts a layer with a bias of zeros and labels every example by its largest score",
    (
        ("{n}, {d} = {X}.shape", _SIZES),
        ("{k} = {W}.shape[1]", _OUTPUTS),
        ("{b} = np.zeros({n})", ""),
        ("scores = {X} @ {W} + {b}", _ADDED),
        ("labels = np.argmax(scores, axis=1)", _LABELS),
    ),
    3,
)
DRAWN = Program(
    "starts a layer with random weights, and applies it",
    (
        ("def start({X}, {k}, rng):", "The function is given all it needs: examples, number of outputs, and chance."),
        ("    {n}, {d} = {X}.shape", _SIZES),
        (
            "    {W} = rng.normal(0, np.sqrt(2 / {d}), size=({d}, {k}))",
            "One weight for each pair of an input and an output is right, and so is a variance of 2 over the inputs.",
        ),
        ("    {b} = np.zeros(len({X}))", ""),
        ("    return {W}, {b}", "Both are handed back as they are."),
        ("{W}, {b} = start({X}, 10, rng)", "This only calls the function; ten outputs are wanted."),
        ("scores = {X} @ {W} + {b}", _ADDED),
    ),
    4,
)
CENTRED = Program(
    "chooses the bias so that each output is 0 on average over the batch, and then divides each output by its spread",
    (
        ("{n} = len({X})", "The examples are only counted here."),
        ("Z = {X} @ {W}", "The product comes first, one row for each example and one column for each output."),
        ("{b} = -Z.sum(axis=1) / {n}", ""),
        ("Z = Z + {b}", _ADDED),
        ("spread = Z.std(axis=0)", "Over the batch means down the columns, so there is one spread for each output."),
        ("Z = Z / spread", "One spread for each output meets the columns, as it should."),
    ),
    3,
)
TWO_LAYERS = Program(
    "is the forward pass of two layers, both with small first biases",
    (
        ("{n}, {d} = {X}.shape", _SIZES),
        ("{b}1 = np.full({W}1.shape[1], 0.1)", "One bias for each column of the first weights is what is needed."),
        (
            "hidden = np.maximum({X} @ {W}1 + {b}1, 0)",
            "Product, bias, and then negative numbers become 0: that is the first layer.",
        ),
        ("{b}2 = np.full(len(hidden), 0.1)", ""),
        ("scores = hidden @ {W}2 + {b}2", _ADDED),
        ("labels = np.argmax(scores, axis=1)", _LABELS),
    ),
    4,
)
CLASS_MEANS = Program(
    "builds a layer whose largest score belongs to the nearest class mean: the class means are its weights, and minus "
    "half their squared lengths its biases (the labels are in `y`)",
    (
        (
            "means = np.stack([{X}[y == c].mean(axis=0) for c in range({k})])",
            "The mean of each class is taken over its examples, so every class gives one row.",
        ),
        ("{W} = means.T", "The means stand in rows, and weights belong in columns, one for each output."),
        ("{b} = -({X}**2).sum(axis=1) / 2", ""),
        ("scores = {X} @ {W} + {b}", _ADDED),
        ("labels = scores.argmax(axis=1)", _LABELS),
    ),
    3,
)
PROGRAMS = (START, DRAWN, CENTRED, TWO_LAYERS, CLASS_MEANS)
_NAMES = {
    "X": ("X", "batch", "inputs"),
    "W": ("W", "weights", "V"),
    "b": ("b", "bias", "offset"),
    "n": ("n", "rows", "examples"),
    "d": ("d", "width", "features"),
    "k": ("k", "outputs", "classes"),
}


def bias_per_example(rng: np.random.Generator) -> Question:
    """BUG: the line that makes a bias with one number for each example."""
    program = PROGRAMS[int(rng.integers(len(PROGRAMS)))]
    names = {role: choices[int(rng.integers(len(choices)))] for role, choices in _NAMES.items()}
    lines = tuple(Line(code.format(**names), why) for code, why in program.lines)
    return Question(
        template="bias_per_example",
        text=f"The rows of `{names['X']}` are examples. This program {program.story}. But **one line** makes a bias of "
        "the wrong shape, which NumPy does not even notice if there happen to be as many examples as outputs. Which "
        "line?",
        kind=BugLine(lines, program.bug),
        hint="Write the shape of its result beside each line, for 7 examples and 3 outputs.",
    )
