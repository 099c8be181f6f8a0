"""Putting a question into the running cell's output, as Markdown and a drawing."""

from IPython.core.getipython import get_ipython
from IPython.display import display

from coursekit.quiz.answers import Answer
from coursekit.quiz.items import PublicItem
from coursekit.quiz.page import question_markdown


def show_markdown(text: str) -> None:
    """Show Markdown; in plain Python, print it."""
    if get_ipython() is None:
        print(text)
        return
    display(markdown(text), raw=True)  # type: ignore[no-untyped-call]


def markdown(text: str) -> dict[str, str]:
    """Markdown by media type."""
    return {"text/markdown": text, "text/plain": text}


def show_question(item: PublicItem) -> None:
    """Show a question's text and its drawing."""
    show_markdown(question_markdown(item))
    if item.figure:
        show_svg(item.figure, item.figure_text)


def show_scene(item: PublicItem, answer: Answer | None) -> None:
    """Show the figure of a PIC question as a still, with the handles where ``answer`` put them."""
    if item.scene is not None:
        from coursekit.quiz.scene_svg import scene_svg

        show_svg(scene_svg(item.scene, answer), item.scene.description)


def show_svg(svg: str, words: str) -> None:
    """Show a drawing; in plain Python, what it shows in words."""
    display({"image/svg+xml": svg, "text/plain": words}, raw=True)  # type: ignore[no-untyped-call]
