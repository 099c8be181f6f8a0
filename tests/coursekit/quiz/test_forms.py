"""Reading values as answers, and saying what is missing."""

import ast
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from coursekit.quiz.answers import Answer
from coursekit.quiz.forms import FORMS, answer_from, state_of
from coursekit.quiz.forms.numbers import from_fields, to_fields
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
        ("ORD", "bca", ["B", "C", "A"]),
        ("EXP", " 3*x^2 ", "3*x^2"),
        ("OUT", "(4, 3)\n", "(4, 3)"),
        ("OUT", (4, 3), "(4, 3)"),
        ("PIC", [[1, "2"], (0.5, np.float64(-3))], [["1", "2"], ["0.5", "-3"]]),
        ("PIC", "ticked", "ticked"),
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
        ("ORD", "AB", "give each of the letters A, B, C once"),
        ("EXP", "3*z", "z at place 3 is unknown: the variables are x, y"),
        ("EXP", 3, "give a formula as text"),
        ("OUT", {}, "give what is printed as text"),
        ("PIC", [[1, 2]], r"give 2 points \[x, y\], one for each of P, Q"),
        ("PIC", [[1, 2], ["a", 3]], "something that is not a number"),
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
        ("EXP", "2x", "a sign is missing before x at place 2: write 2*x"),
    ],
)
def test_what_is_missing_is_named(items: dict[str, PublicItem], kind: str, answer: Answer | None, message: str) -> None:
    state = state_of(items[kind], answer)
    assert (state.complete, state.message) == (False, message)


@pytest.mark.parametrize(
    ("kind", "answer"),
    [("MAT", [["1", "2"], ["3", "4"]]), ("INT", "4/2"), ("ONE", "A"), ("SET", ["A"]), ("BUG", 1),
     ("ORD", ["B", "A", "C"]), ("EXP", "x"), ("OUT", "x"), ("PIC", [["1", "2"], ["0", "0"]])],
)  # fmt: skip
def test_complete_answers(items: dict[str, PublicItem], kind: str, answer: Answer) -> None:
    assert state_of(items[kind], answer).complete


@pytest.mark.parametrize(
    ("kind", "answer", "words"),
    [
        ("ORD", ["B", "A", "C"], "`B` → `A` → `C`"),
        ("EXP", "x/y", r"`x/y`, read as $\frac{x}{y}$"),
        ("EXP", "x//y", "`x//y`"),
        ("OUT", "1\n2", "`1 ⏎ 2`"),
        ("PIC", [["1", "2.5"], ["0", "0"]], "P at (1, 2.5), Q at (0, 0)"),
        ("PIC", "ticked", "ticked: impossible"),
    ],
)
def test_answers_in_words(items: dict[str, PublicItem], kind: str, answer: Answer, words: str) -> None:
    assert FORMS[kind].words(items[kind], answer) == words


def test_the_example_of_each_kind_has_its_form(items: dict[str, PublicItem]) -> None:
    for kind, form in FORMS.items():
        value = ast.literal_eval(form.example(items[kind]))
        assert answer_from(items[kind], value) is not None


@pytest.mark.parametrize("answer", [3, "x", ["A"], [["1"]], [["1", "2"], ["3", "x"]], [[]], []])
def test_an_answer_to_another_question_does_no_harm(items: dict[str, PublicItem], answer: Answer) -> None:
    for kind, form in FORMS.items():
        assert isinstance(state_of(items[kind], answer).message, str)
        assert isinstance(form.words(items[kind], answer) + form.choices(items[kind], answer), str)


def test_fields_keep_what_is_typed(items: dict[str, PublicItem]) -> None:
    texts = [["1", "x"], ["", "3,5"]]
    assert to_fields(items["MAT"], from_fields(items["MAT"], texts)) == texts
    assert from_fields(items["VEC"], [["", " ", ""]]) is None


def test_an_answer_of_another_shape_fills_no_field(items: dict[str, PublicItem]) -> None:
    assert to_fields(items["MAT"], ["1", "2"]) == [["", ""], ["", ""]]
