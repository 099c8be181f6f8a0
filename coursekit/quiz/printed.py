"""Two prints are the same if their numbers, words and signs are, whatever the spaces between them."""

import re
from fractions import Fraction
from typing import TypeAlias

LONGEST = 2000

Token: TypeAlias = str | tuple[Fraction, bool]

# A minus sign belongs to a number unless a number, a name or a closing bracket stands right before it.
_NUMBER = r"(?<![\w.)\]])[+-]?(?:\d+\.\d*|\.\d+|\d+)(?:[eE][+-]?\d{1,3})?(?!\w)"
_TOKEN = re.compile(rf"(?P<number>{_NUMBER})|\w+|[^\w\s]")


def same_print(one: str, other: str) -> bool:
    """Whether two texts are the same print.

    Numbers are compared by value, but ``2`` and ``2.0`` are different prints. Commas count, except within square
    brackets: arrays are printed without, and lists with.
    """
    return _tokens(one) == _tokens(other)


def _tokens(text: str) -> list[Token]:
    tokens: list[Token] = []
    depth = 0
    for match in _TOKEN.finditer(_plain(text)[:LONGEST]):
        depth += (match[0] == "[") - (match[0] == "]")
        if depth < 1 or match[0] != ",":
            tokens.append(_token(match))
    return tokens


def _token(match: re.Match[str]) -> Token:
    if match["number"] is None:
        return match[0]
    whole = not set(match[0]) & set(".eE")
    return Fraction(match[0]), whole


def _plain(text: str) -> str:
    plain = text.replace("\N{MINUS SIGN}", "-").replace("\N{EN DASH}", "-")
    for curly, straight in (("‘", "'"), ("’", "'"), ("“", '"'), ("”", '"')):
        plain = plain.replace(curly, straight)
    return plain
