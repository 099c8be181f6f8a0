"""The templates of this week's own questions, in the quiz's order; call-backs of later weeks draw from them, too."""

from coursekit.quiz.questions import Draw

from . import question_components, question_eigen, question_eigenbasis

TEMPLATES: tuple[Draw, ...] = (
    question_eigen.image_volume,
    question_eigen.inverse_eigenvalues,
    question_eigen.from_eigenpairs,
    question_eigen.long_run_share,
    question_eigenbasis.no_eigenbasis,
    question_components.components_needed,
    question_components.new_rows,
    question_eigenbasis.opposite_signs,
)
