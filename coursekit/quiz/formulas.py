"""Formulas as people type them: ``3*x^2 + sqrt(y)``. They are read by a grammar of our own, never run as code.

The text is cut into numbers, names and signs; anything else is refused with the place where it stands. Python's parser
then only says how the signs bind, and the tree is taken over node by node: numbers, variables, ``+ - * / ^`` and the
functions below, nothing else.
"""

import ast
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

LONGEST = 200
FUNCTIONS: Mapping[str, Callable[[float], float]] = {
    "sqrt": math.sqrt,
    "exp": math.exp,
    "log": math.log,
    "ln": math.log,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "sinh": math.sinh,
    "cosh": math.cosh,
    "tanh": math.tanh,
    "abs": abs,
}
CONSTANTS: Mapping[str, float] = {"pi": math.pi, "e": math.e}

_SIGNS = {"\N{MINUS SIGN}": "-", "\N{EN DASH}": "-", "·": "*", "×": "*", "^": "**"}
_PIECE = re.compile(r"\s*(?:(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|(?P<name>[A-Za-z]\w*)|(?P<sign>\*\*|\S))")
_POWER, _PRODUCT, _MINUS, _SUM = 4, 3, 2, 1  # how tightly an operator binds; _MINUS is a leading minus sign


class Expression(Protocol):
    """A formula that has been read."""

    def at(self, point: Mapping[str, float]) -> float:
        """Its value; not a number where it has none."""

    def latex(self) -> str:
        """How it was read."""


@dataclass(frozen=True)
class _Node:
    """A part of a formula: its LaTeX, how tightly that binds, and its value."""

    written: str
    binding: int
    value: Callable[[Mapping[str, float]], float]

    def at(self, point: Mapping[str, float]) -> float:
        try:
            return self.value(point)
        except (ValueError, OverflowError, ZeroDivisionError):
            return math.nan

    def latex(self) -> str:
        return self.written

    def inside(self, binding: int) -> str:
        """Its LaTeX as a part of something that binds so tightly."""
        return self.written if self.binding >= binding else rf"\left({self.written}\right)"


@dataclass(frozen=True)
class _Piece:
    """A number, name or sign of the text, and the place (from 1) where it begins."""

    kind: str
    text: str
    place: int


def parse_formula(text: str, variables: tuple[str, ...]) -> Expression:
    """Read a formula in the ``variables``. Raises ValueError, saying what is wrong and where."""
    if len(text) > LONGEST:
        raise ValueError(f"that is too long for a formula (at most {LONGEST} characters)")
    pieces = list(_pieces(text, variables))
    if not pieces:
        raise ValueError("there is no formula yet")
    _check_neighbours(pieces)
    _check_brackets(pieces)
    try:
        tree = ast.parse(" ".join(_SIGNS.get(piece.text, piece.text) for piece in pieces), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ValueError("this cannot be read as a formula: look at its brackets and signs") from None
    return _node(tree.body, variables)


def _pieces(text: str, variables: tuple[str, ...]) -> Iterator[_Piece]:
    for match in _PIECE.finditer(text.rstrip()):
        kind = str(match.lastgroup)
        found = match[kind]
        piece = _Piece(kind, found, match.start(kind) + 1)
        where = f"at place {piece.place}"
        if kind == "name" and found not in {*variables, *FUNCTIONS, *CONSTANTS}:
            raise ValueError(f"{found} {where} is unknown: {_known(variables)}")
        if kind == "number" and re.match(r"\d+,\d", text[match.start(kind) :]):
            raise ValueError(f"the comma after {found} {where} cannot be read: write decimals with a point")
        if kind == "sign" and found not in {*_SIGNS, "+", "-", "*", "/", "**", "(", ")"}:
            raise ValueError(f"{found} {where} cannot be read: use + - * / ^ and round brackets")
        yield piece


def _known(variables: tuple[str, ...]) -> str:
    functions = ", ".join(name for name in FUNCTIONS if name not in ("ln", "sinh", "cosh"))
    return f"the variables are {', '.join(variables)}, the functions {functions}"


def _check_neighbours(pieces: list[_Piece]) -> None:
    """Refuse a missing sign (``2x``), two signs in a row (``2*/3``), and a function without brackets."""
    opens = True  # whether an operand may begin here
    for before, piece in zip([None, *pieces], pieces, strict=False):
        operand = piece.kind != "sign" or piece.text == "("
        after_function = before is not None and before.text in FUNCTIONS
        if after_function and piece.text != "(":
            raise ValueError(f"write brackets after {before.text}: {before.text}(…)" if before else "")
        if operand and not opens and not after_function and before is not None:
            shown = f"{before.text}*{piece.text}" if piece.text != "(" else f"{before.text}*(…)"
            raise ValueError(f"a sign is missing before {piece.text} at place {piece.place}: write {shown}")
        if not operand and opens and piece.text not in ("+", "-", "\N{MINUS SIGN}", "\N{EN DASH}"):
            what = "a number or a name is missing"
            raise ValueError(f"{what} before {piece.text} at place {piece.place}")
        opens = piece.text == "(" or (piece.kind == "sign" and piece.text != ")")
    last = pieces[-1]
    if last.text in FUNCTIONS:
        raise ValueError(f"write brackets after {last.text}: {last.text}(…)")
    if opens:
        raise ValueError(f"a number or a name is missing after {last.text} at place {last.place}")


def _check_brackets(pieces: list[_Piece]) -> None:
    open_at: list[int] = []
    for piece in pieces:
        if piece.text == "(":
            open_at.append(piece.place)
        elif piece.text == ")":
            if not open_at:
                raise ValueError(f"the bracket ) at place {piece.place} closes nothing")
            open_at.pop()
    if open_at:
        raise ValueError(f"the bracket ( at place {open_at[-1]} is never closed")


def _node(tree: ast.expr, variables: tuple[str, ...]) -> _Node:
    match tree:
        case ast.Constant(value=int() | float() as number):
            return _number(number)
        case ast.Name(id=name):
            return _name(name, variables)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            inner = _node(operand, variables)
            return _Node(f"-{inner.inside(_PRODUCT)}", _MINUS, lambda point: -inner.value(point))
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _node(operand, variables)
        case ast.BinOp(left=left, op=operator, right=right):
            return _combined(_node(left, variables), operator, _node(right, variables))
        case ast.Call(func=ast.Name(id=name), args=[argument]) if name in FUNCTIONS:
            return _applied(name, _node(argument, variables))
    raise ValueError("this cannot be read as a formula")


def _number(number: float) -> _Node:
    try:
        value = float(number)
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        raise ValueError("a number in the formula is too large")
    return _Node(_digits(number), _POWER, lambda _: value)


def _digits(number: float) -> str:
    mantissa, e, exponent = str(number).removesuffix(".0").partition("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if e else mantissa


def _name(name: str, variables: tuple[str, ...]) -> _Node:
    if name in variables:
        letters, _, index = name.partition("_")
        shown = letters if len(letters) == 1 else rf"\mathrm{{{letters}}}"
        return _Node(f"{shown}_{{{index}}}" if index else shown, _POWER, lambda point: point[name])
    if name in CONSTANTS:
        return _Node(r"\pi" if name == "pi" else "e", _POWER, lambda _: CONSTANTS[name])
    raise ValueError(f"write brackets after {name}: {name}(…)")


def _combined(left: _Node, operator: ast.operator, right: _Node) -> _Node:
    match operator:
        case ast.Add():
            return _Node(
                f"{left.written} + {right.inside(_PRODUCT)}", _SUM, lambda point: left.value(point) + right.value(point)
            )
        case ast.Sub():
            return _Node(
                f"{left.written} - {right.inside(_PRODUCT)}",
                _SUM,
                lambda point: left.value(point) - right.value(point),
            )
        case ast.Mult():
            return _Node(
                rf"{left.inside(_MINUS)} \cdot {right.inside(_PRODUCT)}",
                _PRODUCT,
                lambda point: left.value(point) * right.value(point),
            )
        case ast.Div():
            written = rf"\frac{{{left.written}}}{{{right.written}}}"
            return _Node(written, _PRODUCT, lambda point: left.value(point) / right.value(point))
        case ast.Pow():
            written = f"{{{left.inside(_POWER)}}}^{{{right.written}}}"
            return _Node(written, _PRODUCT, lambda point: math.pow(left.value(point), right.value(point)))
    raise ValueError("use + - * / ^ and round brackets")


def _applied(name: str, inner: _Node) -> _Node:
    function = FUNCTIONS[name]
    if name == "sqrt":
        written = rf"\sqrt{{{inner.written}}}"
    elif name == "abs":
        written = rf"\left|{inner.written}\right|"
    else:
        shown = "ln" if name == "log" else name  # so that everyone sees which logarithm is meant
        written = rf"\{shown}\left({inner.written}\right)"
    return _Node(written, _POWER, lambda point: function(inner.value(point)))
