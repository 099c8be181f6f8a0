"""The BUG question: a program that builds a matrix from receipts, with two axes exchanged in one line."""

from dataclasses import dataclass

import numpy as np

from coursekit.quiz.kinds import BugLine, Line
from coursekit.quiz.questions import Question


@dataclass(frozen=True)
class Program:
    """A program of five lines, one of them wrong.

    ``lines`` use the names {A} (matrix), {b} (right-hand side), {r} (receipts), {g} (goods), {i} (number of a receipt),
    {c} (what a receipt lists); ``bug`` counts from 1.
    """

    given: str
    lines: tuple[tuple[str, str], ...]
    bug: int


_PAIRS = (
    "`{r}` is a list of pairs: a dictionary from goods to amounts, and the total. `{g}` is the list of all goods, in "
    "the order of the columns."
)
_DICTIONARIES = "`{r}` is a list of dictionaries from goods to amounts, one for each receipt; `{g}` is the list of all "
_DICTIONARIES += "goods, in the order of the columns, and `prices` holds one price for each of them."
_TABLE = (
    "`{r}` is a list of lists, one for each receipt: the amounts of all goods in the order of the list `{g}`, and the "
    "total at the end."
)
_SHAPE = "Receipts are counted first and goods second, as rows and columns are."
_TOTALS = "One total for each receipt, in the order of the receipts, is what the right-hand side needs."
_VISIT = "This loop meets every receipt together with its number, as it should."
_WITHIN = "This loop meets every good of the receipt; goods that it does not name keep their 0."

INDEX = Program(
    _PAIRS,
    (
        ("{A} = np.zeros((len({r}), len({g})))", _SHAPE),
        ("{b} = np.array([total for {c}, total in {r}])", _TOTALS),
        ("for {i}, ({c}, total) in enumerate({r}):", _VISIT),
        ("    for good in {c}:", _WITHIN),
        ("        {A}[{g}.index(good), {i}] = {c}[good]", ""),
    ),
    5,
)
SHAPE = Program(
    _PAIRS,
    (
        ("{b} = np.array([total for {c}, total in {r}])", _TOTALS),
        ("{A} = np.zeros((len({g}), len({r})))", ""),
        ("for {i}, ({c}, total) in enumerate({r}):", _VISIT),
        ("    for good, amount in {c}.items():", _WITHIN),
        (
            "        {A}[{i}, {g}.index(good)] = amount",
            "The number of the receipt says which row, and the place of the good says which column.",
        ),
    ),
    2,
)
STACK = Program(
    _PAIRS,
    (
        ("lists = [{c} for {c}, total in {r}]", "Here the totals are left aside, and come back two lines below."),
        (
            "columns = [[{c}.get(good, 0) for {c} in lists] for good in {g}]",
            "Each inner list holds the amounts of one good on all the receipts, with 0 where it is not named.",
        ),
        ("{b} = np.array([total for {c}, total in {r}])", _TOTALS),
        ("{A} = np.stack(columns, axis=0)", ""),
        ("{A}, {b} = {A}.astype(float), {b}.astype(float)", "Changing the type leaves every number in its place."),
    ),
    4,
)
TAIL = Program(
    _TABLE,
    (
        ("table = np.array({r}, dtype=float)", "A list of equally long lists becomes an array with one row for each."),
        (
            "m, n = len({r}), len({g})",
            "m counts the receipts and n the goods, so the table has m rows and n + 1 columns.",
        ),
        ("assert table.shape == (m, n + 1)", "This check holds: the totals are one column more."),
        ("{A} = table[:, :n]", "The colon keeps all receipts, and the first n columns are the amounts."),
        ("{b} = table[n, :]", ""),
    ),
    5,
)
HEAD = Program(
    _TABLE,
    (
        ("table = np.array({r}, dtype=float)", "A list of equally long lists becomes an array with one row for each."),
        ("n = len({g})", "The number of goods is only looked up here."),
        ("{b} = table[:, n]", "The totals stand behind the n amounts, and the colon keeps all receipts."),
        ("{A} = table[:n, :]", ""),
        ("{A}, {b} = {A}.copy(), {b}.copy()", "Copies have their own memory, and the same numbers in the same places."),
    ),
    4,
)
TOTALS = Program(
    _DICTIONARIES,
    (
        ("m, n = len({r}), len({g})", "m counts the receipts and n the goods."),
        ("{A} = np.zeros((m, n))", "One row for each receipt and one column for each good is what is wanted."),
        ("for {i}, {c} in enumerate({r}):", _VISIT),
        (
            "    {A}[{i}] = [{c}.get(good, 0) for good in {g}]",
            "One row is filled at once, in the order of the goods, with 0 for what the receipt does not name.",
        ),
        ("{b} = ({A} * prices).sum(axis=0)", ""),
    ),
    5,
)
PROGRAMS = (INDEX, SHAPE, STACK, TAIL, HEAD, TOTALS)
_NAMES = {
    "A": ("A", "M", "table_of_amounts", "coefficients"),
    "b": ("b", "rhs", "sides"),
    "r": ("receipts", "slips", "bills"),
    "g": ("goods", "items", "wares"),
    "i": ("i", "k", "row"),
    "c": ("amounts", "counts", "bought"),
}


def swapped_axes(rng: np.random.Generator) -> Question:
    """BUG: the line in which rows and columns have been exchanged."""
    program = PROGRAMS[int(rng.integers(len(PROGRAMS)))]
    names = {role: choices[int(rng.integers(len(choices)))] for role, choices in _NAMES.items()}
    lines = tuple(Line(code.format(**names), why) for code, why in program.lines)
    return Question(
        template="swapped_axes",
        text=f"{program.given.format(**names)}\n\nThe program is meant to build the matrix `{names['A']}`, with one "
        f"row for each receipt and one column for each good, and `{names['b']}`, with one total for each receipt. In "
        "**one line** the two axes have been exchanged. Which?",
        kind=BugLine(lines, program.bug),
        hint="Take three receipts and two goods, and write down the shape that each line leaves.",
    )
