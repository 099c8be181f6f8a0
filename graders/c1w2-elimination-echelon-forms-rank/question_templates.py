"""The templates of this week's own questions, in the quiz's order; call-backs of later weeks draw from them, too."""

from coursekit.quiz.questions import Draw

from . import question_bug, question_elimination, question_reasoning

TEMPLATES: tuple[Draw, ...] = (
    question_elimination.reduced_form,
    question_reasoning.rank_jump,
    question_elimination.pivot_columns,
    question_elimination.direction,
    question_reasoning.two_echelon_forms,
    question_elimination.multiplier,
    question_reasoning.small_residual,
    question_bug.overwritten,
)
