"""Each learner's own variant of a quiz: the seed, the drawn questions, what is handed out, and the scoring.

A folder ``graders/<assignment>/`` with a ``questions.py`` has quizzes. That module defines ``QUIZZES``, a
mapping from the quiz notebook's name to its `GradedQuiz`.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from coursegrader.errors import CourseError, SuiteError
from coursegrader.grader_side.graded_quiz import FILES, GradedQuiz, Rngs, earlier_templates
from coursekit.quiz.answers import Answer, answers_name, answers_text
from coursekit.quiz.items import items_name
from coursekit.quiz.kinds import Misconception
from coursekit.quiz.questions import Question, Verdict
from coursekit.quiz.template_files import load_module

FORMAT = 1
ATTEMPTS = 3
"""How often a learner may answer a graded quiz, each time with other numbers."""


@dataclass(frozen=True)
class WrongAnswers:
    """A full set of right answers but one: ``grade_id`` must get 0, with ``hint`` shown, and every other cell
    its points."""

    grade_id: str
    misconception: str
    files: Mapping[str, bytes]
    hint: str


@dataclass(frozen=True)
class Variant:
    """One learner's questions in one quiz, with the key. It never leaves the trusted side; `items_file`
    does."""

    quiz: str
    attempt: int
    identifier: str
    questions: tuple[Question, ...]

    @property
    def items_name(self) -> str:
        """The name of `items_file`."""
        return items_name(self.quiz, self.attempt)

    @property
    def answers_name(self) -> str:
        """The name of `answers_file`."""
        return answers_name(self.quiz, self.attempt)

    def items_file(self) -> bytes:
        """The content of ``<quiz>_items.json``: what the learner holds."""
        items = _public_items(self.questions)
        data = {
            "format": FORMAT,
            "quiz": self.quiz,
            "attempt": self.attempt,
            "variant": self.identifier,
            "items": items,
        }
        return _pretty(data)

    def answers_file(self, answers: Mapping[int, Answer], *, last: bool = False) -> bytes:
        """The content of ``<quiz>_answers.json`` with these answers, handed in, and ``last`` as the last attempt."""
        return answers_text(self.quiz, self.identifier, answers, handed_in=True, last=last).encode()

    def reference(self) -> dict[int, Answer]:
        """A right answer to each question, by number from 1."""
        return {number: question.kind.reference() for number, question in enumerate(self.questions, start=1)}

    def misconceptions(self) -> tuple[tuple[int, Misconception], ...]:
        """(question number, misconception) for every listed wrong answer."""
        numbered = enumerate(self.questions, start=1)
        return tuple((number, wrong) for number, question in numbered for wrong in question.misconceptions())

    def judge(self, number: int, submitted: object) -> Verdict:
        """Score question ``number`` in ``submitted``, the untrusted data of the learner's ``quiz.answers()``.

        Anything that is not answers to this very variant scores 0 and says why.
        """
        if not isinstance(submitted, dict) or not isinstance(submitted.get("answers"), dict):
            return Verdict(
                False,
                "Your answers could not be read: fetch the quiz again and answer with its buttons and fields.",
            )
        variant, trouble = submitted.get("variant"), submitted.get("trouble")
        if not isinstance(variant, str) or variant != self.identifier:
            return Verdict(False, _FOREIGN)
        answer = submitted["answers"].get(str(number))
        if answer is None and isinstance(trouble, str) and trouble in _TROUBLE:
            return Verdict(False, _TROUBLE[trouble])
        return self.questions[number - 1].judge(answer)


_FOREIGN = "These answers belong to another variant of the quiz: answer in your own copy, as you fetched it."
_TROUBLE = {
    "foreign": _FOREIGN,
    "damaged": "Your file of answers was damaged and could not be read: open the quiz, check your answers "
    "and submit again.",
}


def variant_seed(secret: bytes, learner: str | None, assignment: str, quiz: str, attempt: int = 1) -> int:
    """The 128-bit seed of a learner's variant; ``learner`` None is the public example variant, for which
    ``secret`` is unused.

    Raises CourseError for an empty secret or learner name: such a variant could be foretold.
    """
    if learner is None:
        key, who = b"example variant", []
    elif not secret or not learner:
        raise CourseError("a learner's own quiz needs the course secret and the learner's name")
    else:
        key, who = secret, [learner]
    message = json.dumps(["quiz variant", who, assignment, quiz, attempt]).encode()
    return int.from_bytes(hmac.digest(key, message, "sha256")[:16], "big")


def draw_variant(
    course_dir: Path,
    assignment: str,
    learner: str | None,
    secret: bytes,
    quiz: str = "quiz",
    attempt: int = 1,
    missed: Sequence[str] = (),
) -> Variant:
    """Draw the variant that ``learner`` holds, who ``missed`` these templates of earlier weeks (``week/name``). Raises
    SuiteError if the assignment's questions cannot be drawn."""
    quizzes = load_quizzes(course_dir, assignment)
    if quiz not in quizzes:
        raise SuiteError(f"graders/{assignment}/questions.py has no quiz {quiz!r}: add it to QUIZZES")
    names = (secret, learner, assignment, quiz)
    seed = variant_seed(*names, attempt)
    first = None if attempt == 1 else _streams(variant_seed(*names))
    questions = quizzes[quiz].draw(course_dir / "graders", assignment, _streams(seed), missed, first)
    return Variant(quiz, attempt, _identifier(seed, questions), questions)


def all_variants(
    course_dir: Path,
    assignment: str,
    learner: str | None,
    secret: bytes,
    attempt: int = 1,
    missed: Sequence[str] = (),
) -> tuple[Variant, ...]:
    """The learner's variant of each quiz; none if the week has no quiz. Arguments and errors as of `draw_variant`."""
    if not has_quizzes(course_dir, assignment):
        return ()
    return tuple(
        draw_variant(course_dir, assignment, learner, secret, quiz, attempt, missed)
        for quiz in load_quizzes(course_dir, assignment)
    )


def render_variants(
    course_dir: Path, assignment: str, learner: str, secret: bytes, missed: Sequence[str] = ()
) -> dict[str, bytes]:
    """The files to put beside a learner's notebooks, for each attempt: ``{"quiz_items.json": ..., "quiz_items_2.json":
    ..., ...}``; empty if the week has no quiz."""
    return {
        variant.items_name: variant.items_file()
        for attempt in range(1, ATTEMPTS + 1)
        for variant in all_variants(course_dir, assignment, learner, secret, attempt, missed)
    }


def reference_answers(
    course_dir: Path,
    assignment: str,
    learner: str | None,
    secret: bytes,
    attempt: int = 1,
    missed: Sequence[str] = (),
) -> dict[str, bytes]:
    """Answer files that get full marks, handed in: ``{"quiz_answers.json": ...}``."""
    return {
        variant.answers_name: variant.answers_file(variant.reference())
        for variant in all_variants(course_dir, assignment, learner, secret, attempt, missed)
    }


def template_names(
    course_dir: Path, assignment: str, learner: str, secret: bytes, missed: Sequence[str] = ()
) -> dict[str, str]:
    """The template behind each grade cell of the learner's quizzes: ``{"quiz_1": "week/name"}``; empty if the week has
    no quiz. Raises as `draw_variant` does."""
    if not has_quizzes(course_dir, assignment):
        return {}
    found: dict[str, str] = {}
    for quiz, graded in load_quizzes(course_dir, assignment).items():
        streams = _streams(variant_seed(secret, learner, assignment, quiz))
        names = graded.names(course_dir / "graders", assignment, streams, missed)
        found |= {f"{quiz}_{number}": name for number, name in enumerate(names, start=1)}
    return found


def earlier_weeks(course_dir: Path, assignment: str) -> tuple[str, ...]:
    """The weeks that the assignment's call-backs go back to. Raises as `draw_variant` does."""
    if not has_quizzes(course_dir, assignment):
        return ()
    quizzes = load_quizzes(course_dir, assignment).values()
    return tuple(dict.fromkeys(week for graded in quizzes for week in graded.earlier))


def misconception_answers(
    course_dir: Path, assignment: str, learner: str | None, secret: bytes, attempt: int = 1
) -> tuple[WrongAnswers, ...]:
    """For each question and each of its listed misconceptions: right answers but for that one."""
    return tuple(
        _wrong_answers(variant, number, wrong)
        for variant in all_variants(course_dir, assignment, learner, secret, attempt)
        for number, wrong in variant.misconceptions()
    )


def example_variants(course_dir: Path, assignment: str) -> tuple[Variant, ...]:
    """The public example variant of each quiz."""
    return all_variants(course_dir, assignment, None, b"")


def has_quizzes(course_dir: Path, assignment: str) -> bool:
    """Whether the assignment has graded questions."""
    return _questions_path(course_dir, assignment).is_file()


def _wrong_answers(variant: Variant, number: int, wrong: Misconception) -> WrongAnswers:
    content = variant.answers_file(variant.reference() | {number: wrong.answer})
    files = {variant.answers_name: content}
    return WrongAnswers(f"{variant.quiz}_{number}", wrong.name, files, wrong.explanation)


def _questions_path(course_dir: Path, assignment: str) -> Path:
    return course_dir / "graders" / assignment / "questions.py"


def load_quizzes(course_dir: Path, assignment: str) -> Mapping[str, GradedQuiz]:
    """The assignment's ``QUIZZES``; its ``questions.py`` and what its call-backs draw from are imported once in a
    process, and again when they have changed.

    Raises:
        CourseError, SuiteError: there is no ``questions.py``, or it defines no quizzes.
    """
    path = _questions_path(course_dir, assignment)
    if not path.is_file():
        raise CourseError(f"graders/{assignment} has no questions.py: this assignment has no graded quiz")
    quizzes = getattr(load_module(path, FILES), "QUIZZES", None)
    if not isinstance(quizzes, Mapping) or not all(isinstance(quiz, GradedQuiz) for quiz in quizzes.values()):
        raise SuiteError(
            f"graders/{assignment}/questions.py defines no QUIZZES, names of notebooks with a GradedQuiz each"
        )
    for quiz in quizzes.values():
        earlier_templates(course_dir / "graders", quiz.earlier)
    return quizzes


def _streams(seed: int) -> Rngs:
    def stream(name: str) -> np.random.Generator:
        digest = hashlib.sha256(name.encode()).digest()
        return np.random.default_rng([seed, int.from_bytes(digest[:8], "big")])

    return stream


def _identifier(seed: int, questions: Sequence[Question]) -> str:
    # Of the seed and of what the learner sees: if a template changes after a fetch, old answers are never
    # scored against new numbers. The seed cannot be found from it.
    content = json.dumps([seed, _public_items(questions)], sort_keys=True).encode()
    return hashlib.sha256(content).hexdigest()[:32]


def _public_items(questions: Sequence[Question]) -> list[dict[str, Any]]:
    return [question.public(number) for number, question in enumerate(questions, start=1)]


def _pretty(data: object) -> bytes:
    return (json.dumps(data, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()
