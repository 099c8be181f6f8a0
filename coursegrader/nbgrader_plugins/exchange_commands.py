"""nbgrader's exchange commands inside this process, through coursegrader's exchange.

It is the one that the hub serves. A course may have another one for nbgrader's own commands, and keeps it for those.
"""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

from nbgrader.auth import Authenticator
from nbgrader.exchange import ExchangeError, ExchangeFactory

from coursegrader.errors import CourseError
from coursegrader.nbgrader_plugins.course import Course
from coursegrader.nbgrader_plugins.exchange import configure_exchange


def run_exchange(course: Course, action: str, assignment: str, learner: str = "*", folder: Path | None = None) -> None:
    """Run one exchange action.

    Args:
        course: the course.
        action: nbgrader's name of it: ``ReleaseAssignment``, ``FetchAssignment``, ``Submit``, ``FetchFeedback``.
        assignment: which assignment.
        learner: for whom; the instructor's actions need none.
        folder: where the learner's copies of assignments lie.

    Raises:
        CourseError: the exchange refused, in its own words.
    """
    directory = course.directory
    directory.assignment_id, directory.student_id = assignment, learner
    config = deepcopy(course.config)
    configure_exchange(config)
    factory = ExchangeFactory(config=config)
    exchange = getattr(factory, action)(coursedir=directory, authenticator=Authenticator(config=config), config=config)
    if folder is not None:
        exchange.assignment_dir = str(folder)
    if action == "ReleaseAssignment":
        exchange.force = True
    try:
        exchange.start()
    except ExchangeError as error:
        raise CourseError(f"{action} of {assignment} failed: {error}") from error
