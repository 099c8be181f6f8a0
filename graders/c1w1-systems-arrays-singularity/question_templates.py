"""The templates of this week's own questions, in the quiz's order; call-backs of later weeks draw from them, too."""

from coursekit.quiz.questions import Draw

from . import question_arrays, question_columns, question_determinants, question_programs, question_systems

TEMPLATES: tuple[Draw, ...] = (
    question_systems.four_unknowns,
    question_systems.endless_systems,
    question_determinants.determinant,
    question_determinants.scaled_row,
    question_determinants.small_determinant,
    question_determinants.solvable_side,
    question_programs.swapped_axes,
    question_arrays.int_array,
    question_arrays.broadcasting,
    question_columns.beyond_reach,
)
