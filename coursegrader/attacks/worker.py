"""A grading process that attacks are sent to; it is watched from outside, so nothing in it differs from any other."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
from multiprocessing.connection import Connection
from typing import Any

from coursegrader.attacks.arena import Arena
from coursegrader.attacks.attack import Attack
from coursegrader.attacks.catalogue import ATTACKS
from coursegrader.attacks.outcome import Outcome
from coursegrader.attacks.scratch import Scratch

PATIENCE_SECONDS = 60.0  # beyond what an attack may take itself
CONTROL_SECONDS = 120.0


class WorkerLost(Exception):
    """The grading process died, or does not answer."""


class Worker:
    """One grading process."""

    def __init__(self, scratch: Scratch, port: int, abstract: str) -> None:
        self._arguments = (scratch, port, abstract)
        self._start()

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self._process.pid is not None
        return self._process.pid

    def attempt(self, attack: Attack, mark: str) -> Outcome:
        """Let it grade one attack.

        Raises:
            WorkerLost: it did not survive, or was held up.
        """
        outcome: Outcome = self._ask(("attempt", attack.id, mark), attack.seconds + PATIENCE_SECONDS)
        return outcome

    def control(self) -> str:
        """Let it grade honest work; what is wrong with the result, if anything.

        Raises:
            WorkerLost: it is not there any more.
        """
        fault: str = self._ask(("control",), CONTROL_SECONDS)
        return fault

    def replace(self) -> None:
        """Start a new one in its place."""
        self.close()
        self._start()

    def close(self) -> None:
        """End it."""
        self._pipe.close()
        self._process.join(10)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, *self._arguments), daemon=False)
        self._process.start()
        theirs.close()

    def _ask(self, question: tuple[str, ...], seconds: float) -> Any:
        try:
            self._pipe.send(question)
            if not self._pipe.poll(seconds):
                self._process.kill()
                raise WorkerLost(f"no answer within {seconds:.0f} seconds")
            return self._pipe.recv()
        except (EOFError, OSError):
            raise WorkerLost("the grading process died") from None


def _serve(pipe: Connection, scratch: Scratch, port: int, abstract: str) -> None:
    """The process's whole life: grade what is asked for, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who started us ends us
    logging.disable(logging.WARNING)  # attacks give occasion for many warnings, all of them expected
    os.chdir(scratch.course)
    arena = Arena(scratch, port, abstract)
    known = {attack.id: attack for attack in ATTACKS}
    while True:
        try:
            question = pipe.recv()
        except EOFError:
            return
        if question[0] == "attempt":
            pipe.send(arena.attempt(known[question[1]], question[2]))
        else:
            pipe.send(arena.control())
