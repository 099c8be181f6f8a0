"""The form in which a mark is given: what was typed, whether it makes sense, and what it says."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from coursegrader.hub.web.form import Form
from coursegrader.hub.web.render import points as shown_points
from coursegrader.hub.web.review.marking import Given
from coursegrader.store.comments import Comment
from coursegrader.store.marks import Mark

if TYPE_CHECKING:
    from coursegrader.nbgrader_plugins.manual_marks import CellWork

MOST_COMMENT = 4000  # characters, as of saved comments


@dataclass(frozen=True)
class MarkForm:
    """The fields as text, and what is wrong with them ("" if nothing)."""

    points: str = ""
    extra: str = ""
    comment: str = ""
    keep: bool = False
    error: str = ""

    @classmethod
    def of(cls, work: CellWork, mark: Mark | None) -> MarkForm:
        """What is in force now.

        Args:
            work: the learner's cell as the gradebook has it.
            mark: the newest one that the store has of it.
        """
        comment = work.comment if mark is None else mark.comment
        return cls(_number(work.manual), _number(work.extra or None), comment)

    @classmethod
    def sent(cls, form: Form) -> MarkForm:
        """What was typed."""
        comment = form.text("comment", "").replace("\r\n", "\n")
        return cls(form.text("points", ""), form.text("extra", ""), comment, form.text("keep", "") == "yes")

    def given(self, work: CellWork) -> Given:
        """What the fields mean.

        Raises:
            ValueError: they make no sense; the text says what to do.
        """
        if len(self.comment) > MOST_COMMENT:
            raise ValueError(f"The comment has {len(self.comment)} characters; the most is {MOST_COMMENT}.")
        points = self.points_of(work.max_score)
        extra = 0.0 if not self.extra else _read(self.extra, "Extra credit")
        if extra < 0:
            raise ValueError("Extra credit must be 0 or more.")
        if points is None and extra and work.automatic is None:
            raise ValueError("Extra credit comes on top of points: give points as well.")
        return Given(points, extra, self.comment)

    def points_of(self, max_score: float) -> float | None:
        """The points that were typed; None if none were.

        Raises:
            ValueError: no number, or not from 0 to what the cell is worth.
        """
        points = None if not self.points else _read(self.points, "Points")
        if points is not None and not 0 <= points <= max_score:
            most = shown_points(max_score)
            raise ValueError(f"Points go from 0 to {most}. For more than {most}, give extra credit.")
        return points

    def quick(self, which: str, work: CellWork) -> MarkForm:
        """With full marks, or none, as a button says."""
        values = {"full": _number(work.max_score), "zero": "0"}
        return replace(self, points=values[which]) if which in values else self

    def with_comment(self, text: str) -> MarkForm:
        """With a saved comment added."""
        return replace(self, comment=f"{self.comment}\n{text}".lstrip("\n"))

    def wrong(self, error: object) -> MarkForm:
        """With what is wrong."""
        return replace(self, error=str(error))


def version(work: CellWork) -> str:
    """What a form's page was about: another answer, or another person's mark, makes another version."""
    return f"{work.handed_in} {work.manual} {work.extra}"


def newly_used(saved: Iterable[Comment], before: str, after: str) -> list[Comment]:
    """The saved comments that are in a comment now and were not before."""
    return [comment for comment in saved if comment.text in after and comment.text not in before]


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _read(text: str, what: str) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        raise ValueError(f"{what}: {text[:20]!r} is not a number.") from None
    if not math.isfinite(value):
        raise ValueError(f"{what}: {text[:20]!r} is not a number.")
    return value
