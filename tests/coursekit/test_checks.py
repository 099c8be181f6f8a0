"""What a learner reads under an exercise: one friendly line, or what was called, what came back and what was
expected."""

from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from coursekit.checks import SelfCheckFailed, self_check

Matrix = NDArray[np.float64]


class Pair(NamedTuple):
    kind: str
    x: Matrix | None


def doubled(table: Any) -> Matrix:
    return 2.0 * np.asarray(table, dtype=np.float64)


def failing(table: Any) -> Matrix:
    raise ZeroDivisionError("nothing to divide by")


def unwritten(table: Any) -> Matrix:
    raise NotImplementedError()


def test_agreement_prints_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with self_check(doubled) as example:
        example([[1, 2]]).returns(np.array([[2, 4]]))
        example([[0.1]]).satisfies("something", lambda answer: answer[0, 0] == 0.2)
    assert capsys.readouterr().out == "✓ doubled: all 2 examples agree. The hidden tests try many more inputs.\n"


def test_a_wrong_answer_says_what_was_called_returned_and_expected(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(AssertionError) as caught, self_check(doubled) as example:
        example([[1, 2]]).returns(np.array([[2, 5]]), hint="Count again.")
    assert str(caught.value).splitlines() == [
        "doubled([[1, 2]])",
        "  returned  [[2., 4.]]",
        "  expected  [[2, 5]]",
        "  (entry [0, 1] is 4, not 5)",
        "  Hint: Count again.",
    ]
    assert capsys.readouterr().out == ""


def test_a_missing_property_is_named() -> None:
    with pytest.raises(SelfCheckFailed, match=r"expected  a pivot of 1"), self_check(doubled) as example:
        example([[1]]).satisfies("a pivot of 1", lambda answer: answer[0, 0] == 1)


def test_a_result_of_the_wrong_kind_is_described_and_not_a_crash() -> None:
    with (
        pytest.raises(SelfCheckFailed, match=r"returned  \[\[2.\]\]\n.*\n.*index 7"),
        self_check(doubled) as example,
    ):
        example([[1]]).satisfies("a long row", lambda answer: answer[7] == 1)


@pytest.mark.parametrize(
    ("answer", "expected", "said"),
    [
        (np.zeros((2, 1)), np.zeros((1, 2)), r"the shape is \(2, 1\), not \(1, 2\)"),
        ([1.0], np.zeros(1), "a list, not an array"),
        (np.array([np.nan]), np.array([1.0]), r"entry \[0\] is nan, not 1"),
        ((1, 2), (1, 2, 3), "2 values, not 3"),
        (Pair("none", None), Pair("unique", np.zeros(1)), "kind: not 'unique'"),
        (Pair("unique", None), Pair("unique", np.zeros(1)), "x: a NoneType, not an array"),
        (1, True, "not True"),
        (2, 3, "the numbers differ"),
    ],
)
def test_the_first_difference_is_put_into_words(answer: Any, expected: Any, said: str) -> None:
    def given() -> Any:
        return answer

    with pytest.raises(SelfCheckFailed, match=said), self_check(given) as example:
        example().returns(expected)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (np.array([1e-200 * (1 + 1e-12)]), np.array([1e-200])),
        (np.zeros((0, 3)), np.zeros((0, 3))),
        ((np.eye(2), [0, 1]), (np.eye(2), [0, 1])),
        (Pair("none", None), Pair("none", None)),
        (np.float64(0.5), 0.5),
        ({"a": np.ones(2)}, {"a": np.ones(2)}),
    ],
)
def test_round_off_and_equal_values_agree(answer: Any, expected: Any) -> None:
    def given() -> Any:
        return answer

    with self_check(given) as example:
        example().returns(expected)


def test_an_unwritten_answer_is_called_that() -> None:
    said = "^unwritten is not written yet: put your code"
    with pytest.raises(AssertionError, match=said), self_check(unwritten) as example:
        example([[1]]).returns(np.eye(1))


def test_an_error_is_shown_with_the_line_of_the_learner() -> None:
    with pytest.raises(SelfCheckFailed) as caught, self_check(failing) as example:
        example([[1]]).returns(np.eye(1), hint="Look at the pivot.")
    shown = "\n".join(caught.value._render_traceback_())
    assert "raised    ZeroDivisionError: nothing to divide by" in shown
    assert "In failing, line" in shown and 'raise ZeroDivisionError("nothing to divide by")' in shown
    assert "checks.py" not in shown


def test_an_error_can_be_the_right_answer() -> None:
    with self_check(failing) as example:
        example([[1]]).raises(ArithmeticError)
    said = r"raised    ZeroDivisionError.*\n.*ValueError to be raised"
    with pytest.raises(SelfCheckFailed, match=said), self_check(failing) as example:
        example([[1]]).raises(ValueError)
    with (
        pytest.raises(SelfCheckFailed, match=r"returned .*\n.*ValueError to be raised"),
        self_check(doubled) as example,
    ):
        example([[1]]).raises(ValueError)


def test_a_changed_argument_is_noticed() -> None:
    def greedy(table: Matrix) -> Matrix:
        table *= 2.0
        return table

    with (
        pytest.raises(SelfCheckFailed, match=r"changed the array that was passed in"),
        self_check(greedy) as example,
    ):
        example(np.eye(2)).returns(2 * np.eye(2))


def test_a_generator_may_move_on_and_examples_do_not_share_it() -> None:
    def drawn(rng: np.random.Generator) -> float:
        return float(rng.uniform())

    rng = np.random.default_rng(1)
    with self_check(drawn) as example:
        expected = float(np.random.default_rng(1).uniform())
        example(rng).returns(expected)
        example(rng).returns(expected)


def test_a_long_array_is_described_by_its_shape() -> None:
    said = r"doubled\(an array of shape \(30, 30\)\)"
    with pytest.raises(SelfCheckFailed, match=said), self_check(doubled) as example:
        example(np.ones((30, 30))).returns(np.ones((30, 30)))


def test_nan_in_a_list_is_no_change() -> None:
    with self_check(doubled) as example:
        example([[float("nan"), 1.0]]).satisfies("NaN where NaN was", lambda table: np.isnan(table[0, 0]))
