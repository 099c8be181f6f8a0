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
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Attempt:
        """The inverse of :meth:`to_json`."""
        fields = dict(data)
        fields["received_at"] = datetime.fromisoformat(fields["received_at"])
        fields["state"] = AttemptState(fields["state"])
        return cls(**fields)
