"""A question and its answer as Markdown: what is read where there are no widgets (feedback, print, plain
consoles)."""

from coursekit.quiz.answers import Answer
from coursekit.quiz.forms import FORMS, state_of
from coursekit.quiz.items import PublicItem


def how_to_answer(item: PublicItem) -> str:
    """One sentence on how to answer this question."""
    return FORMS[item.kind].how(item)


def question_markdown(item: PublicItem) -> str:
    """The question's text, with what its figure shows in words."""
    words = item.scene.description if item.scene is not None else item.figure_text
    return item.text + (f"\n\n*Figure: {words}*" if words else "")


def answered_markdown(item: PublicItem, answer: Answer | None) -> str:
    """The question's choices and what the learner answered, readable without widgets."""
    return f"{FORMS[item.kind].choices(item, answer)}**Your answer:** {answer_words(item, answer)}"


def unanswered_markdown(item: PublicItem) -> str:
    """The question's choices, and folded away how to answer where there are no widgets."""
    form = FORMS[item.kind]
    return (
        f"{form.choices(item, None)}<details><summary>How to answer</summary>\n\n{form.how(item)} Without buttons and "
        f"fields, answer by code, for example:\n\n```python\nquiz.answer({item.number}, {form.example(item)})\n```\n\n"
        "</details>"
    )


def answer_words(item: PublicItem, answer: Answer | None) -> str:
    """The answer in one line: ``"B"``, ``"line 4"``, ``"[1, 0, 3/2]"``."""
    return state_of(item, None).message if answer is None else FORMS[item.kind].words(item, answer)
