"""Chosen answers: ONE, SET, BUG and ORD."""

from coursekit.quiz.answers import Answer
from coursekit.quiz.forms.base import Form, State
from coursekit.quiz.items import Option, PublicItem


class ChoiceForm(Form):
    """ONE: a letter."""

    def how(self, item: PublicItem) -> str:
        return "Choose one."

    def example(self, item: PublicItem) -> str:
        return '"A"'

    def answer_from(self, item: PublicItem, value: object) -> Answer | None:
        return _letter(item, value)

    def choices(self, item: PublicItem, answer: Answer | None) -> str:
        return _boxes(item, [answer])


class TicksForm(Form):
    """SET: letters."""

    def how(self, item: PublicItem) -> str:
        return "Tick all that apply."

    def example(self, item: PublicItem) -> str:
        return '"AB"'

    def answer_from(self, item: PublicItem, value: object) -> Answer | None:
        if not isinstance(value, str | list | tuple | set | frozenset):
            raise ValueError(f"give the letters you choose, such as 'AC', not {value!r}")
        return sorted({_letter(item, letter) for letter in value}) or None

    def state(self, item: PublicItem, answer: Answer) -> State:
        return State(True, f"{len(_letters(answer))} chosen")

    def words(self, item: PublicItem, answer: Answer) -> str:
        return ", ".join(f"`{letter}`" for letter in _letters(answer)) or f"`{answer}`"

    def choices(self, item: PublicItem, answer: Answer | None) -> str:
        return _boxes(item, _letters(answer))


class LineForm(Form):
    """BUG: a line's number."""

    def how(self, item: PublicItem) -> str:
        return "Choose the line."

    def example(self, item: PublicItem) -> str:
        return "1"

    def answer_from(self, item: PublicItem, value: object) -> Answer | None:
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= len(item.lines):
            raise ValueError(f"{value!r} is not a line number from 1 to {len(item.lines)}")
        return value

    def words(self, item: PublicItem, answer: Answer) -> str:
        return f"line {answer}"

    def choices(self, item: PublicItem, answer: Answer | None) -> str:
        rows = [f"{number:2d}  {line}" for number, line in enumerate(item.lines, start=1)]
        return "```text\n" + "\n".join(rows) + "\n```\n\n"


class OrderForm(Form):
    """ORD: all letters, in an order."""

    def how(self, item: PublicItem) -> str:
        return "Move the steps up and down until their order is right: by the buttons, or by dragging."

    def example(self, item: PublicItem) -> str:
        return f'"{"".join(item.letters)}"'

    def answer_from(self, item: PublicItem, value: object) -> Answer | None:
        letters = [_letter(item, letter) for letter in value] if isinstance(value, str | list | tuple) else []
        if sorted(letters) != sorted(item.letters):
            raise ValueError(f"give each of the letters {', '.join(item.letters)} once, in your order, not {value!r}")
        return letters

    def state(self, item: PublicItem, answer: Answer) -> State:
        return State(True, "ordered")

    def words(self, item: PublicItem, answer: Answer) -> str:
        return " → ".join(f"`{letter}`" for letter in _letters(answer)) or f"`{answer}`"

    def choices(self, item: PublicItem, answer: Answer | None) -> str:
        rows = [f"{place}. **{o.letter}** {o.text}" for place, o in enumerate(ordered(item, answer), start=1)]
        return "  \n".join(rows) + "\n\n"


def ordered(item: PublicItem, answer: Answer | None) -> list[Option]:
    """The steps of an ORD question in the order of ``answer``; as they are shown at first if it is no order of them."""
    by_letter = {option.letter: option for option in item.options}
    letters = _letters(answer)
    if sorted(letters) != sorted(by_letter):
        return list(item.options)
    return [by_letter[letter] for letter in letters]


def _letters(answer: Answer | None) -> list[str]:
    return [entry for entry in answer if isinstance(entry, str)] if isinstance(answer, list) else []


def _letter(item: PublicItem, value: object) -> str:
    if not isinstance(value, str) or value.strip().upper() not in item.letters:
        raise ValueError(f"{value!r} is not one of the options {', '.join(item.letters)}")
    return value.strip().upper()


def _boxes(item: PublicItem, chosen: list[Answer | None] | list[str]) -> str:
    rows = [f"{'☑' if option.letter in chosen else '☐'} **{option.letter}** {option.text}" for option in item.options]
    return "  \n".join(rows) + "\n\n"  # two spaces end a line in Markdown; a list would put a bullet before each box
