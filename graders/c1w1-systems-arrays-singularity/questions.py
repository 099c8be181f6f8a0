"""The graded quiz of this week: ten questions, drawn afresh for each learner. Trusted side only: the keys are
here."""

from coursegrader.grader_side.graded_quiz import GradedQuiz

from .question_templates import TEMPLATES

QUIZZES = {"quiz": GradedQuiz(TEMPLATES)}
