"""Reading values as answers, and saying what is missing."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from coursekit.quiz.answers import Answer
from coursekit.quiz.forms import answer_from, from_fields, state_of, to_fields
from coursekit.quiz.items import PublicItem, load_items


@pytest.fixture
def items(folder: Path) -> dict[str, PublicItem]:
    return {item.kind: item for item in load_items(folder / "quiz_items.json").items}


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        ("MAT", [[1, "1/2"], [0.25, Fraction(-7, 2)]], [["1", "1/2"], ["0.25", "-7/2"]]),
        ("MAT", np.eye(2, dtype=int), [["1", "0"], ["0", "1"]]),
        ("VEC", (1, 2, 3), ["1", "2", "3"]),
        ("NUM", np.float64(0.5), "0.5"),
        ("INT", np.int64(4), "4"),
        ("ONE", "b", "B"),
        ("SET", "CA", ["A", "C"]),
        ("SET", {"C", "B"}, ["B", "C"]),
        ("SET", [], None),
        ("BUG", 2, 2),
        ("NUM", None, None),
    ],
)
def test_values_become_answers(items: dict[str, PublicItem], kind: str, value: object, kept: object) -> None:
    assert answer_from(items[kind], value) == kept


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        ("MAT", [[1, 2]], "give 2 rows of 2 numbers, not 1 rows"),
        ("MAT", 3, "give a list of 2 rows"),
        ("VEC", [1, 2], "give 3 numbers, not 2"),
        ("NUM", "3,5", "write 3.5 or 7/2"),
        ("NUM", float("nan"), "nan is not a number"),
        ("NUM", True, "True is not a number"),
        ("ONE", "C", "'C' is not one of the options A, B"),
        ("SET", 3, "give the letters you choose"),
        ("BUG", 3, "3 is not a line number from 1 to 2"),
    ],
)
def test_other_values_are_refused(items: dict[str, PublicItem], kind: str, value: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        answer_from(items[kind], value)


@pytest.mark.parametrize(
    ("kind", "answer", "message"),
    [
        ("MAT", None, "not answered yet"),
        ("MAT", [["1", ""], ["", ""]], "1 of 4 entries filled in"),
        ("MAT", [["1", "2"], ["3,5", ""]], "row 2, column 1: 3,5 is not a number: write 3.5 or 7/2"),
        ("VEC", ["1", "2", "3/"], "entry 3: 3/ is not finished yet"),
        ("NUM", "x", "x is not a number: write for example 3, -0.5 or 7/2"),
        ("INT", "1/2", "1/2 is not a whole number"),
    ],
)
def test_what_is_missing_is_named(items: dict[str, PublicItem], kind: str, answer: Answer | None, message: str) -> None:
    state = state_of(items[kind], answer)
    assert (state.complete, state.message) == (False, message)


@pytest.mark.parametrize(
    ("kind", "answer"),
    [("MAT", [["1", "2"], ["3", "4"]]), ("INT", "4/2"), ("ONE", "A"), ("SET", ["A"]), ("BUG", 1)],
)
def test_complete_answers(items: dict[str, PublicItem], kind: str, answer: Answer) -> None:
    assert state_of(items[kind], answer).complete


def test_fields_keep_what_is_typed(items: dict[str, PublicItem]) -> None:
    texts = [["1", "x"], ["", "3,5"]]
    assert to_fields(items["MAT"], from_fields(items["MAT"], texts)) == texts
    assert from_fields(items["VEC"], [["", " ", ""]]) is None


def test_an_answer_of_another_shape_fills_no_field(items: dict[str, PublicItem]) -> None:
    assert to_fields(items["MAT"], ["1", "2"]) == [["", ""], ["", ""]]
