"""Where attacks meet the grader: a scratch course, an honest learner beside them, and eyes on everything around."""

from __future__ import annotations

import time
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


class Arena:
    """One scratch course, used by one process. ``grade`` is the engine that is attacked."""

    def __init__(self, scratch: Scratch, port: int = 0, abstract: str = "", grade: Grade = grade_attempt) -> None:
        self.scratch = scratch
        self._doors = Doors(scratch, grade)
        self._releases = scratch.releases()
        self._port, self._abstract = port, abstract

    def attempt(self, attack: Attack, mark: str) -> Outcome:
        """Let one attack have its try."""
        submission = attack.build(self.scratch.material(mark, self._releases, self._port, self._abstract))
        learner = submission.learner or f"mallory-{attack.id}"
        before = self._surroundings(learner)
        if attack.again:
            self._doors.submit(submission, learner, attack.door)
        started = time.monotonic()
        outcome = self._doors.submit(submission, learner, attack.door)
        outcome.seconds = time.monotonic() - started
        outcome.outside += changes(before, self._surroundings(learner))
        outcome.outside += [f"process {pid} is still running" for pid in surviving_processes(mark)]
        outcome.outside += [f"it left {path}" for path in marked_files(mark, self._folders(), self._own(learner))]
        return outcome

    def control(self) -> str:
        """Grade an honest submission; empty if it gets what it deserves, else what is wrong."""
        submission = Submission(honest_files(self._releases["harbour"]))
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

    def _surroundings(self, learner: str) -> dict[str, str]:
        """Everything that a submission of ``learner`` must leave as it is."""
        state = fingerprint(self._folders(), self._own(learner))
        rows = [row for row in read_gradebook(self.scratch.course) if row.learner != learner]
        return state | {f"the gradebook's row of {row.learner} in {row.assignment}": repr(row) for row in rows}
