"""A question's text and drawing in the running cell's output, which can be exchanged for another's in their place."""

from uuid import uuid4

from IPython.display import display, update_display

from coursekit.quiz.items import PublicItem
from coursekit.quiz.page import question_markdown
from coursekit.quiz.shown import markdown

Bundle = dict[str, str]


class QuestionInPlace:
    """The place of one question above its answer fields."""

    def __init__(self) -> None:
        self._text, self._drawing = uuid4().hex, uuid4().hex

    def show(self, item: PublicItem) -> None:
        """Put the question into the running cell's output."""
        display(text_of(item), raw=True, display_id=self._text)  # type: ignore[no-untyped-call]
        display(drawing_of(item), raw=True, display_id=self._drawing)  # type: ignore[no-untyped-call]

    def replace(self, item: PublicItem) -> None:
        """Show this question instead."""
        update_display(text_of(item), raw=True, display_id=self._text)  # type: ignore[no-untyped-call]
        update_display(drawing_of(item), raw=True, display_id=self._drawing)  # type: ignore[no-untyped-call]


def text_of(item: PublicItem) -> Bundle:
    """What is read of a question, by media type."""
    return markdown(question_markdown(item))


def drawing_of(item: PublicItem) -> Bundle:
    """What is seen of it, by media type; nothing to see where it has no drawing."""
    if item.figure:
        return {"image/svg+xml": item.figure, "text/plain": item.figure_text}
    return {"text/html": "", "text/plain": ""}
