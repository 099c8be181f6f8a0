"""A graded quiz: this week's own templates, and call-backs to templates of earlier weeks.

A week has two files on the trusted side. ``graders/<week>/question_templates.py`` lists ``TEMPLATES``, the functions
that draw the week's own questions, in order. ``graders/<week>/questions.py`` makes the quiz of them::

    QUIZZES = {"quiz": GradedQuiz(TEMPLATES, earlier=("c1w1-systems-arrays-singularity",))}

The call-backs of a later week draw from the same ``TEMPLATES``, where they lie: nothing is copied.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

import numpy as np

from coursegrader.errors import SuiteError
from coursekit.quiz.questions import Draw, Question
from coursekit.quiz.template_files import load_templates

Rngs: TypeAlias = Callable[[str], np.random.Generator]
"""The seeded generator of one question, by name: a change of one template does not change the other questions."""

FILES = "question*.py"
TEMPLATES_FILE = "question_templates.py"
CALL_BACKS = 2


@dataclass(frozen=True)
class GradedQuiz:
    """What a quiz is drawn from.

    Attributes:
        templates: this week's own questions, one each, in order.
        earlier: the weeks that the call-backs at the end go back to; none, no call-backs.
        count: how many call-backs.
    """

    templates: Sequence[Draw]
    earlier: tuple[str, ...] = ()
    count: int = CALL_BACKS

    def draw(
        self, graders: Path, week: str, rngs: Rngs, missed: Sequence[str] = (), first: Rngs | None = None
    ) -> tuple[Question, ...]:
        """The questions of one learner, who ``missed`` these templates of earlier weeks (see `call_backs`).

        Args:
            first: the generators of the learner's first attempt, for a later one: other numbers, the same templates.

        Raises:
            SuiteError: an earlier week has no templates.
        """
        own = tuple(template(rngs(template.__name__)) for template in self.templates)
        if not self.earlier:
            return own
        templates = earlier_templates(graders, self.earlier)
        return own + call_backs(rngs, templates, week, self.count, missed, first)

    def names(self, graders: Path, week: str, rngs: Rngs, missed: Sequence[str] = ()) -> tuple[str, ...]:
        """What `draw` draws, as ``week/name`` of each template.

        Raises:
            SuiteError: an earlier week has no templates.
        """
        own = tuple(f"{week}/{template.__name__}" for template in self.templates)
        if not self.earlier:
            return own
        return own + _chosen(rngs, earlier_templates(graders, self.earlier), self.count, missed)


def earlier_templates(graders: Path, weeks: Sequence[str]) -> dict[str, Draw]:
    """Every template of the weeks, by ``week/name``. Raises SuiteError if a week has none."""
    found: dict[str, Draw] = {}
    for week in weeks:
        try:
            templates = load_templates(graders / week / TEMPLATES_FILE, FILES)
        except (OSError, ValueError) as error:
            raise SuiteError(f"call-backs to {week}: {error}") from error
        found |= {f"{week}/{name}": template for name, template in templates.items()}
    return found


def call_backs(
    rngs: Rngs,
    templates: Mapping[str, Draw],
    week: str,
    count: int,
    missed: Sequence[str] = (),
    first: Rngs | None = None,
) -> tuple[Question, ...]:
    """``count`` questions of different templates, given by ``week/name``; those the learner ``missed`` first.

    Each says which week it goes back to. ``first`` chooses them, if given, and ``rngs`` draws their numbers. Raises
    SuiteError if there are not enough templates.
    """
    names = _chosen(first or rngs, templates, count, missed)
    return tuple(_from(name, templates[name](rngs(name)), week) for name in names)


def _chosen(rngs: Rngs, templates: Mapping[str, Draw], count: int, missed: Sequence[str]) -> tuple[str, ...]:
    if len(templates) < count:
        raise SuiteError(f"{count} call-backs asked for, {len(templates)} templates given")
    order = rngs("call_backs").permutation(len(templates))
    names = [sorted(templates)[k] for k in order]
    names.sort(key=lambda name: name not in missed)  # stable: the drawn order stays within each group
    return tuple(names[:count])


def _from(name: str, question: Question, week: str) -> Question:
    return replace(question, text=f"*From {week_words(name, week)}.*\n\n{question.text}")


def week_words(earlier: str, week: str) -> str:
    """What a week is called in another one: ``"week 1"`` within a course, ``"course 1, week 1"`` from a later one."""
    one, other = (re.match(r"c(\d+)w(\d+)", name) for name in (earlier, week))
    if one is None:
        return earlier.split("/")[0]
    same_course = other is not None and one[1] == other[1]
    return f"week {one[2]}" if same_course else f"course {one[1]}, week {one[2]}"
