"""The questions of the practice quiz, with their answers and explanations. Nothing here is graded: read on, if you
would rather see how a question is made than answer it."""

from coursekit.quiz.questions import Draw

from . import practice_arrays, practice_determinants, practice_lines, practice_systems

TEMPLATES: tuple[Draw, ...] = (
    practice_systems.market_story,
    practice_systems.shuffled_variables,
    practice_lines.how_many,
    practice_lines.solve_two,
    practice_determinants.determinant_2x2,
    practice_lines.no_crossing,
    practice_determinants.mixed_row,
    practice_arrays.column_times_row,
    practice_arrays.edited_slice,
    practice_determinants.singular_entry,
)
