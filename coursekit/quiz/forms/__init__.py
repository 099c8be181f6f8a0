"""What a right-looking answer to each kind of question is: reading a value, saying what is still missing, and writing
it down."""

from collections.abc import Mapping

from coursekit.quiz.answers import Answer
from coursekit.quiz.forms.base import Form, State
from coursekit.quiz.forms.choices import ChoiceForm, LineForm, OrderForm, TicksForm
from coursekit.quiz.forms.numbers import NumbersForm
from coursekit.quiz.forms.picture import PictureForm
from coursekit.quiz.forms.texts import FormulaForm, OutputForm
from coursekit.quiz.items import PublicItem

_NUMBERS = NumbersForm()
FORMS: Mapping[str, Form] = {
    "MAT": _NUMBERS,
    "VEC": _NUMBERS,
    "NUM": _NUMBERS,
    "INT": _NUMBERS,
    "ONE": ChoiceForm(),
    "SET": TicksForm(),
    "BUG": LineForm(),
    "ORD": OrderForm(),
    "EXP": FormulaForm(),
    "OUT": OutputForm(),
    "PIC": PictureForm(),
}

__all__ = ["FORMS", "Form", "State", "answer_from", "state_of"]


def answer_from(item: PublicItem, value: object) -> Answer | None:
    """Turn a plain value, such as ``[[1, 0], [0, 1]]``, ``"B"`` or ``{"A", "C"}``, into the kept form.

    None stays None (no answer). Raises ValueError, saying what to write, if ``value`` has not the question's
    form.
    """
    return None if value is None else FORMS[item.kind].answer_from(item, value)


def state_of(item: PublicItem, answer: Answer | None) -> State:
    """How far ``answer`` is."""
    return State(False, "not answered yet") if answer is None else FORMS[item.kind].state(item, answer)
