"""A clock that tells where a process and its forked children spend their time, stage by stage."""

from __future__ import annotations

import functools
import importlib
import mmap
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NoReturn

from coursegrader.errors import CourseError

_DOUBLE = 8


@dataclass(frozen=True)
class Stage:
    """A named stage: the time in these functions (``module:qualified.name``) that is not in those of another stage."""

    name: str
    functions: tuple[str, ...]


@dataclass(frozen=True)
class Spent:
    """Seconds spent in one stage: of wall time, and of this side's CPU time; and how often it was begun."""

    wall: float
    cpu: float
    calls: int


class StageClock:
    """Counts wall and CPU seconds of one stage at a time, in memory that forked children share.

    A child's time goes to its own stages, and its parent's waiting for it is taken off the stage that forked.
    """

    def __init__(self, stages: Sequence[Stage]) -> None:
        self._stages = stages
        # wall, CPU time and calls of each stage, and of what is in none
        self._totals = memoryview(mmap.mmap(-1, 3 * (len(stages) + 1) * _DOUBLE)).cast("d")
        self._stack = [len(stages)]
        self._mark = self._now()
        os.register_at_fork(before=self._charge, after_in_child=self._in_child)
        self._forked_in: int | None = None

    def install(self) -> None:
        """Have every stage's functions tell this clock, wherever they are called from.

        Raises:
            CourseError: a function is not there any more.
        """
        for number, stage in enumerate(self._stages):
            for function in stage.functions:
                self._wrap(number, function)
        leave = os._exit

        def charge_and_leave(status: int) -> NoReturn:
            self._charge()
            leave(status)

        os._exit = charge_and_leave

    def restart(self) -> None:
        """Forget what was counted so far."""
        self._mark = self._now()
        for index in range(len(self._totals)):
            self._totals[index] = 0.0

    def spent(self) -> dict[str, Spent]:
        """What was counted, by stage; ``""`` is the time in none of them."""
        self._charge()
        names = [*(stage.name for stage in self._stages), ""]
        return {
            name: Spent(self._totals[3 * i], self._totals[3 * i + 1], int(self._totals[3 * i + 2]))
            for i, name in enumerate(names)
        }

    @contextmanager
    def stage(self, number: int) -> Iterator[None]:
        """Count the time within for this stage."""
        self._charge()
        self._stack.append(number)
        self._totals[3 * number + 2] += 1
        try:
            yield
        finally:
            self._charge()
            self._stack.pop()

    def _wrap(self, number: int, path: str) -> None:
        module_name, _, qualified = path.partition(":")
        *owners, name = qualified.split(".")
        try:
            owner: Any = functools.reduce(getattr, owners, importlib.import_module(module_name))
            function: Callable[..., Any] = vars(owner)[name]
        except (ImportError, AttributeError, KeyError):
            raise CourseError(
                f"the profile's stage {self._stages[number].name!r} names {path}, which is gone"
            ) from None

        @functools.wraps(function)
        def timed(*args: Any, **kwargs: Any) -> Any:
            with self.stage(number):
                return function(*args, **kwargs)

        setattr(owner, name, timed)

    def _now(self) -> tuple[float, float]:
        return time.perf_counter(), time.process_time()

    def _charge(self) -> None:
        """Put the time since the last look down to the stage that is on."""
        now = self._now()
        self._add(self._stack[-1], now[0] - self._mark[0], now[1] - self._mark[1])
        self._mark = now

    def _add(self, number: int, wall: float, cpu: float) -> None:
        self._totals[3 * number] += wall
        self._totals[3 * number + 1] += cpu
        if self._forked_in is not None:
            self._totals[3 * self._forked_in] -= wall  # the parent counts it as well, waiting

    def _in_child(self) -> None:
        self._mark = self._now()
        self._forked_in = self._stack[-1]
