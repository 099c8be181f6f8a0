"""What the store tells others: frozen records, and their JSON form for the exchange service."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

TIMESTAMP_FORMAT = "%Y-%m-%d %H:%M:%S.%f UTC"  # nbgrader's own, always in UTC here


class AttemptState(StrEnum):
    """Where an attempt stands. ``WAITING`` is work to do."""

    WAITING = "waiting"
    GRADED = "graded"
    FAILED = "failed"


def manifest_sha256(manifest: Mapping[str, str]) -> str:
    """One hash for a whole set of files (path -> SHA-256 of the content)."""
    return hashlib.sha256(json.dumps(dict(manifest), sort_keys=True).encode()).hexdigest()


def timestamp(moment: datetime) -> str:
    """A moment as nbgrader writes it into ``timestamp.txt``."""
    return moment.astimezone(UTC).strftime(TIMESTAMP_FORMAT)


@dataclass(frozen=True)
class Release:
    """An assignment as learners can fetch it. ``files``: path -> SHA-256."""

    course: str
    assignment: str
    released_at: datetime
    files: Mapping[str, str]

    def to_json(self) -> dict[str, Any]:
        """Plain data for the service's answers."""
        return {
            "course": self.course,
            "assignment": self.assignment,
            "released_at": self.released_at.isoformat(),
            "files": dict(self.files),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Release:
        """The inverse of :meth:`to_json`."""
        return cls(data["course"], data["assignment"], datetime.fromisoformat(data["released_at"]), dict(data["files"]))


@dataclass(frozen=True)
class Attempt:
    """One submission of one learner.

    Attributes:
        number: 1 for the learner's first attempt at the assignment.
        received_at: when the server received it (server's clock, UTC).
        files, sha256: path -> SHA-256 of the content, and the hash of that manifest.
        result: the JSON of a :class:`coursegrader.results.GradedAttempt` once graded.
        error: one line, if grading it failed.
        feedback: path -> SHA-256 of the feedback pages, or None while none is released.
        score, max_score: points of ``result`` with the marks that people gave, before any penalty; None until graded.
        finished_at: when its grading last ended, with a result or an error.
        graded_at: when its first result was there.
        late_seconds: how long after the learner's own due time it was received, as it was then; 0 if in time.
    """

    id: int
    course: str
    assignment: str
    learner: str
    number: int
    received_at: datetime
    files: Mapping[str, str]
    sha256: str
    state: AttemptState = AttemptState.WAITING
    result: Mapping[str, Any] | None = None
    error: str | None = None
    feedback: Mapping[str, str] | None = None
    score: float | None = None
    max_score: float | None = None
    finished_at: datetime | None = None
    graded_at: datetime | None = None
    late_seconds: float = 0.0

    @property
    def timestamp(self) -> str:
        """``received_at`` as nbgrader writes it."""
        return timestamp(self.received_at)

    def to_json(self) -> dict[str, Any]:
        """Plain data for the service's answers."""
        return {
            "id": self.id,
            "course": self.course,
            "assignment": self.assignment,
            "learner": self.learner,
            "number": self.number,
            "received_at": self.received_at.isoformat(),
            "files": dict(self.files),
            "sha256": self.sha256,
            "state": self.state.value,
            "result": None if self.result is None else dict(self.result),
            "error": self.error,
            "feedback": None if self.feedback is None else dict(self.feedback),
            "score": self.score,
            "max_score": self.max_score,
            "finished_at": _text(self.finished_at),
            "graded_at": _text(self.graded_at),
            "late_seconds": self.late_seconds,
        }

    def receipt(self) -> dict[str, Any]:
        """What proves that the server holds this attempt: who, what, when, and the hash of every file.

        ``sha256`` is the hash of ``files`` written as JSON with sorted names (:func:`manifest_sha256`), so a learner
        can check it against the files that were handed in.
        """
        return {
            "course": self.course,
            "assignment": self.assignment,
            "learner": self.learner,
            "attempt": self.number,
            "received_at": self.received_at.astimezone(UTC).isoformat(timespec="microseconds"),
            "late_seconds": self.late_seconds,
            "sha256": self.sha256,
            "files": dict(sorted(self.files.items())),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Attempt:
        """The inverse of :meth:`to_json`."""
        fields = dict(data)
        for name in ("received_at", "finished_at", "graded_at"):
            if fields.get(name) is not None:
                fields[name] = datetime.fromisoformat(fields[name])
        fields["state"] = AttemptState(fields["state"])
        return cls(**fields)


@dataclass(frozen=True)
class PastResult:
    """One result that an attempt has, or had.

    Attributes:
        attempt: the attempt's id.
        result, error: one of the two, as in :class:`Attempt`.
        feedback: path -> SHA-256 of the pages that came with it.
        cause: ``submitted``, ``again``, ``regrade <id>`` or ``undo <id>``.
    """

    id: int
    course: str
    attempt: int
    result: Mapping[str, Any] | None
    error: str | None
    score: float | None
    max_score: float | None
    feedback: Mapping[str, str] | None
    finished_at: datetime
    cause: str


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
