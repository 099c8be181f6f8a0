"""How long the grading of an attempt may take: far longer than it does, and yet an end."""

from __future__ import annotations

from typing import Final

from coursegrader.grader_side.connection import GRACE_SECONDS
from coursegrader.grader_side.session import MAX_STARTS
from coursegrader.sandbox.policy import Limits

# Loading suites takes a second or two: it imports libraries, and may compute tables
LOAD_SECONDS: Final = 180.0
START_SECONDS: Final = 40.0  # a notebook's process: before its first cell, and while it reads nothing that is sent
REST_SECONDS: Final = 60.0  # reading, rebuilding, drawing questions
TESTS_PER_SUITE: Final = 50  # where nobody knows: many


def seconds_allowed(limits: Limits, notebooks: int, tests: int) -> float:
    """How long an attempt may take: as long as learners' code can make it, and some more.

    A notebook is started ``MAX_STARTS`` times at most, if its cells end its process; then each test has its time, and
    again as long until its process has ended.
    """
    notebook = MAX_STARTS * (START_SECONDS + limits.notebook_seconds)
    test = 2 * (limits.test_seconds + GRACE_SECONDS)
    return notebooks * notebook + tests * test + REST_SECONDS


def not_ended(what: str, seconds: float, place: str) -> str:
    """The message about work that took longer."""
    return (
        f"{what} did not end within {seconds:.0f} seconds (stopped at {place}): is there a loop without end, or "
        "something that waits?"
    )
