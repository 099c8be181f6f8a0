"""A practice quiz in a notebook: as many attempts as one likes, feedback at once, other numbers at the press of a
button."""

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coursekit.front_end import has_front_end
from coursekit.quiz.forms import answer_from, state_of
from coursekit.quiz.items import PublicItem, QuizFileError, item_of
from coursekit.quiz.page import answer_words, unanswered_markdown
from coursekit.quiz.practice_file import PracticeFile
from coursekit.quiz.questions import Draw, Question, Verdict
from coursekit.quiz.shown import show_markdown, show_question, show_scene

if TYPE_CHECKING:
    from coursekit.quiz.practice_panel import PracticePanel

RIGHT = "Right."


class Practice:
    """A learner's practice. Make one with `open_practice`.

    Where there is no browser to show buttons, `answer` and `another` do the same by code.
    """

    def __init__(self, templates: Mapping[str, Draw], kept: PracticeFile) -> None:
        self._templates = tuple(templates.items())
        self._file = kept
        self._panels: dict[int, PracticePanel] = {}

    def ask(self, number: int) -> None:
        """Show question ``number`` with its answer fields and the buttons *Check* and *Try other numbers*.

        Without a browser the question is printed, with its options and how to answer by code.
        Raises IndexError if there is no such question.
        """
        self._position(number)
        if not has_front_end():
            item = self.item(number)
            show_question(item)
            show_scene(item, None)
            show_markdown(unanswered_markdown(item))
            return
        self._begin()
        from coursekit.quiz.practice_panel import PracticePanel  # widgets are slow to import, useless without a browser

        if number in self._panels:
            self._panels[number].close()
        self._panels[number] = PracticePanel(self, self._file, number)
        self._panels[number].show()

    def answer(self, number: int, value: object) -> None:
        """Answer question ``number`` by code and show the verdict.

        Raises ValueError if ``value`` has not the form that the question asks for, IndexError if there is no such
        question, OSError if the answer cannot be written.
        """
        item = self.item(number)
        try:
            kept = answer_from(item, value)
        except ValueError as error:
            raise ValueError(f"question {number}: {error}") from None
        self._file.put(number, kept)
        if number in self._panels:
            self._panels[number].refill()
        verdict = self.check(number)
        show_markdown(f"**{RIGHT}**" if verdict.right else f"**Not yet.** {verdict.hint}")

    def another(self, number: int) -> None:
        """Draw other numbers for question ``number`` and show it. Raises IndexError, and OSError if the new draw cannot
        be kept."""
        self._position(number)
        self._file.next_draw(number)
        self.ask(number)

    def check(self, number: int) -> Verdict:
        """The verdict on the kept answer to question ``number``; a right one is remembered."""
        answer = self._file.get(number)
        verdict = self.question(number).judge(answer)
        if verdict.right:
            with suppress(OSError):  # the line below the answer has said already that nothing can be kept
                self._file.solve(number)
        return verdict

    def progress(self) -> None:
        """Show which questions have been answered rightly, and what stands in the others."""
        self._file.reload()
        self._tell_notice()
        rows = ["| Question | Your answer | |", "|:---:|:---|:---|"]
        solved = 0
        for number in range(1, len(self._templates) + 1):
            item, answer = self.item(number), self._file.get(number)
            done = self._file.is_solved(number)
            solved += done
            words = "" if answer is None else answer_words(item, answer)
            mark = "✓ answered rightly" if done else f"○ {state_of(item, answer).message}"
            rows.append(f"| {number} | {words} | {mark} |")
        rows.append(f"\n**{solved} of {len(self._templates)} questions answered rightly so far.**")
        show_markdown("\n".join(rows))

    def question(self, number: int) -> Question:
        """The present draw of question ``number``, with its key: this is practice."""
        import numpy as np  # here and not above: opening a quiz loads the standard library only

        name, template = self._templates[self._position(number)]
        stream = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
        return template(np.random.default_rng([self._file.seed, stream, self._file.draw(number)]))

    def item(self, number: int) -> PublicItem:
        """The same as the answer fields see it."""
        data: dict[str, Any] = self.question(number).public(number)
        return item_of(data)

    def _position(self, number: int) -> int:
        if not 1 <= number <= len(self._templates):
            count = len(self._templates)
            raise IndexError(f"there is no question {number}: this quiz has questions 1 to {count}")
        return number - 1

    def _begin(self) -> None:
        try:
            self._file.begin()
        except OSError as error:
            self._file.notice = f"your answers cannot be kept here ({error.strerror or error})."
        self._tell_notice()

    def _tell_notice(self) -> None:
        if self._file.notice:
            show_markdown(f"> **Please read:** {self._file.notice}")
            self._file.notice = ""


def open_practice(name: str = "practice", folder: Path | str = ".") -> Practice:
    """Open the practice quiz ``name`` kept in ``folder`` (the notebook's own folder by default).

    Reads ``<name>_questions.py`` (its templates) and ``<name>_answers.json`` (the numbers drawn and the answers so far,
    if any). Raises QuizFileError if there are no usable questions.
    """
    from coursekit.quiz.template_files import load_templates

    where = Path(folder).resolve()  # a later os.chdir in the notebook must not move the answers
    path = where / f"{name}_questions.py"
    try:
        templates = load_templates(path, f"{name}_*.py")
    except (OSError, ImportError, SyntaxError, ValueError) as error:
        remedy = "fetch the assignment again to get a fresh copy (your answers are in another file and stay)"
        raise QuizFileError(f"{path.name} cannot be used ({error}): {remedy}") from error
    practice = Practice(templates, PracticeFile(where / f"{name}_answers.json", name))
    practice._tell_notice()
    return practice
