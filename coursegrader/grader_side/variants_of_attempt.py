"""The quizzes of one attempt: each learner's own questions, drawn once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from coursegrader.errors import SuiteError
from coursegrader.grader_side.assignment import Assignment
from coursegrader.grader_side.request import GradingRequest

if TYPE_CHECKING:
    from coursegrader.grader_side.variants import Variant

QUIZ = "quiz"


@dataclass(frozen=True)
class AttemptVariants:
    """What the learner of a request holds of the assignment's quizzes."""

    assignment: Assignment
    request: GradingRequest

    @cached_property
    def drawn(self) -> Mapping[str, Variant]:
        """Each quiz by name; none where the assignment has no questions.

        Raises:
            SuiteError, CourseError: they cannot be drawn.
        """
        if not self.assignment.has_questions:
            return {}
        from coursegrader.grader_side.variants import all_variants

        request = self.request
        week = self.assignment
        variants = all_variants(week.course_dir, week.name, request.learner, request.secret, missed=request.missed)
        return {variant.quiz: variant for variant in variants}

    def files(self) -> dict[str, bytes]:
        """The files that lie beside the learner's notebooks, ``{"quiz_items.json": ...}``."""
        return {f"{quiz}_items.json": variant.items_file() for quiz, variant in self.drawn.items()}

    def quiz(self) -> Variant:
        """The questions of the quiz, with their keys.

        Raises:
            SuiteError: the assignment has none.
        """
        if QUIZ not in self.drawn:
            raise SuiteError(f"graders/{self.assignment.name}/questions.py has no quiz {QUIZ!r}: add it to QUIZZES")
        return self.drawn[QUIZ]
