"""Questions: what learners see, and how their answers are judged."""

import json
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from coursekit.quiz.kinds import (
    BugLine,
    Formula,
    Integer,
    Kind,
    Line,
    Matrix,
    Misplaced,
    Number,
    Option,
    Ordered,
    Output,
    SetOf,
    Vector,
)
from coursekit.quiz.questions import Figure, Misconception, Question, in_order, one_of, some, wrong
from tests.coursekit.quiz.pictures import PARALLEL, SEPARABLE

ONE, TWO, THREE = Fraction(1), Fraction(2), Fraction(3)


ORDER = Ordered(("first", "second", "third"), (1, 2, 0), (Misplaced("late", 0, 1, "Begin at the beginning."),))
FORMULA = Formula("3*x^2 + sqrt(y)", {"x": (-2, 2), "y": (0.1, 3)})


def ask(kind: Kind, *listed: Misconception, figure: Figure | None = None) -> Question:
    return Question("t", "How much?", kind, "Look again.", listed, figure)


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        (Number(Fraction(7, 2)), "3.5"),
        (Number(Fraction(7, 2)), "3.5034"),  # within one part in a thousand
        (Number(Fraction(1, 3)), "0.33333"),
        (Number(Fraction(0)), "0"),
        (Integer(-12), "-12"),
        (Integer(-12), "\N{MINUS SIGN}12.0"),
        (Vector((ONE, TWO)), ["1", "4/2"]),
        (Vector((ONE, -TWO, THREE), up_to_scale=True), ["-0.5", "1", "-1.5"]),
        (Vector((ONE, -TWO, THREE), up_to_scale=True), ["0.333333", "-0.666667", "1"]),
        (Matrix(((ONE, TWO), (TWO, THREE))), [["1", "2"], ["2", "6/2"]]),
        (SetOf((Option("p", True), Option("q", False), Option("r", True))), ["C", "A"]),
        (BugLine((Line("a"), Line("b")), 2), 2),
        (ORDER, ["C", "A", "B"]),
        (FORMULA, "x*3*x + y^(1/2)"),
        (FORMULA, "3x^2 + sqrt(y)".replace("3x", "3*x")),
        (Output("(4, 3)"), " (4,3) "),
        (Output("[ 1 99  3]"), "[1, 99, 3]"),
        (PARALLEL, [["0", "3"], ["4", "5"]]),
        (SEPARABLE, "ticked"),
    ],
)
def test_right_answers(kind: Kind, answer: object) -> None:
    assert ask(kind).judge(answer).right


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        (Number(Fraction(7, 2)), "3.51"),
        (Number(Fraction(0)), "0.0001"),
        (Integer(-12), "12"),
        (Vector((ONE, TWO)), ["2", "4"]),
        (Vector((ONE, TWO), up_to_scale=True), ["0", "0"]),
        (Vector((ONE, TWO), up_to_scale=True), ["1", "2.1"]),
        (Matrix(((ONE, TWO),)), [["1", "2.0001"]]),
        (SetOf((Option("p", True), Option("q", False), Option("r", True))), ["A"]),
        (SetOf((Option("p", True), Option("q", False), Option("r", True))), ["A", "B", "C"]),
        (BugLine((Line("a"), Line("b")), 2), 1),
        (ORDER, ["A", "B", "C"]),
        (FORMULA, "3*x^2 + y"),
        (FORMULA, "3*x^2 + sqrt(y) + 0*log(-1)"),
        (Output("[3 2 5] int64"), "[3. 2. 5.] int64"),
        (PARALLEL, [["0", "0"], ["4", "3"]]),
        (SEPARABLE, [["1", "1"], ["2", "2"]]),
    ],
)
def test_wrong_answers(kind: Kind, answer: object) -> None:
    assert not ask(kind).judge(answer).right


KINDS: tuple[Kind, ...] = (
    Number(ONE),
    Integer(1),
    Vector((ONE, TWO)),
    Matrix(((ONE, TWO),)),
    SetOf((Option("p", True), Option("q", False))),
    one_of(np.random.default_rng(1), "yes", [wrong("w", "no", "why")]),
    BugLine((Line("a"), Line("b")), 1),
    ORDER,
    FORMULA,
    Output("2"),
    PARALLEL,
    SEPARABLE,
)
NONSENSE: tuple[Any, ...] = (
    True,
    1.0,
    -1,
    0,
    3,
    10**400,
    "",
    " ",
    "Z",
    "A\0",
    "nan",
    "inf",
    "1e999999999",
    "9" * 5000,
    "1/0",
    [],
    [[]],
    ["1"],
    [["1"]],
    ["1", None],
    [["1", "x"]],
    ["A", "Z"],
    ["A", ["B"]],
    {},
    {"A": 1},
    [{}],
    b"1",
    ["1", "2", "3"],
    [[["1"]]],
    ["A", "A", "B"],
    ["C", "A"],
    "x**" * 60,
    "9^9^9^9^9",
    "__import__('os')",
    "(" * 150,
    [["1", "2"], ["3", "1e99"]],
    [["0", "0"], ["nan", "0"]],
    "ticke",
)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_answers_of_no_known_form_score_nothing_and_say_why(kind: Kind) -> None:
    for answer in NONSENSE:
        verdict = ask(kind).judge(answer)
        assert not verdict.right or answer in (kind.reference(), 1, ["A"], 3)
        assert verdict.right or verdict.hint


def test_an_unanswered_question_says_so() -> None:
    assert ask(Integer(3)).judge(None).hint == "It is not answered yet."


def test_a_number_with_a_comma_is_explained() -> None:
    assert ask(Number(ONE)).judge("3,5").hint == "Your answer: 3,5 is not a number: write 3.5 or 7/2."


def test_an_empty_entry_is_named() -> None:
    assert ask(Matrix(((ONE, TWO),))).judge([["1", ""]]).hint == "Row 1, column 2 is empty."


def test_a_listed_misconception_gets_its_own_hint() -> None:
    question = ask(Number(TWO), Misconception("sign", "-2", "The sign is the other way round."))
    assert question.judge("-2.0").hint == "The sign is the other way round."
    assert question.judge("5").hint == "Look again."


def test_a_wrong_option_gets_its_own_hint() -> None:
    kind = one_of(np.random.default_rng(0), "yes", [wrong("n", "no", "Not so."), wrong("m", "maybe", "Decide.")])
    options = {entry["text"]: entry["letter"] for entry in kind.public()["options"]}
    assert ask(kind).judge(options["maybe"]).hint == "Decide."
    assert {m.name for m in ask(kind).misconceptions()} == {"n", "m"}


def test_a_wrongly_ticked_option_gets_its_own_hint() -> None:
    kind = SetOf((Option("p", True), Option("q", False, "q is not one of them.")))
    assert ask(kind).judge(["A", "B"]).hint == "q is not one of them."


def test_steps_in_a_wrong_order_are_explained_by_the_pair_that_is_misplaced() -> None:
    (listed,) = ask(ORDER).misconceptions()
    assert listed.answer == ["A", "C", "B"]
    for answer in (["A", "C", "B"], ["A", "B", "C"], ["B", "A", "C"]):
        assert ask(ORDER).judge(answer).hint == "Begin at the beginning."
    assert ask(ORDER).judge(["C", "B", "A"]).hint == "Look again."


def test_steps_are_never_shown_in_their_order() -> None:
    rng = np.random.default_rng(0)
    shown = {in_order(rng, ("a", "b", "c")).shown for _ in range(200)}
    assert len(shown) == 5 and (0, 1, 2) not in shown


def test_a_formula_is_recognised_however_it_is_written() -> None:
    question = ask(FORMULA, Misconception("plain", "3*x^2 + y", "The root is missing."))
    assert question.judge("y + 3*x*x").hint == "The root is missing."
    assert "has no value" in question.judge("1/(x-x)").hint
    assert question.judge("3*x +").hint == "A number or a name is missing after + at place 5."


def test_a_formula_needs_values_in_its_ranges() -> None:
    with pytest.raises(ValueError, match="hardly any values"):
        ask(Formula("sqrt(x)", {"x": (-2, -1)})).judge("x")


def test_handles_in_a_wrong_region_get_its_hint() -> None:
    assert ask(PARALLEL).judge([["0", "1"], ["2", "2"]]).hint == "The lines lie on each other."
    assert ask(PARALLEL).judge([["0", "3"], ["5", "0"]]).hint == "Look again."
    assert ask(PARALLEL).judge([["0", "3"], ["50", "0"]]).hint == "Point Q lies outside the figure."
    assert ask(PARALLEL).judge("ticked").hint.startswith("This question asks you to move")


def test_the_public_face_holds_nothing_private() -> None:
    kind = one_of(np.random.default_rng(0), "yes", [wrong("secret_name", "no", "secret why")])
    public = ask(kind, figure=Figure("<svg/>", "a line")).public(3)
    assert set(public) == {"number", "kind", "text", "options", "figure"}
    assert all(set(option) == {"letter", "text"} for option in public["options"])
    assert "secret" not in json.dumps(public)


def test_numbers_are_published_without_their_values() -> None:
    assert ask(Matrix(((ONE, TWO), (TWO, THREE)))).public(1) == {
        "number": 1, "kind": "MAT", "text": "How much?", "shape": [2, 2]
    }  # fmt: skip
    assert set(ask(Integer(4)).public(1)) == {"number", "kind", "text"}


def test_the_order_of_options_is_drawn() -> None:
    rng = np.random.default_rng(0)
    places = {one_of(rng, "yes", [wrong(str(k), str(k), "") for k in range(3)]).reference() for _ in range(60)}
    assert places == {"A", "B", "C", "D"}


def test_some_draws_without_repetition() -> None:
    options = [wrong(str(k), str(k), "") for k in range(5)]
    assert len({option.text for option in some(np.random.default_rng(0), options, 3)}) == 3
