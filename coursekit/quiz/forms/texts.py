"""Typed texts: EXP and OUT."""

from coursekit.quiz.answers import Answer
from coursekit.quiz.forms.base import Form, State
from coursekit.quiz.formulas import parse_formula
from coursekit.quiz.items import PublicItem
from coursekit.quiz.printed import LONGEST


class FormulaForm(Form):
    """EXP: a formula in the question's variables."""

    def how(self, item: PublicItem) -> str:
        *others, last = item.variables
        names = f"{', '.join(others)} and {last}" if others else last
        return f"Type a formula in {names}, such as 3*x^2/2 or sqrt(y) + 1; below you see how it is read."

    def example(self, item: PublicItem) -> str:
        return f'"2*{item.variables[0]}^2"'

    def answer_from(self, item: PublicItem, value: object) -> Answer | None:
        if not isinstance(value, str):
            raise ValueError(f"give a formula as text, such as {self.example(item)}, not {value!r}")
        parse_formula(value, item.variables)
        return value.strip()

    def state(self, item: PublicItem, answer: Answer) -> State:
        try:
            parse_formula(str(answer), item.variables)
        except ValueError as error:
            return State(False, str(error), wrong_input=True)
        return State(True, "answered")

    def words(self, item: PublicItem, answer: Answer) -> str:
        read = formula_latex(item, answer)
        return f"`{answer}`" + (f", read as ${read}$" if read else "")


class OutputForm(Form):
    """OUT: what a program prints."""

    def how(self, item: PublicItem) -> str:
        return "Type what is printed, character by character. Extra spaces and line breaks do not matter."

    def example(self, item: PublicItem) -> str:
        return '"[1 2 3]"'

    def answer_from(self, item: PublicItem, value: object) -> Answer | None:
        if isinstance(value, str):
            if len(value) > LONGEST:
                raise ValueError(f"that is too long (at most {LONGEST} characters)")
            return value.strip() or None
        if isinstance(value, tuple | list | int | float):
            return str(value)
        raise ValueError(f"give what is printed as text, not {value!r}")

    def words(self, item: PublicItem, answer: Answer) -> str:
        return f"`{' ⏎ '.join(str(answer).split(chr(10)))}`"


def formula_latex(item: PublicItem, answer: Answer) -> str:
    """How a formula is read, in LaTeX; empty if it cannot be."""
    try:
        return parse_formula(str(answer), item.variables).latex()
    except ValueError:
        return ""
