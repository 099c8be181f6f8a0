"""What grading one attempt takes, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coursegrader.grader_side.attempt import Attempt
from coursegrader.grader_side.course_rules import DEFAULT_RULES, CourseRules
from coursegrader.results import GradedAttempt
from coursegrader.sandbox.policy import DEFAULT_LIMITS, Limits

# From a notebook's name and nbformat document to the document that is run
Prepare = Callable[[str, dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True)
class GradingRequest:
    """What to grade.

    Attributes:
        course_dir: a course directory, with ``source/`` and ``graders/``.
        assignment: the name of a folder in ``source/``.
        attempt: what was handed in.
        learner: whose it is; None grades quizzes by their example variant.
        secret: the course secret, from which hidden inputs and quiz variants are drawn.
        notebooks: grade only these; all of the assignment when None.
        limits: bounds on the learner's code.
        pictures: what the instructor's notebooks draw, kept from a rehearsal, by path; see ``rehearsal.py``.
        beside: files that other notebooks of the same attempt have written, to lie beside those graded now.
        rules: what the course's own configuration asks for.
        missed: templates of earlier weeks that the learner had missed when the quiz was handed out (``week/name``).
        earlier: the answers to quizzes that the learner has submitted before, oldest first: files by name.
        prepare: steps of the course's own, between rebuilding a notebook and running it.
    """

    course_dir: Path
    assignment: str
    attempt: Attempt
    learner: str | None = None
    secret: bytes = b""
    notebooks: tuple[str, ...] | None = None
    limits: Limits = DEFAULT_LIMITS
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    beside: Mapping[str, bytes] = field(default_factory=dict)
    rules: CourseRules = DEFAULT_RULES
    missed: tuple[str, ...] = ()
    earlier: tuple[Mapping[str, bytes], ...] = ()
    prepare: Prepare | None = None


@dataclass(frozen=True)
class Graded:
    """The result, each notebook that was run (nbformat dicts, outputs as the learner's code made them), and the files
    that the notebooks have written, by path: a learner's, as foreign as what was handed in."""

    result: GradedAttempt
    notebooks: dict[str, dict[str, Any]]
    files: dict[str, bytes] = field(default_factory=dict)
