"""Numbers as people type them: integers, decimals and fractions.

The answer fields and the grader read numbers with this one parser, so what a learner is told is a number is
one.
"""

import re
from fractions import Fraction

_LONGEST = 40
_DECIMAL = r"(?:\d+\.?\d*|\.\d+)"
_NUMBER = re.compile(rf"([+-]?{_DECIMAL})(?:[eE]([+-]?\d{{1,2}}))?(?:\s*/\s*([+-]?{_DECIMAL}))?")
_UNFINISHED = re.compile(rf"[+-]?|[+-]?\.|[+-]?{_DECIMAL}\s*/\s*[+-]?|[+-]?{_DECIMAL}[eE][+-]?")


def parse_number(text: str) -> Fraction:
    """The exact value of ``text``: ``"3"``, ``"-0.5"``, ``"7/2"``, ``"1e-3"``.

    Raises ValueError, with a sentence for the person who typed it, if ``text`` is not one number.
    """
    shown = text.strip()
    plain = shown.replace("\N{MINUS SIGN}", "-").replace("\N{EN DASH}", "-")
    if len(plain) > _LONGEST:
        raise ValueError(f"that is too long for a number (at most {_LONGEST} characters)")
    match = _NUMBER.fullmatch(plain)
    if match is None or not plain.isascii():
        raise ValueError(_complaint(shown, plain))
    top, exponent, bottom = match.groups()
    value = Fraction(top) * Fraction(10) ** int(exponent or 0)
    if bottom is None:
        return value
    divisor = Fraction(bottom)
    if divisor == 0:
        raise ValueError(f"{shown} divides by zero")
    return value / divisor


def is_unfinished(text: str) -> bool:
    """Whether ``text`` is the beginning of a number, such as ``"-"`` or ``"3/"``, while it is being typed."""
    plain = text.strip().replace("\N{MINUS SIGN}", "-")
    return _UNFINISHED.fullmatch(plain) is not None


def format_number(value: Fraction | int) -> str:
    """``value`` as a learner would type it: ``"5"`` or ``"-7/2"``."""
    exact = Fraction(value)
    return str(exact.numerator) if exact.denominator == 1 else f"{exact.numerator}/{exact.denominator}"


def _complaint(shown: str, plain: str) -> str:
    comma = re.fullmatch(r"([+-]?\d+),(\d{1,6})", plain)
    if comma is None:
        return f"{shown} is not a number: write for example 3, -0.5 or 7/2"
    whole, decimals = comma.groups()
    fraction = format_number(Fraction(f"{whole}.{decimals}"))
    return f"{shown} is not a number: write {whole}.{decimals} or {fraction}"
