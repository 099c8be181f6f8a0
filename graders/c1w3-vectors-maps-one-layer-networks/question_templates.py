"""The templates of this week's own questions, in the quiz's order; call-backs of later weeks draw from them, too."""

from coursekit.quiz.questions import Draw

from . import question_cut, question_layers, question_maps, question_matrices, question_norms

TEMPLATES: tuple[Draw, ...] = (
    question_norms.nearest_by_norm,
    question_maps.linear_maps,
    question_matrices.mirror_and_enlarge,
    question_maps.inverse_of_product,
    question_matrices.coordinates,
    question_layers.layer_size,
    question_layers.bias_per_example,
    question_cut.one_cut,
)
