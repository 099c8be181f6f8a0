"""Quizzes that are answered in the notebook with buttons and fields, and kept in a file beside it.

::

    from coursekit.quiz import open_quiz

    quiz = open_quiz("quiz")   # reads quiz_items.json and quiz_answers.json beside the notebook
    quiz.ask(1)                # shows question 1 with its answer fields
    quiz.progress()            # which questions are answered

    from coursekit.quiz import open_practice

    practice = open_practice("practice")   # reads practice_questions.py: as many attempts as one likes
    practice.ask(1)

Importing this package loads the standard library only; widgets are imported when there is a browser to show
them.
"""

from coursekit.quiz.answers import AnswerFile
from coursekit.quiz.items import PublicItem, PublicQuiz, QuizFileError
from coursekit.quiz.practice import Practice, open_practice
from coursekit.quiz.quiz import Quiz, open_quiz

__all__ = [
    "AnswerFile",
    "Practice",
    "PublicItem",
    "PublicQuiz",
    "Quiz",
    "QuizFileError",
    "open_practice",
    "open_quiz",
]
