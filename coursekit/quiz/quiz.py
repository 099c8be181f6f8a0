"""One quiz in a notebook: show a question, keep the answer, say what is still open."""

from pathlib import Path
from typing import Any

from IPython.core.getipython import get_ipython

from coursekit.quiz.answers import AnswerFile
from coursekit.quiz.forms import answer_from, state_of
from coursekit.quiz.items import PublicQuiz, load_items
from coursekit.quiz.page import answer_words, answered_markdown
from coursekit.quiz.shown import show_markdown, show_question, show_scene


class Quiz:
    """A learner's quiz. Make one with `open_quiz`."""

    def __init__(self, questions: PublicQuiz, answers: AnswerFile) -> None:
        self._questions = questions
        self._file = answers
        self._panels: dict[int, Any] = {}

    def ask(self, number: int) -> None:
        """Show question ``number`` and its answer fields, filled in with the kept answer.

        Without a browser (when the notebook is run by the grader), the answer is shown as text.
        Raises IndexError if there is no such question.
        """
        item = self._questions.item(number)
        self._file.reload()
        self._tell_notice()
        show_question(item)
        if not _has_browser():
            show_scene(item, self._file.get(number))
            show_markdown(answered_markdown(item, self._file.get(number)))
            return
        from coursekit.quiz.panel import AnswerPanel  # widgets are slow to import, and useless without a browser

        if number in self._panels:
            self._panels[number].close()
        panel = AnswerPanel(item, self._file)
        self._panels[number] = panel
        panel.show()

    def answer(self, number: int, value: object) -> None:
        """Keep ``value`` as the answer to question ``number``, by code instead of by mouse or keyboard.

        ``value`` is a number or text such as ``"7/2"``, a list of numbers, rows of numbers, a letter, a set
        of letters, letters in an order, a line number, a formula or what is printed as text, or the points of a figure,
        as the question asks; None forgets the answer. Raises ValueError if it has not that form, IndexError if
        there is no such question, OSError if the answer cannot be written.
        """
        item = self._questions.item(number)
        try:
            kept = answer_from(item, value)
        except ValueError as error:
            raise ValueError(f"question {number}: {error}") from None
        self._file.put(number, kept)
        if number in self._panels:
            self._panels[number].refill()

    def answers(self) -> dict[str, Any]:
        """The kept answers and the variant they belong to, as plain data."""
        return self._file.as_data()

    def progress(self) -> None:
        """Show which questions are answered, and what is missing in the others."""
        self._file.reload()
        self._tell_notice()
        rows = ["| Question | Your answer | |", "|:---:|:---|:---|"]
        done = 0
        for item in self._questions.items:
            answer = self._file.get(item.number)
            state = state_of(item, answer)
            done += state.complete
            words = "" if answer is None else answer_words(item, answer)
            mark = "✓ complete" if state.complete else f"○ {state.message}"
            rows.append(f"| {item.number} | {words} | {mark} |")
        rows.append(f"\n**{done} of {len(self._questions.items)} questions answered.**")
        show_markdown("\n".join(rows))

    def _tell_notice(self) -> None:
        if self._file.notice:
            show_markdown(f"> **Please read:** {self._file.notice}")
            self._file.notice = ""


def open_quiz(name: str, folder: Path | str = ".") -> Quiz:
    """Open the quiz ``name`` kept in ``folder`` (the notebook's own folder by default).

    Reads ``<name>_items.json`` (the questions) and ``<name>_answers.json`` (the answers so far, if any).
    Raises QuizFileError if there are no usable questions.
    """
    where = Path(folder).resolve()  # a later os.chdir in the notebook must not move the answers
    questions = load_items(where / f"{name}_items.json")
    quiz = Quiz(questions, AnswerFile(where / f"{name}_answers.json", questions.name, questions.variant))
    quiz._tell_notice()
    return quiz


def _has_browser() -> bool:
    # Only a kernel talks to a front end; the grader runs cells in a shell without one.
    return getattr(get_ipython(), "kernel", None) is not None
