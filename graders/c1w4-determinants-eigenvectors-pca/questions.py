"""The graded quiz of this week: ten questions, drawn afresh for each learner. Trusted side only: the keys are
here."""

from coursegrader.grader_side.graded_quiz import GradedQuiz

from .question_templates import TEMPLATES

EARLIER = (
    "c1w1-systems-arrays-singularity",
    "c1w2-elimination-echelon-forms-rank",
    "c1w3-vectors-maps-one-layer-networks",
)

QUIZZES = {"quiz": GradedQuiz(TEMPLATES, earlier=EARLIER)}
