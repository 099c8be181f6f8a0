"""What the gradebook is to get of one graded submission, as plain data that can wait in a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from coursegrader.nbgrader_plugins.scoring import NotebookScores, Score


@dataclass(frozen=True)
class SubmissionRecord:
    """One graded submission.

    Attributes:
        timestamp: when it was handed in, in UTC and without a time zone; None if nobody wrote that down.
        notebooks: scores and comments of each notebook that was graded, by name.
        missing: notebooks of the assignment that were not handed in.
    """

    assignment: str
    student: str
    timestamp: datetime | None
    notebooks: Mapping[str, NotebookScores]
    missing: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As JSON-ready dicts and lists."""
        stamp = None if self.timestamp is None else self.timestamp.isoformat()
        return {**asdict(self), "timestamp": stamp}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> SubmissionRecord:
        """The inverse of :meth:`to_json`.

        Raises:
            KeyError, TypeError, ValueError: it is not such a document.
        """
        notebooks = {
            name: NotebookScores({cell: Score(**score) for cell, score in found["scores"].items()}, found["comments"])
            for name, found in data["notebooks"].items()
        }
        stamp = data["timestamp"]
        return cls(
            assignment=data["assignment"],
            student=data["student"],
            timestamp=None if stamp is None else datetime.fromisoformat(stamp),
            notebooks=notebooks,
            missing=tuple(data["missing"]),
        )
