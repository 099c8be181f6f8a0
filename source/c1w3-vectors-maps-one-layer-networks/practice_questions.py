"""The questions of the practice quiz, with their answers and explanations. Nothing here is graded: read on, if you
would rather see how a question is made than answer it."""

from coursekit.quiz.questions import Draw

from . import practice_moves, practice_shapes, practice_square, practice_vectors

TEMPLATES: tuple[Draw, ...] = (
    practice_vectors.three_norms,
    practice_vectors.cosine,
    practice_vectors.perpendicular_entry,
    practice_vectors.shadow,
    practice_moves.from_images,
    practice_shapes.product_shape,
    practice_moves.turn_and_stretch,
    practice_moves.inverse_entry,
    practice_square.cover_target,
    practice_shapes.column_minus_vector,
)
