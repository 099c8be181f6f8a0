"""The questions of the practice quiz, with their answers and explanations. Nothing here is graded: read on, if you
would rather see how a question is made than answer it."""

from coursekit.quiz.questions import Draw

from . import practice_forms, practice_moves, practice_solutions

TEMPLATES: tuple[Draw, ...] = (
    practice_moves.harmless_moves,
    practice_moves.one_move,
    practice_forms.which_form,
    practice_solutions.back_substitution,
    practice_solutions.planted_rank,
    practice_solutions.free_variables,
    practice_moves.elimination_steps,
    practice_forms.which_pivot,
    practice_solutions.null_vector,
    practice_solutions.storage_ratio,
)
