"""One quiz in a notebook: show a question, keep the answer, say what is still open, hand an attempt in."""

from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from IPython.core.getipython import get_ipython
from IPython.display import display, update_display

from coursekit.quiz.answers import AnswerFile, HandedInError, answers_name
from coursekit.quiz.forms import answer_from, state_of
from coursekit.quiz.items import PublicItem, PublicQuiz, items_name, load_items
from coursekit.quiz.page import answer_words, answered_markdown
from coursekit.quiz.shown import markdown, show_markdown, show_question, show_scene

if TYPE_CHECKING:
    from coursekit.quiz.hand_in_panel import HandInPanel
    from coursekit.quiz.quiz_panel import QuizPanel


class Quiz:
    """A learner's quiz, with an own variant for each attempt. Make one with `open_quiz`.

    An attempt is worked at until it is handed in; then the next one may be begun.
    """

    def __init__(self, variants: Sequence[PublicQuiz], files: Sequence[AnswerFile]) -> None:
        self._variants = tuple(variants)
        self._files = tuple(files)
        begun = [number for number, file in enumerate(files) if file.path.exists()]
        self._at = max(begun, default=0)
        self._panels: dict[int, QuizPanel] = {}
        self._hand_in_panel: HandInPanel | None = None
        self._table_place = ""

    @property
    def attempt(self) -> int:
        """Which attempt is shown, from 1."""
        return self._at + 1

    @property
    def attempts(self) -> int:
        """How many there are."""
        return len(self._variants)

    @property
    def file(self) -> AnswerFile:
        """Where the answers of the attempt that is shown are kept."""
        return self._files[self._at]

    def item(self, number: int) -> PublicItem:
        """Question ``number`` of the attempt that is shown. Raises IndexError if there is none."""
        return self._variants[self._at].item(number)

    def ask(self, number: int) -> None:
        """Show question ``number`` and its answer fields, filled in with the kept answer.

        Without a browser (when the notebook is run by the grader), the answer is shown as text.
        Raises IndexError if there is no such question.
        """
        item = self.item(number)
        self.file.reload()
        self._tell_notice()
        if not _has_browser():
            show_question(item)
            show_scene(item, self.file.get(number))
            show_markdown(answered_markdown(item, self.file.get(number)))
            return
        from coursekit.quiz.quiz_panel import QuizPanel  # widgets are slow to import, and useless without a browser

        if number in self._panels:
            self._panels[number].close()
        self._panels[number] = QuizPanel(item, self.file, self._table_again)
        self._panels[number].show()

    def answer(self, number: int, value: object) -> None:
        """Keep ``value`` as the answer to question ``number``, by code instead of by mouse or keyboard.

        ``value`` is a number or text such as ``"7/2"``, a list of numbers, rows of numbers, a letter, a set
        of letters, letters in an order, a line number, a formula or what is printed as text, or the points of a figure,
        as the question asks; None forgets the answer. Raises ValueError if it has not that form, IndexError if
        there is no such question, HandedInError if the attempt is handed in, OSError if the answer cannot be written.
        """
        item = self.item(number)
        try:
            kept = answer_from(item, value)
        except ValueError as error:
            raise ValueError(f"question {number}: {error}") from None
        self.file.put(number, kept)
        if number in self._panels:
            self._panels[number].refill()
        self._table_again()

    def answers(self) -> dict[str, Any]:
        """The kept answers of the attempt that is shown and the variant they belong to, as plain data."""
        return self.file.as_data()

    def progress(self) -> None:
        """Show which questions are answered, what is missing in the others, and, in a browser, the button that hands
        the attempt in."""
        self.file.reload()
        self._tell_notice()
        if not _has_browser():
            show_markdown(self._table())
            if self.attempts > 1:  # else it is the grader that runs this, and shows one attempt alone
                show_markdown(self.standing())
            return
        from coursekit.quiz.hand_in_panel import HandInPanel

        self._table_place = uuid4().hex
        display(markdown(self._table()), raw=True, display_id=self._table_place)  # type: ignore[no-untyped-call]
        if self._hand_in_panel is not None:
            self._hand_in_panel.close()
        self._hand_in_panel = HandInPanel(self)
        self._hand_in_panel.show()

    def open_questions(self) -> tuple[int, ...]:
        """The questions of the attempt that is shown which have no complete answer."""
        items = self._variants[self._at].items
        return tuple(item.number for item in items if not state_of(item, self.file.get(item.number)).complete)

    def hand_in(self, *, last: bool = False) -> None:
        """Hand the attempt in as it is: its answers stay so, and count with the next submission of the assignment.

        Args:
            last: there shall be no more attempts; the explanations come with the next result.

        Raises:
            OSError: that cannot be written down; nothing is handed in.
        """
        self.file.hand_in(last=last)
        for panel in self._panels.values():
            panel.refill()
        if not _has_browser():
            show_markdown(self.standing())

    def next_attempt(self) -> None:
        """Begin the next attempt, with other numbers.

        Raises:
            HandedInError: this one is not handed in yet, or there is no other.
            OSError: it cannot be written down; this one stays.
        """
        self.file.reload()
        if not self.may_go_on:
            raise HandedInError(self.standing())
        following = self._files[self._at + 1]
        following.write()  # that it exists says which attempt is shown
        self._at += 1
        for number, panel in self._panels.items():
            panel.replace(self.item(number), self.file)
        self._table_again()

    @property
    def may_go_on(self) -> bool:
        """Whether the next attempt may be begun."""
        return self.file.handed_in and not self.file.last and self.attempt < self.attempts

    def standing(self) -> str:
        """Where the attempt stands, in a sentence or two."""
        which = f"Attempt {self.attempt} of {self.attempts}"
        if not self.file.handed_in:
            return f"{which} is not handed in yet: without that, it does not count. `quiz.hand_in()` does it by code."
        if self.may_go_on:
            return f"{which} is handed in and counts with your next submission. `quiz.next_attempt()` begins another."
        return f"{which} is handed in as the last one; with your next submission come the explanations."

    def _table_again(self) -> None:
        """Bring the table of progress up to date where it is shown."""
        if self._table_place:
            update_display(markdown(self._table()), raw=True, display_id=self._table_place)  # type: ignore[no-untyped-call]

    def _table(self) -> str:
        rows = ["| Question | Your answer | |", "|:---:|:---|:---|"]
        items = self._variants[self._at].items
        for item in items:
            answer = self.file.get(item.number)
            state = state_of(item, answer)
            words = "" if answer is None else answer_words(item, answer)
            mark = "✓ complete" if state.complete else f"○ {state.message}"
            rows.append(f"| {item.number} | {words} | {mark} |")
        done = len(items) - len(self.open_questions())
        later = f" This is attempt {attempt}." if (attempt := self._variants[self._at].attempt) > 1 else ""
        rows.append(f"\n**{done} of {len(items)} questions answered.**{later}")
        return "\n".join(rows)

    def _tell_notice(self) -> None:
        for file in self._files:
            if file.notice:
                show_markdown(f"> **Please read:** {file.notice}")
                file.notice = ""


def open_quiz(name: str, folder: Path | str = ".") -> Quiz:
    """Open the quiz ``name`` kept in ``folder`` (the notebook's own folder by default).

    Reads ``<name>_items.json`` (the questions) and ``<name>_answers.json`` (the answers so far, if any), and those of
    further attempts (``<name>_items_2.json`` and so on). Raises QuizFileError if there are no usable questions.
    """
    where = Path(folder).resolve()  # a later os.chdir in the notebook must not move the answers
    variants = [load_items(where / items_name(name))]
    for attempt in count(2):
        path = where / items_name(name, attempt)
        if not path.exists():
            break
        variants.append(load_items(path))
    files = [
        AnswerFile(where / answers_name(name, attempt), variant.name, variant.variant)
        for attempt, variant in enumerate(variants, start=1)
    ]
    quiz = Quiz(variants, files)
    quiz._tell_notice()
    return quiz


def _has_browser() -> bool:
    # Only a kernel talks to a front end; the grader runs cells in a shell without one.
    return getattr(get_ipython(), "kernel", None) is not None
