"""What a text says about itself as Python."""

from __future__ import annotations

import warnings

import pytest

from coursegrader.grader_side.cell_code import MAX_PARSED, code_facts


def test_the_names_that_a_cell_makes_and_needs() -> None:
    facts = code_facts(
        "import numpy as np, os.path\nfor i in items:\n    total = i\ndef f(x):\n    y = x\n    return g(y)\n"
    )
    assert facts.parses and facts.defined == {"f"}
    assert facts.bound == {"np", "os", "i", "total", "f"}
    assert facts.used == {"items", "i", "g"} and facts.eager == {"items", "i"}


def test_a_classs_own_names_are_not_the_cells() -> None:
    facts = code_facts("class A(Base):\n    size = LIMIT\n    def m(self):\n        return helper()")
    assert facts.defined == {"A"} == facts.bound
    assert facts.used == {"Base", "LIMIT", "helper"} and facts.eager == {"Base", "LIMIT"}


@pytest.mark.parametrize("text", ["%matplotlib inline\nx = 1", "x = !ls\n", "%%time\nx = 1", "x = 1\nx?", "await x"])
def test_what_ipython_runs_parses(text: str) -> None:
    assert code_facts(text).parses


@pytest.mark.parametrize("text", ["def f(:", "    return x", "return x", "x = (", "\0", "x" * (MAX_PARSED + 1)])
def test_what_does_not_run_does_not_parse(text: str) -> None:
    assert not code_facts(text).parses


def test_of_a_text_that_does_not_parse_the_names_are_guessed() -> None:
    facts = code_facts("def f(x):\n    return (\ny: int = 3\nz == 4")
    assert facts.defined == {"f"} and facts.bound == {"f", "y"} and "x" in facts.used


@pytest.mark.parametrize(
    ("text", "stub"),
    [
        ("def f(x):\n    '''Text.'''\n    # YOUR CODE HERE\n    raise NotImplementedError()", True),
        ("# YOUR CODE HERE\nraise NotImplementedError()", True),
        ("def f(): ...", True),
        ("def f(): return 1", False),
        ("class MyError(Exception):\n    pass", False),
        ("raise ValueError", False),
    ],
)
def test_placeholders_are_told_from_answers(text: str, stub: bool) -> None:
    assert code_facts(text).is_stub is stub


@pytest.mark.parametrize(
    "text",
    [
        "-" * 40_000 + "1",
        "a" + ".b" * 20_000,
        "(" * 40_000,
        "f(" * 20_000,
        "[" * 150 + "]" * 150,
        "1 if 1 else " * 4000,
    ],
)
def test_text_that_is_nested_deeply_is_harmless(text: str) -> None:
    assert isinstance(code_facts(text).parses, bool)


def test_a_learners_text_makes_no_warnings() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert code_facts('pattern = "\\d"\n1 is 1').parses
