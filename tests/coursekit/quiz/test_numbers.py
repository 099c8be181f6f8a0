"""Numbers as people type them."""

from fractions import Fraction

import pytest

from coursekit.quiz.numbers import format_number, is_unfinished, parse_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", Fraction(3)),
        (" -2 ", Fraction(-2)),
        ("\N{MINUS SIGN}2", Fraction(-2)),
        ("+.5", Fraction(1, 2)),
        ("7/2", Fraction(7, 2)),
        ("-7 / 2", Fraction(-7, 2)),
        ("1.5/0.5", Fraction(3)),
        ("1e-3", Fraction(1, 1000)),
        ("2.", Fraction(2)),
    ],
)
def test_reads(text: str, value: Fraction) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("3,5", "3,5 is not a number: write 3.5 or 7/2"),
        ("-0,25", "-0,25 is not a number: write -0.25 or -1/4"),
        ("x", "x is not a number: write for example 3, -0.5 or 7/2"),
        ("1 2", "1 2 is not a number"),
        ("nan", "nan is not a number"),
        ("٣", "٣ is not a number"),
        ("1/0", "1/0 divides by zero"),
        ("1e999", "1e999 is not a number"),
        ("9" * 41, "too long for a number"),
    ],
)
def test_refuses_and_says_what_to_write(text: str, message: str) -> None:
    with pytest.raises(ValueError) as error:
        parse_number(text)
    assert message in str(error.value)


@pytest.mark.parametrize("text", ["", "-", "3/", "3/-", ".", "-.", "2e", "2e-"])
def test_knows_the_beginning_of_a_number(text: str) -> None:
    assert is_unfinished(text)


@pytest.mark.parametrize("text", ["3", "3/4", "x", "3,5", "--"])
def test_a_number_or_a_mistake_is_not_unfinished(text: str) -> None:
    assert not is_unfinished(text)


def test_writes_what_it_reads() -> None:
    for value in (Fraction(0), Fraction(-7, 2), Fraction(12)):
        assert parse_number(format_number(value)) == value
