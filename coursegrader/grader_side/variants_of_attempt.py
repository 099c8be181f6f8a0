"""The quizzes of one submission: each learner's own questions, drawn once, and what is handed in of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from coursegrader.errors import SuiteError
from coursegrader.grader_side.assignment import Assignment
from coursegrader.grader_side.request import GradingRequest

if TYPE_CHECKING:
    from coursegrader.grader_side.quiz_attempts import QuizAttempts
    from coursegrader.grader_side.variants import Variant

QUIZ = "quiz"


@dataclass(frozen=True)
class AttemptVariants:
    """What the learner of a request holds of the assignment's quizzes.

    Without a learner there is only the public example variant, and what counts is what the notebook says.
    """

    assignment: Assignment
    request: GradingRequest

    def files(self) -> dict[str, bytes]:
        """The files that lie beside the learner's notebooks, ``{"quiz_items.json": ...}``.

        Raises:
            SuiteError, CourseError: the questions cannot be drawn.
        """
        files = {variant.items_name: variant.items_file() for variant in self._example.values()}
        for attempts in self._own.values():
            files |= attempts.files()
        return files

    def hides(self, path: str) -> bool:
        """Whether a file that was handed in must not lie there, since it is of another attempt at a quiz."""
        return any(attempts.hides(path) for attempts in self._own.values())

    def quiz(self) -> Variant | QuizAttempts:
        """The questions of the quiz, with their keys.

        Raises:
            SuiteError: the assignment has none.
        """
        found = self._own.get(QUIZ) or self._example.get(QUIZ)
        if found is None:
            raise SuiteError(f"graders/{self.assignment.name}/questions.py has no quiz {QUIZ!r}: add it to QUIZZES")
        return found

    @property
    def asks_notebook(self) -> bool:
        """Whether answers are what the notebook says, and not what was handed in."""
        return self.request.learner is None or not self.assignment.has_questions

    @cached_property
    def _example(self) -> Mapping[str, Variant]:
        """Each quiz by name."""
        week = self.assignment
        if not week.has_questions or self.request.learner is not None:
            return {}
        from coursegrader.grader_side.variants import example_variants

        return {variant.quiz: variant for variant in example_variants(week.course_dir, week.name)}

    @cached_property
    def _own(self) -> Mapping[str, QuizAttempts]:
        """Each quiz by name."""
        week, request = self.assignment, self.request
        if not week.has_questions or request.learner is None:
            return {}
        from coursegrader.grader_side.quiz_attempts import QuizAttempts
        from coursegrader.grader_side.variants import draw_variant, load_quizzes

        submissions = (*request.earlier, request.attempt.files)
        whose = (week.course_dir, week.name, request.learner, request.secret)
        return {
            quiz: QuizAttempts(quiz, partial(draw_variant, *whose, quiz, missed=request.missed), submissions)
            for quiz in load_quizzes(week.course_dir, week.name)
        }
