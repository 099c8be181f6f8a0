"""The widgets of an answer: one class for each form of answer. They are imported only where there is a browser."""

from collections.abc import Mapping

from coursekit.quiz.inputs.base import Input
from coursekit.quiz.inputs.choices import RadioInput, TicksInput
from coursekit.quiz.inputs.numbers import NumbersInput
from coursekit.quiz.inputs.played import OrderInput, PictureInput
from coursekit.quiz.inputs.texts import FormulaInput, OutputInput
from coursekit.quiz.items import PublicItem

_INPUTS: Mapping[str, type[Input]] = {
    "MAT": NumbersInput,
    "VEC": NumbersInput,
    "NUM": NumbersInput,
    "INT": NumbersInput,
    "ONE": RadioInput,
    "SET": TicksInput,
    "BUG": RadioInput,
    "ORD": OrderInput,
    "EXP": FormulaInput,
    "OUT": OutputInput,
    "PIC": PictureInput,
}

__all__ = ["Input", "make_input"]


def make_input(item: PublicItem) -> Input:
    """The widgets in which this question is answered."""
    return _INPUTS[item.kind](item)
