"""What a right-looking answer to each kind of question is: reading a value, and saying what is still
missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from coursekit.quiz.answers import Answer
from coursekit.quiz.items import PublicItem
from coursekit.quiz.numbers import format_number, is_unfinished, parse_number


@dataclass(frozen=True)
class State:
    """How far the answer to a question is: ``complete``, and a short message for the learner.

    ``wrong_input`` is set when something typed cannot be read.
    """

    complete: bool
    message: str
    wrong_input: bool = False


def answer_from(item: PublicItem, value: object) -> Answer | None:
    """Turn a plain value, such as ``[[1, 0], [0, 1]]``, ``"B"`` or ``{"A", "C"}``, into the kept form.

    None stays None (no answer). Raises ValueError, saying what to write, if ``value`` has not the question's
    form.
    """
    if value is None:
        return None
    if item.kind in ("NUM", "INT"):
        return _entry(value)
    if item.kind == "VEC":
        return _entries(value, item.shape[0], "numbers")
    if item.kind == "MAT":
        return _table(value, item.shape)
    if item.kind == "ONE":
        return _letter(item, value)
    if item.kind == "SET":
        return _letters(item, value)
    return _line(item, value)


def state_of(item: PublicItem, answer: Answer | None) -> State:
    """How far ``answer`` is."""
    if answer is None:
        return State(False, "not answered yet")
    if item.kind in ("ONE", "BUG"):
        return State(True, "answered")
    if item.kind == "SET":
        count = len(answer) if isinstance(answer, list) else 0
        return State(True, f"{count} chosen")
    return _typed_state(item, _cells(item, answer))


def blank(item: PublicItem) -> list[list[str]]:
    """Empty fields for a typed answer: rows of entries (one row for VEC, one entry for NUM and INT)."""
    rows, columns = fields_shape(item)
    return [[""] * columns for _ in range(rows)]


def fields_shape(item: PublicItem) -> tuple[int, int]:
    """Rows and columns of the fields of a typed answer."""
    if item.kind == "MAT":
        return item.shape[0], item.shape[1]
    return 1, (item.shape[0] if item.kind == "VEC" else 1)


def to_fields(item: PublicItem, answer: Answer | None) -> list[list[str]]:
    """The texts to show in the fields; a kept answer of another shape fills none."""
    empty = blank(item)
    if answer is None:
        return empty
    rows: object = {"MAT": answer, "VEC": [answer]}.get(item.kind, [[answer]])
    if not isinstance(rows, list) or len(rows) != len(empty):
        return empty
    if not all(isinstance(row, list) and len(row) == len(empty[0]) for row in rows):
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


def _cells(item: PublicItem, answer: Answer) -> list[tuple[str, str]]:
    """(name for the learner, text) of each field."""
    rows = to_fields(item, answer)
    return [
        (field_name(item, i, j), text) for i, row in enumerate(rows, start=1) for j, text in enumerate(row, start=1)
    ]


def field_name(item: PublicItem, row: int, column: int) -> str:
    """What a field is called, for screen readers and messages: ``"row 2, column 3"``, ``"entry 2"``,
    ``"answer"``."""
    if item.kind == "MAT":
        return f"row {row}, column {column}"
    return f"entry {column}" if item.kind == "VEC" else "answer"


def _typed_state(item: PublicItem, cells: list[tuple[str, str]]) -> State:
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


def _problem(item: PublicItem, text: str) -> str:
    try:
        value = parse_number(text)
    except ValueError as error:
        return str(error)
    return f"{text} is not a whole number" if item.kind == "INT" and value.denominator != 1 else ""


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
    row = _sequence(value, f"{length} {what}")
    if len(row) != length:
        raise ValueError(f"give {length} {what}, not {len(row)}")
    return [_entry(entry) for entry in row]


def _table(value: object, shape: tuple[int, ...]) -> list[list[str]]:
    rows = _sequence(value, f"{shape[0]} rows")
    if len(rows) != shape[0]:
        raise ValueError(f"give {shape[0]} rows of {shape[1]} numbers, not {len(rows)} rows")
    return [_entries(row, shape[1], "numbers in each row") for row in rows]


def _sequence(value: object, wanted: str) -> list[object]:
    tolist = getattr(value, "tolist", None)
    plain = tolist() if callable(tolist) else value
    if not isinstance(plain, list | tuple):
        raise ValueError(f"give a list of {wanted}, not {plain!r}")
    return list(plain)


def _letter(item: PublicItem, value: object) -> str:
    if not isinstance(value, str) or value.strip().upper() not in item.letters:
        raise ValueError(f"{value!r} is not one of the options {', '.join(item.letters)}")
    return value.strip().upper()


def _letters(item: PublicItem, value: object) -> list[str] | None:
    if not isinstance(value, str | list | tuple | set | frozenset):
        raise ValueError(f"give the letters you choose, such as 'AC', not {value!r}")
    chosen = {_letter(item, letter) for letter in value}
    return sorted(chosen) or None


def _line(item: PublicItem, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= len(item.lines):
        raise ValueError(f"{value!r} is not a line number from 1 to {len(item.lines)}")
    return value
