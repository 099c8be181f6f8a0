"""The whole suite: a few workers, each with a scratch course of its own, attacks in turn, honest work in between."""

from __future__ import annotations

import os
import secrets
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coursegrader.attacks.attack import Attack
from coursegrader.attacks.canaries import ENVIRONMENT_VARIABLE, Canaries
from coursegrader.attacks.catalogue import ATTACKS
from coursegrader.attacks.judge import MEMORY, Verdict, judge
from coursegrader.attacks.listener import Listener
from coursegrader.attacks.memory import MemoryWatch
from coursegrader.attacks.outcome import Outcome
from coursegrader.attacks.scratch import Scratch, lay_out
from coursegrader.attacks.worker import Worker, WorkerLost
from coursegrader.errors import CourseError

CONTROL_EVERY = 4  # attacks between two honest submissions of one worker


@dataclass
class AttackReport:
    """All verdicts, and whether honest work kept its marks throughout."""

    verdicts: list[Verdict] = field(default_factory=list)
    controls: int = 0
    control_faults: list[str] = field(default_factory=list)
    rung: str = ""

    @property
    def control_ok(self) -> bool:
        """Whether every honest submission got full marks, and there was one."""
        return self.controls > 0 and not self.control_faults

    @property
    def ok(self) -> bool:
        """Whether every attack was safe and honest work kept its marks."""
        return bool(self.verdicts) and all(verdict.safe for verdict in self.verdicts) and self.control_ok

    def to_json(self) -> dict[str, Any]:
        """The document that ``coursegrader attack --json`` prints."""
        return {
            "attacks": [
                {"id": v.id, "family": v.family, "title": v.title, "safe": v.safe, "detail": v.detail}
                for v in self.verdicts
            ],
            "control_ok": self.control_ok,
            "rung": self.rung,
        }


def chosen(family: str | None = None, only: str | None = None) -> list[Attack]:
    """The attacks of a family, or the one called ``only``; all by default.

    Raises:
        CourseError: there is none of that name.
    """
    found = [a for a in ATTACKS if family in (None, a.family) and only in (None, a.id)]
    if not found:
        raise CourseError(f"no attack {only or family!r}: `coursegrader attack --json` lists their names")
    return found


def run_attacks(
    attacks: Sequence[Attack], workers: int = 2, on_verdict: Callable[[Verdict], None] = lambda verdict: None
) -> AttackReport:
    """Run attacks; ``on_verdict`` is told each verdict as it comes, from several threads.

    Raises:
        CourseGraderError: the scratch course cannot be made; this machine has no sandbox, say.
    """
    report, lock = AttackReport(), threading.Lock()
    waiting = deque(enumerate(attacks))
    done: dict[int, Verdict] = {}
    canaries = Canaries.drawn()
    with tempfile.TemporaryDirectory(prefix="coursegrader-attacks-") as folder, _secret_environment(canaries):
        Path(folder).chmod(0o755)
        original = lay_out(canaries, Path(folder, "original"))
        try:
            copies = [original.copy(Path(folder, f"course-{n}")) for n in range(max(1, min(workers, len(attacks))))]
            lanes = [_Lane(scratch, report, lock) for scratch in copies]

            def tell(number: int, verdict: Verdict) -> None:
                with lock:
                    done[number] = verdict
                    on_verdict(verdict)

            greedy: deque[tuple[int, Attack]] = deque()
            with ThreadPoolExecutor(len(lanes)) as pool:
                list(pool.map(lambda lane: lane.run(waiting, tell, greedy), lanes))
            if greedy:  # files in memory are counted for the whole machine: once more, without our other worker's
                lanes[0].run(greedy, tell)
        finally:
            original.remove()
    report.verdicts = [done[number] for number in sorted(done)]
    return report


class _secret_environment:  # noqa: N801  used as a context manager
    """The trusted processes' environment holds a secret while it is entered."""

    def __init__(self, canaries: Canaries) -> None:
        self._word = canaries.values["environment_word"]

    def __enter__(self) -> None:
        os.environ[ENVIRONMENT_VARIABLE] = self._word
        self._data = os.environ.pop("COURSEGRADER_DATA", None)  # each scratch course has a data folder of its own

    def __exit__(self, *_: object) -> None:
        del os.environ[ENVIRONMENT_VARIABLE]
        if self._data is not None:
            os.environ["COURSEGRADER_DATA"] = self._data


class _Lane:
    """One worker and its attacks, one after the other. A worker that is lost is replaced, and the attack unsafe."""

    def __init__(self, scratch: Scratch, report: AttackReport, lock: threading.Lock) -> None:
        self._scratch, self._report, self._lock = scratch, report, lock
        self._nonce = secrets.token_hex(3)
        self._since: list[str] = []

    def run(
        self,
        waiting: deque[tuple[int, Attack]],
        tell: Callable[[int, Verdict], None],
        greedy: deque[tuple[int, Attack]] | None = None,
    ) -> None:
        """Let each attack that waits have its try. ``greedy`` gets those that seem to have taken too much memory, in
        place of a verdict."""
        abstract = f"coursegrader-{self._nonce}"
        with Listener(self._scratch.canaries.values["listener_word"], abstract) as self._listener:
            self._worker = Worker(self._scratch, self._listener.port, abstract)
            try:
                self._control()
                with suppress(IndexError):  # nothing is waiting any more
                    while True:
                        number, attack = waiting.popleft()
                        outcome = self._attack(number, attack)
                        if outcome.memory > MEMORY and greedy is not None:
                            greedy.append((number, attack))
                        else:
                            tell(number, judge(attack, outcome, self._scratch.canaries))
                        self._since.append(attack.id)
                        if len(self._since) >= CONTROL_EVERY:
                            self._control()
                self._control()
            finally:
                self._worker.close()

    def _attack(self, number: int, attack: Attack) -> Outcome:
        self._listener.visited.clear()
        mark = f"cg{self._nonce}{number:03d}"  # fits a process's name, which has 15 characters
        with MemoryWatch(self._worker.pid) as watch:
            try:
                outcome = self._worker.attempt(attack, mark)
            except WorkerLost as error:
                outcome = Outcome(crash=str(error))
                self._worker.replace()
        outcome.memory = watch.peak
        outcome.outside += [f"somebody connected to {where}" for where in self._listener.visited]
        with self._lock:
            self._report.rung = outcome.rung or self._report.rung
        return outcome

    def _control(self) -> None:
        try:
            fault = self._worker.control()
        except WorkerLost as error:
            fault = str(error)
            self._worker.replace()
        with self._lock:
            self._report.controls += 1
            if fault:
                after = ", ".join(self._since) or "nothing"
                self._report.control_faults.append(f"after {after}: {fault}")
        self._since = []
