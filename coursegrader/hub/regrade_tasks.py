"""What the grading workers do for a regrade. Plain data goes in and comes out: the service does without nbgrader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coursegrader.pipeline.graded_place import GradedPlace


@dataclass(frozen=True)
class Place:
    """What nbgrader has of one attempt: files in ``autograded/`` by path, and rows of the gradebook as JSON."""

    files: Mapping[str, bytes] | None
    rows: Mapping[str, Any] | None


@dataclass(frozen=True)
class PreviewedAttempt:
    """A new result as JSON, its feedback pages by file name, and what nbgrader would have of it."""

    result: Mapping[str, Any]
    feedback: Mapping[str, bytes]
    place: Place


@dataclass(frozen=True)
class Followed:
    """Whether nbgrader's folders have followed, why not, and the feedback pages that are to be released then.

    ``feedback`` is None where those that came with the result are right.
    """

    done: bool
    why_not: str
    feedback: Mapping[str, bytes] | None


def preview(
    course_dir: Path, assignment: str, learner: str, files: Mapping[str, bytes], received_at: datetime
) -> PreviewedAttempt:
    """Grade an attempt as the course would now; nothing is written."""
    from coursegrader.pipeline.preview_grading import preview_attempt

    found = preview_attempt(course_dir, assignment, learner, files, received_at)
    return PreviewedAttempt(found.result.to_json(), dict(found.feedback), _packed(found.place))


def graded_by(course_dir: Path, assignment: str) -> tuple[str, str]:
    """Hashes of the suites and of the sources that hold now."""
    from coursegrader.pipeline import preview_grading

    found = preview_grading.graded_by(course_dir, assignment)
    return found.suite, found.source


def read_place(course_dir: Path, assignment: str, learner: str, received_at: datetime) -> Place | None:
    """What nbgrader has of an attempt; None if its folders hold another one."""
    from coursegrader.pipeline import graded_place

    found = graded_place.read_place(course_dir, assignment, learner, received_at)
    return None if found is None else _packed(found)


def follow(
    course_dir: Path,
    assignment: str,
    learner: str,
    received_at: datetime,
    wanted: Place,
    expected: Sequence[Mapping[str, str] | None],
    known: Mapping[str, Any] | None,
) -> Followed:
    """Put a result in nbgrader's place.

    Args:
        wanted: what is to be there.
        expected: manifests (path -> SHA-256) of what may be replaced.
        known: rows of the gradebook before the regrade.
    """
    from coursegrader.hub.staff_folders import share_graded
    from coursegrader.nbgrader_plugins.submission_state import SubmissionState
    from coursegrader.pipeline import graded_place

    rows = None if known is None else SubmissionState.from_json(known)
    done = graded_place.exchange_place(
        course_dir, assignment, learner, received_at, _unpacked(wanted), list(expected), rows
    )
    share_graded(course_dir, assignment, learner)
    # the pages that came with the result show the marks of that time
    pages = dict(done.feedback) if done.marks_differ and done.feedback is not None else None
    return Followed(done.done, done.why_not, pages)


def _packed(place: GradedPlace) -> Place:
    return Place(place.files, None if place.state is None else place.state.to_json())


def _unpacked(place: Place) -> GradedPlace:
    from coursegrader.nbgrader_plugins.submission_state import SubmissionState
    from coursegrader.pipeline.graded_place import GradedPlace

    return GradedPlace(place.files, None if place.rows is None else SubmissionState.from_json(place.rows))
