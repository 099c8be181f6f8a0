"""Typed numbers: MAT, VEC, NUM and INT."""

from collections.abc import Sequence
from fractions import Fraction

from coursekit.quiz.answers import Answer
from coursekit.quiz.forms.base import Form, State
from coursekit.quiz.items import PublicItem
from coursekit.quiz.numbers import format_number, is_unfinished, parse_number

_ENTRIES = "Fill in every entry. Whole numbers, decimals and fractions such as -3/2 are all fine."
_HOW = {
    "MAT": _ENTRIES,
    "VEC": _ENTRIES,
    "NUM": "Type a whole number, a decimal or a fraction such as -3/2.",
    "INT": "Type a whole number.",
}


class NumbersForm(Form):
    """A table, a row, or one number."""

    def how(self, item: PublicItem) -> str:
        return _HOW[item.kind]

    def example(self, item: PublicItem) -> str:
        if item.kind == "MAT":
            return repr([[0] * item.shape[1]] * item.shape[0])
        if item.kind == "VEC":
            return repr([0] * item.shape[0])
        return '"-3/2"' if item.kind == "NUM" else "7"

    def answer_from(self, item: PublicItem, value: object) -> Answer | None:
        if item.kind == "VEC":
            return _entries(value, item.shape[0], "numbers")
        if item.kind == "MAT":
            return _table(value, item.shape)
        return _entry(value)

    def state(self, item: PublicItem, answer: Answer) -> State:
        rows = to_fields(item, answer)
        cells = [
            (field_name(item, i, j), text) for i, row in enumerate(rows, start=1) for j, text in enumerate(row, start=1)
        ]
        for name, text in cells:
            where = f"{name}: " if len(cells) > 1 else ""
            if text and is_unfinished(text):
                return State(False, f"{where}{text} is not finished yet")
            problem = _problem(item, text) if text else ""
            if problem:
                return State(False, where + problem, wrong_input=True)
        filled = sum(1 for _, text in cells if text)
        if filled < len(cells):
            return State(False, f"{filled} of {len(cells)} entries filled in")
        return State(True, "answered")

    def words(self, item: PublicItem, answer: Answer) -> str:
        if item.kind in ("NUM", "INT"):
            return f"`{answer}`"
        rows = ["[" + ", ".join(text or "…" for text in row) + "]" for row in to_fields(item, answer)]
        return f"`{'; '.join(rows)}`"


def fields_shape(item: PublicItem) -> tuple[int, int]:
    """Rows and columns of the fields of a typed answer: one row for VEC, one field for NUM and INT."""
    if item.kind == "MAT":
        return item.shape[0], item.shape[1]
    return 1, (item.shape[0] if item.kind == "VEC" else 1)


def to_fields(item: PublicItem, answer: Answer | None) -> list[list[str]]:
    """The texts to show in the fields; a kept answer of another shape fills none."""
    count, width = fields_shape(item)
    empty = [[""] * width for _ in range(count)]
    if answer is None:
        return empty
    rows: object = {"MAT": answer, "VEC": [answer]}.get(item.kind, [[answer]])
    if not isinstance(rows, list) or len(rows) != count:
        return empty
    if not all(isinstance(row, list) and len(row) == width for row in rows):
        return empty
    return [[str(text) for text in row] for row in rows]


def from_fields(item: PublicItem, texts: Sequence[Sequence[str]]) -> Answer | None:
    """The kept form of what stands in the fields; None if all are empty."""
    rows = [[text.strip() for text in row] for row in texts]
    if not any(text for row in rows for text in row):
        return None
    if item.kind == "MAT":
        return rows
    return rows[0] if item.kind == "VEC" else rows[0][0]


def field_name(item: PublicItem, row: int, column: int) -> str:
    """What a field is called, for screen readers and messages: ``"row 2, column 3"``, ``"entry 2"``,
    ``"answer"``."""
    if item.kind == "MAT":
        return f"row {row}, column {column}"
    return f"entry {column}" if item.kind == "VEC" else "answer"


def sequence(value: object, wanted: str) -> list[object]:
    """``value`` as a list; raises ValueError, saying what is wanted."""
    tolist = getattr(value, "tolist", None)
    plain = tolist() if callable(tolist) else value
    if not isinstance(plain, list | tuple):
        raise ValueError(f"give a list of {wanted}, not {plain!r}")
    return list(plain)


def _entry(value: object) -> str:
    item = getattr(value, "item", None)
    plain = item() if callable(item) else value
    if isinstance(plain, str):
        parse_number(plain)
        return plain.strip()
    if isinstance(plain, bool) or not isinstance(plain, int | float | Fraction):
        raise ValueError(f"{plain!r} is not a number: write for example 3, -0.5 or '7/2'")
    if isinstance(plain, float):
        parse_number(repr(plain))
        return repr(plain)
    return format_number(plain)


def _entries(value: object, length: int, what: str) -> list[str]:
    row = sequence(value, f"{length} {what}")
    if len(row) != length:
        raise ValueError(f"give {length} {what}, not {len(row)}")
    return [_entry(entry) for entry in row]


def _table(value: object, shape: tuple[int, ...]) -> list[list[str]]:
    rows = sequence(value, f"{shape[0]} rows")
    if len(rows) != shape[0]:
        raise ValueError(f"give {shape[0]} rows of {shape[1]} numbers, not {len(rows)} rows")
    return [_entries(row, shape[1], "numbers in each row") for row in rows]


def _problem(item: PublicItem, text: str) -> str:
    try:
        value = parse_number(text)
    except ValueError as error:
        return str(error)
    return f"{text} is not a whole number" if item.kind == "INT" and value.denominator != 1 else ""
