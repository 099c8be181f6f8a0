"""Prints are compared by what they say, not by their spaces."""

import pytest

from coursekit.quiz.printed import same_print


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("(4, 3)", " ( 4,3 )"),
        ("[ 1 99  3]", "[1, 99, 3]"),
        ("[[1 2]\n [3 4]]", "[[1, 2], [3, 4]]"),
        ("0.50", "0.5"),
        ("1e-05", "1e-5"),
        ("[3. 2.7]", "[3.0 2.70]"),
        ("-3", "\N{MINUS SIGN}3"),
        ("a 1\nb 2", "a 1 b 2"),
    ],
)
def test_the_same(one: str, other: str) -> None:
    assert same_print(one, other) and same_print(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2", "2.0"),
        ("(4,)", "4"),
        ("(4,)", "(4)"),
        ("(4, 3)", "(43)"),
        ("(4, 3)", "(3, 4)"),
        ("(4, 3)", "[4, 3]"),
        ("1 -2", "1-2"),
        ("True", "true"),
        ("int64", "int32"),
        ("[3 2 5] int64", "[3 2 5]"),
        ("x", ""),
    ],
)
def test_not_the_same(one: str, other: str) -> None:
    assert not same_print(one, other) and not same_print(other, one)


def test_a_long_text_is_compared_quickly() -> None:
    assert not same_print("[" * 10**6, "]" * 10**6)
