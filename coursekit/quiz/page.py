"""A question and its answer as Markdown: what is read where there are no widgets (feedback, print, plain
consoles)."""

from coursekit.quiz.answers import Answer
from coursekit.quiz.forms import state_of, to_fields
from coursekit.quiz.items import PublicItem

_HOW = {
    "MAT": "Fill in every entry. Whole numbers, decimals and fractions such as -3/2 are all fine.",
    "VEC": "Fill in every entry. Whole numbers, decimals and fractions such as -3/2 are all fine.",
    "NUM": "Type a whole number, a decimal or a fraction such as -3/2.",
    "INT": "Type a whole number.",
    "ONE": "Choose one.",
    "SET": "Tick all that apply.",
    "BUG": "Choose the line.",
}


def how_to_answer(item: PublicItem) -> str:
    """One sentence on how to answer this kind of question."""
    return _HOW[item.kind]


def question_markdown(item: PublicItem) -> str:
    """The question's text, with what its figure shows in words."""
    figure = f"\n\n*Figure: {item.figure_text}*" if item.figure_text else ""
    return item.text + figure


def answered_markdown(item: PublicItem, answer: Answer | None) -> str:
    """The question's choices and what the learner answered, readable without widgets."""
    if item.kind in ("ONE", "SET"):
        body = _choices(item, answer)
    elif item.kind == "BUG":
        body = _lines(item)
    else:
        body = ""
    return f"{body}**Your answer:** {answer_words(item, answer)}"


def answer_words(item: PublicItem, answer: Answer | None) -> str:
    """The answer in one line: ``"B"``, ``"line 4"``, ``"[1, 0, 3/2]"``."""
    if answer is None:
        return state_of(item, None).message
    if item.kind == "BUG":
        return f"line {answer}"
    if item.kind in ("NUM", "INT", "ONE"):
        return f"`{answer}`"
    if item.kind == "SET":
        return ", ".join(f"`{letter}`" for letter in answer) if isinstance(answer, list) else f"`{answer}`"
    rows = ["[" + ", ".join(text or "…" for text in row) + "]" for row in to_fields(item, answer)]
    return f"`{'; '.join(rows)}`"


def _choices(item: PublicItem, answer: Answer | None) -> str:
    chosen = answer if isinstance(answer, list) else [answer]
    rows = [f"{'☑' if option.letter in chosen else '☐'} **{option.letter}** {option.text}" for option in item.options]
    return "  \n".join(rows) + "\n\n"  # two spaces end a line in Markdown; a list would put a bullet before each box


def _lines(item: PublicItem) -> str:
    rows = [f"{number:2d}  {line}" for number, line in enumerate(item.lines, start=1)]
    return "```text\n" + "\n".join(rows) + "\n```\n\n"
