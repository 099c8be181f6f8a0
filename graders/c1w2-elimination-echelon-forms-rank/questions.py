"""The graded quiz of this week: ten questions, drawn afresh for each learner. Trusted side only: the keys are
here."""

from collections.abc import Callable, Sequence

import numpy as np

from coursegrader.grader_side.questions import Question, call_backs

from . import question_bug, question_callbacks, question_elimination, question_reasoning

TEMPLATES = (
    question_elimination.reduced_form,
    question_reasoning.rank_jump,
    question_elimination.pivot_columns,
    question_elimination.direction,
    question_reasoning.two_echelon_forms,
    question_elimination.multiplier,
    question_reasoning.small_residual,
    question_bug.overwritten,
)


def draw_quiz(rngs: Callable[[str], np.random.Generator], missed: Sequence[str] = ()) -> tuple[Question, ...]:
    """Eight questions of this week and two call-backs to the first, those the learner ``missed`` there before
    others."""
    own = tuple(template(rngs(template.__name__)) for template in TEMPLATES)
    return own + call_backs(rngs("call_backs"), question_callbacks.TEMPLATES, 2, missed)


QUIZZES = {"quiz": draw_quiz}
