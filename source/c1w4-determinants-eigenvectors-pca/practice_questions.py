"""The questions of the practice quiz, with their answers and explanations. Nothing here is graded: read on, if you
would rather see how a question is made than answer it."""

from coursekit.quiz.questions import Draw

from . import practice_determinants, practice_directions, practice_eigenvalues, practice_spread

TEMPLATES: tuple[Draw, ...] = (
    practice_determinants.two_moves,
    practice_determinants.scaled_matrix,
    practice_determinants.orientation,
    practice_eigenvalues.triangular,
    practice_eigenvalues.is_eigenvector,
    practice_directions.shear,
    practice_eigenvalues.largest_size,
    practice_directions.rotation,
    practice_spread.first_share,
    practice_directions.turn_the_arrow,
)
