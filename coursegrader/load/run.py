"""A class of learners hands in real notebooks to a real hub, with or without the service being killed meanwhile."""

from __future__ import annotations

import random
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from coursegrader.bench.submissions import Submission, make_class
from coursegrader.errors import CourseError
from coursegrader.grader_side.assignment import Assignment, open_assignment
from coursegrader.hub.grading_workers import count_workers
from coursegrader.load.deployment import COURSE, Deployment, running_hub
from coursegrader.load.figures import Figures, figures
from coursegrader.load.killer import Killer
from coursegrader.load.learner import Handed, LearnerClient
from coursegrader.store import AttemptStore

SEED = 4  # the same moments at every run
QUIET_SECONDS = 8.0  # after the start, for the workers to get ready
PATIENCE_SECONDS = 180.0  # for the last score, after the last submission

Say = Callable[[str], None]


def run_load(
    course_dir: Path, assignment: str, *, students: int = 200, seconds: float = 120.0, kills: int = 0, say: Say
) -> Figures:
    """Have a class hand in.

    Args:
        course_dir: the course; nothing is written there.
        assignment: what is handed in.
        students: learners, each with one submission.
        seconds: in which they hand in, at moments drawn at random.
        kills: how often the service is killed (SIGKILL) meanwhile.
        say: told what happens.

    Raises:
        CourseError: the course is not in order, or the hub does not start.
    """
    learners = [f"student-{number + 1:03}" for number in range(students)]
    with tempfile.TemporaryDirectory(prefix="coursegrader-load-") as folder:
        Path(folder).chmod(0o755)  # sandboxes have a user of their own
        say(f"starting a hub for {students} learners of {assignment}")
        with running_hub(course_dir, assignment, learners, Path(folder)) as hub:
            source = open_assignment(hub.course_dir, assignment)
            submissions = make_class(source, hub.course_dir / "release" / assignment, hub.data.secret(), students)
            tokens = hub.tokens(learners)
            time.sleep(QUIET_SECONDS)
            return _hand_in(hub, source, submissions, tokens, seconds, kills, say)


def _hand_in(
    hub: Deployment,
    source: Assignment,
    submissions: Sequence[Submission],
    tokens: dict[str, str],
    seconds: float,
    kills: int,
    say: Say,
) -> Figures:
    draw = random.Random(SEED)  # noqa: S311  moments, not secrets
    moments = sorted(draw.uniform(0, seconds) for _ in submissions)
    say(f"{len(submissions)} learners hand in within {seconds:g} s; the service is killed {kills} times")
    waiting_room = WaitingRoom(hub, tokens, end=time.monotonic() + seconds + PATIENCE_SECONDS)
    started = time.monotonic()
    killer = Killer(hub.data, [started + seconds * (number + 1) / (kills + 1) for number in range(kills)])
    killer.start()
    for moment, submission in zip(moments, submissions, strict=True):
        time.sleep(max(0.0, started + moment - time.monotonic()))
        waiting_room.enter(submission)
    killer.join()
    waiting_room.join()
    took = time.monotonic() - started
    store = AttemptStore(hub.data)
    try:
        return figures(
            store,
            COURSE,
            waiting_room.handed,
            _expected(source),
            seconds=took,
            kills=killer.kills,
            survivors=killer.survivors,
        )
    finally:
        store.close()


class WaitingRoom:
    """All learners who have handed in; each in a thread of their own."""

    def __init__(self, hub: Deployment, tokens: dict[str, str], end: float) -> None:
        self.handed: list[Handed] = []
        self._end, self._threads = end, list[threading.Thread]()
        self._workers = count_workers()
        self._clients = {
            learner: LearnerClient(hub.service_url, token, COURSE, hub.assignment) for learner, token in tokens.items()
        }

    def enter(self, submission: Submission) -> None:
        """Have one more learner hand in, now."""
        waiting = sum(one.scored_at is None for one in self.handed)
        handed = Handed(submission.student, submission.kind, backlogged=waiting >= self._workers)
        self.handed.append(handed)
        thread = threading.Thread(target=self._wait, args=(handed, submission), daemon=True)
        self._threads.append(thread)
        thread.start()

    def join(self) -> None:
        """Wait for everybody's score."""
        for thread in self._threads:
            thread.join()

    def _wait(self, handed: Handed, submission: Submission) -> None:
        client = self._clients[handed.learner]
        client.hand_in(handed, submission.files, self._end)
        if handed.receipt is not None:
            client.await_score(handed, self._end)


def _expected(source: Assignment) -> dict[str, float]:
    """What is certain of each kind's score: everything for a full one, nothing for an untouched one.

    Raises:
        CourseError: the assignment is worth nothing.
    """
    points = sum(cell.points for cells in source.notebooks.values() for cell in cells if cell.is_grade)
    if not points:
        raise CourseError(f"{source.name} has nothing that is graded")
    return {"full": points, "untouched": 0.0}
