"""Answers that know nothing of an exercise: what they answer, and that hidden tests need no fork for each of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

from coursegrader.grader_side.assignment import open_assignment
from coursegrader.pipeline import generic_wrappers
from coursegrader.pipeline.generic_answers import function_names, generic_answers
from coursegrader.student_side.stateless import StatelessFunctions
from tests.course_factory import make_course, read_notebook, write_notebook

REFERENCE = """
def scaled(x, factor=2):
    if factor == 0:
        raise ValueError("factor")
    return Pair(f"times {factor}", factor * np.asarray(x, dtype=float), [helper(x), True, None])


def helper(x):
    return len(x)
"""
SELF_CHECK = """
try:
    scaled([1], 0)
except ValueError:
    pass
scaled([1, 2])
scaled([3], factor=5)
print("shown to nobody")
"""


class Pair(NamedTuple):
    words: str
    x: Any
    more: Any


def installed(kind: str) -> dict[str, Any]:
    """A namespace after a generic answer has taken the place of the right one, as it happens behind the wall."""
    own: dict[str, Any] = {"__name__": "generic_answers"}
    exec(Path(generic_wrappers.__file__).read_text(), own)
    namespace = {"np": np, "Pair": Pair}
    own["install"](namespace, kind, REFERENCE, SELF_CHECK, ("scaled",))
    return namespace


def told(pair: Pair) -> tuple[Any, ...]:
    return (type(pair).__name__, pair.words, pair.x.tolist(), pair.more)


FIRST = ("Pair", "times 2", [2.0, 4.0], [2, True, None])


@pytest.mark.parametrize("kind", list(generic_wrappers.MAKERS))
def test_it_keeps_nothing_and_prints_nothing(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert StatelessFunctions().includes(installed(kind)["scaled"])
    assert capsys.readouterr().out == ""


def test_the_constant_is_the_first_answer_in_a_copy_of_its_own() -> None:
    scaled = installed("constant")["scaled"]
    scaled([7]).x[0] = 99.0
    assert told(scaled([8], 0)) == FIRST


def test_the_identity_gives_back_what_it_got() -> None:
    given = [1, 2]
    assert installed("identity")["scaled"](given, 3) is given
    assert installed("identity")["scaled"](x=given) is given


def test_the_table_knows_the_examples_and_nothing_else() -> None:
    scaled = installed("look-up")["scaled"]
    assert told(scaled([3], factor=5)) == ("Pair", "times 5", [15.0], [1, True, None])
    assert told(scaled(np.array([3.0]), factor=5)) == told(scaled([3], factor=5))
    assert told(scaled([4], factor=5)) == FIRST
    with pytest.raises(ValueError, match="factor"):
        scaled([1], 0)


def test_nan_and_zero_reach_every_part_and_errors_stay() -> None:
    with_nan, with_zero = installed("NaN")["scaled"], installed("zero")["scaled"]
    words, x, more = with_nan([1, 2])
    assert (words, np.isnan(x).all(), more) == ("times 2", True, [2, True, None])
    assert told(with_zero([1, 2])) == ("Pair", "", [0.0, 0.0], [0, False, None])
    for function in (with_nan, with_zero):
        with pytest.raises(ValueError, match="factor"):
            function([1], 0)


def test_functions_that_the_check_or_the_suite_names_are_replaced_and_no_helpers(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course")
    path = course / "source/sums/sums.ipynb"
    document = read_notebook(path)
    (answer,) = (cell for cell in document["cells"] if cell["id"] == "total-answer")
    answer["source"] += "\n\ndef unknown(a):\n    return a\n\n\ndef _own(a):\n    return a\n"
    write_notebook(path, document)
    assignment = open_assignment(course, "sums")
    assert function_names(assignment, "total") == ("total",)
    assert [one.name for one in generic_answers(assignment, "total")] == ["stub", *generic_wrappers.MAKERS]
