"""Where attacks meet the grader: a scratch course, an honest learner beside them, and eyes on everything around."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from coursegrader.attacks.attack import Attack, Door, Submission
from coursegrader.attacks.doors import Doors, Grade
from coursegrader.attacks.leftovers import changes, fingerprint, marked_files, surviving_processes
from coursegrader.attacks.outcome import Outcome
from coursegrader.attacks.scratch import Scratch, honest_files
from coursegrader.grader_side.grade import grade_attempt
from coursegrader.nbgrader_plugins.gradebook import read_gradebook

HONEST_LEARNER = "grace"
FULL_MARKS = 15.0
_CONTROL_DOORS: tuple[Door, ...] = ("course", "engine")
_CHANGING = ("gradebook.db", "gradebook.db-journal", ".coursegrader")


@dataclass(frozen=True)
class Surroundings:
    """What there is around the grader. ``files``: path -> its state; ``rows``: learner, assignment -> gradebook row."""

    files: dict[str, str]
    rows: dict[tuple[str, str], str]


class Arena:
    """One scratch course, used by one process. ``grade`` is the engine that is attacked."""

    def __init__(self, scratch: Scratch, port: int = 0, abstract: str = "", grade: Grade = grade_attempt) -> None:
        self.scratch = scratch
        self._doors = Doors(scratch, grade)
        self._releases = scratch.releases()
        self._port, self._abstract = port, abstract
        self._seen: Surroundings | None = None  # after the last attack

    def attempt(self, attack: Attack, mark: str) -> Outcome:
        """Let one attack have its try."""
        submission = attack.build(self.scratch.material(mark, self._releases, self._port, self._abstract))
        learner = submission.learner or f"mallory-{attack.id}"
        before = self._seen or self._surroundings()
        if attack.again:
            self._doors.submit(submission, learner, attack.door)
        started = time.monotonic()
        outcome = self._doors.submit(submission, learner, attack.door)
        outcome.seconds = time.monotonic() - started
        self._seen = self._surroundings()
        outcome.outside += changes(self._of_others(before, learner), self._of_others(self._seen, learner))
        outcome.outside += [f"process {pid} is still running" for pid in surviving_processes(mark)]
        outcome.outside += [f"it left {path}" for path in marked_files(mark, self._folders(), self._own(learner))]
        return outcome

    def control(self) -> str:
        """Grade an honest submission; empty if it gets what it deserves, else what is wrong."""
        submission = Submission(honest_files(self._releases["harbour"]))
        self._seen = None
        for door in _CONTROL_DOORS:
            outcome = self._doors.submit(submission, HONEST_LEARNER, door)
            trouble = outcome.crash or outcome.refusal or "; ".join(outcome.errors)
            if trouble or outcome.total != FULL_MARKS or outcome.recorded not in (None, FULL_MARKS):
                return f"{outcome.total:g} of {FULL_MARKS:g} points by the {door} door {trouble}".strip()
        return ""

    def _folders(self) -> list[Path]:
        return [self.scratch.course, self.scratch.home, self.scratch.temporary]

    def _own(self, learner: str) -> list[Path]:
        """Where the attacker's own work lies by right, and what is compared by its content below."""
        course = self.scratch.course
        steps = [course / step / learner for step in ("submitted", "autograded", "feedback")]
        return [*steps, *(course / name for name in _CHANGING)]

    def _surroundings(self) -> Surroundings:
        files = fingerprint(self._folders(), [self.scratch.course / name for name in _CHANGING])
        rows = {(row.learner, row.assignment): repr(row) for row in read_gradebook(self.scratch.course)}
        return Surroundings(files, rows)

    def _of_others(self, seen: Surroundings, learner: str) -> dict[str, str]:
        """Everything that a submission of ``learner`` must leave as it is."""
        own = [str(path) for path in self._own(learner)]
        below = tuple(f"{path}/" for path in own)
        state = {path: what for path, what in seen.files.items() if path not in own and not path.startswith(below)}
        return state | {
            f"the gradebook's row of {whose} in {assignment}": row
            for (whose, assignment), row in seen.rows.items()
            if whose != learner
        }
