"""The templates of this week's own questions, in the quiz's order; call-backs of later weeks draw from them, too."""

from coursekit.quiz.questions import Draw

from . import question_arrays, question_determinants

TEMPLATES: tuple[Draw, ...] = (
    question_determinants.determinant,
    question_determinants.scaled_row,
    question_determinants.solvable_side,
    question_determinants.singular_entry,
    question_arrays.int_array,
    question_arrays.broadcasting,
)
