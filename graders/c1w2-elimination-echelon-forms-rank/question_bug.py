"""The BUG question: an elimination loop that reuses the pivot row after it has changed."""

from dataclasses import dataclass

import numpy as np

from coursekit.quiz.kinds import BugLine, Line
from coursekit.quiz.questions import Question


@dataclass(frozen=True)
class Program:
    """A program with one wrong line.

    ``lines`` use the names {M} (matrix), {v} (right-hand side), {k} (pivot row), {i} (other row), {n} (size),
    {f} (factor); ``bug`` counts from 1.
    """

    story: str
    lines: tuple[tuple[str, str], ...]
    bug: int


_LOOP = "This loop visits every pivot row in turn, as it should."
_BELOW = "This loop visits the rows below the pivot, as it should: the ones above are finished."
_COPY = "Working on a copy with decimals is right: the caller's array stays as it was."
_SIZE = "The number of unknowns is only looked up here."
_LAST = "There is nothing below the last row, so the loop may stop one row earlier."
_SEARCH = (
    "The search starts at row k, so k has to be added to what argmax finds, and magnitudes are compared, as they "
    "should be."
)
_ASIDE = "The factor was put aside before this row changes, so this is a proper row operation."
_SAME = "The same operation on the right-hand side, with the same factor, is just what is needed."

NORMALISED = Program(
    "make every pivot 1 on the way down, so that the last step is a unit upper triangular system",
    (
        ("{M}, {v} = {M}.astype(float), {v}.astype(float)", _COPY),
        ("{n} = len({v})", _SIZE),
        ("for {k} in range({n}):", _LOOP),
        (
            "    {M}[{k}] = {M}[{k}] / {M}[{k}, {k}]",
            "The right-hand side is computed in full before the row is replaced, so the "
            "whole row is divided by the old pivot, as it should be.",
        ),
        ("    {v}[{k}] = {v}[{k}] / {M}[{k}, {k}]", ""),
        ("    for {i} in range({k} + 1, {n}):", _BELOW),
        (
            "        {f} = {M}[{i}, {k}]",
            "The pivot is 1 by now, so the entry below it is the factor, with no division needed.",
        ),
        ("        {M}[{i}] = {M}[{i}] - {f} * {M}[{k}]", _ASIDE),
        ("        {v}[{i}] = {v}[{i}] - {f} * {v}[{k}]", _SAME),
    ),
    5,
)

ENTRYWISE = Program(
    "make every pivot 1 on the way down, dividing each pivot row entry by entry",
    (
        ("{M}, {v} = {M}.astype(float), {v}.astype(float)", _COPY),
        ("{n} = len({v})", _SIZE),
        ("for {k} in range({n}):", _LOOP),
        (
            "    {v}[{k}] = {v}[{k}] / {M}[{k}, {k}]",
            "The matrix row has not changed at this point, so this divides by the old pivot, as it should.",
        ),
        (
            "    for j in range({k}, {n}):",
            "Columns left of the pivot hold zeros already, so starting at the pivot's column is right in itself.",
        ),
        ("        {M}[{k}, j] = {M}[{k}, j] / {M}[{k}, {k}]", ""),
        ("    for {i} in range({k} + 1, {n}):", _BELOW),
        (
            "        {f} = {M}[{i}, {k}] / {M}[{k}, {k}]",
            "Dividing by the pivot gives the factor whatever the pivot is, so this line is right.",
        ),
        ("        {M}[{i}] = {M}[{i}] - {f} * {M}[{k}]", _ASIDE),
        ("        {v}[{i}] = {v}[{i}] - {f} * {v}[{k}]", _SAME),
    ),
    6,
)

EXCHANGE = Program(
    "bring the system to upper triangular form with row exchanges",
    (
        ("{M}, {v} = {M}.astype(float), {v}.astype(float)", _COPY),
        ("{n} = len({v})", _SIZE),
        ("for {k} in range({n} - 1):", _LAST),
        ("    p = {k} + np.argmax(np.abs({M}[{k}:, {k}]))", _SEARCH),
        (
            "    {v}[{k}], {v}[p] = {v}[p], {v}[{k}]",
            "Both single numbers are read before either is written, so this exchange works.",
        ),
        (
            "    {M}[{k}] = {M}[p]",
            "Moving the row with the largest pivot up is half of an exchange and right in itself; see "
            "whether the other half still finds what it needs.",
        ),
        ("    {M}[p] = {M}[{k}]", ""),
        ("    for {i} in range({k} + 1, {n}):", _BELOW),
        ("        {f} = {M}[{i}, {k}] / {M}[{k}, {k}]", "The factor is put aside before the row changes."),
        ("        {M}[{i}] = {M}[{i}] - {f} * {M}[{k}]", _ASIDE),
        ("        {v}[{i}] = {v}[{i}] - {f} * {v}[{k}]", _SAME),
    ),
    7,
)

HALF_EXCHANGE = Program(
    "bring the system to upper triangular form with row exchanges",
    (
        ("{M}, {v} = {M}.astype(float), {v}.astype(float)", _COPY),
        ("{n} = len({v})", _SIZE),
        ("for {k} in range({n} - 1):", _LAST),
        ("    p = {k} + np.argmax(np.abs({M}[{k}:, {k}]))", _SEARCH),
        (
            "    {M}[[{k}, p]] = {M}[[p, {k}]]",
            "A list of rows makes a copy of both before either is written, so this exchange works.",
        ),
        (
            "    {v}[{k}] = {v}[p]",
            "Moving the pivot row's right-hand side up is half of an exchange and right in itself; see whether the "
            "other half still finds what it needs.",
        ),
        ("    {v}[p] = {v}[{k}]", ""),
        ("    for {i} in range({k} + 1, {n}):", _BELOW),
        (
            "        {v}[{i}] = {v}[{i}] - {M}[{i}, {k}] / {M}[{k}, {k}] * {v}[{k}]",
            "The matrix row has not changed at this point, so the factor is still the right one.",
        ),
        (
            "        {M}[{i}] = {M}[{i}] - {M}[{i}, {k}] / {M}[{k}, {k}] * {M}[{k}]",
            "The right-hand side is computed in full, with the old entry of the row, before the row is replaced.",
        ),
    ),
    7,
)

PROGRAMS = (NORMALISED, ENTRYWISE, EXCHANGE, HALF_EXCHANGE)
_NAMES = {
    "M": ("A", "M", "U", "T"),
    "v": ("b", "rhs", "c", "y"),
    "k": ("k", "s", "col", "step"),
    "i": ("i", "r", "row"),
    "n": ("n", "size", "m"),
    "f": ("factor", "ratio", "q"),
}


def overwritten(rng: np.random.Generator) -> Question:
    """BUG: which line reads something of the pivot row that has already been overwritten."""
    program = PROGRAMS[int(rng.integers(len(PROGRAMS)))]
    names = draw_names(rng)
    lines = tuple(Line(code.format(**names), why) for code, why in program.lines)
    return Question(
        template="overwritten",
        text=f"This program is meant to {program.story}. Its input is the square matrix `{names['M']}` and "
        f"the right-hand side "
        f"`{names['v']}`, with no zero pivots on the way. It runs without an error and gives wrong results, "
        f"because **one line "
        "reads something of the pivot row that has already been overwritten**. Which line reads it?",
        kind=BugLine(lines, program.bug),
        hint="For each line ask: is what it reads still the old value it needs?",
    )


def draw_names(rng: np.random.Generator) -> dict[str, str]:
    """One name for each role."""
    return {role: str(choices[int(rng.integers(len(choices)))]) for role, choices in _NAMES.items()}
