"""Which sandbox an attempt runs in: the worker's, which is kept warm; a process of its own in it for each notebook."""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from types import TracebackType
from typing import Self

from coursegrader.errors import SandboxUnavailable
from coursegrader.grader_side.connection import Connection
from coursegrader.grader_side.session import NotebookSession
from coursegrader.grader_side.warm_modules import DEFAULT_WARM
from coursegrader.grader_side.warm_sandbox import WarmSandbox
from coursegrader.grader_side.whose_fault import with_files
from coursegrader.sandbox.policy import DEFAULT_LIMITS, Limits

# A worker that grades several assignments keeps this many sandboxes, the last used ones.
MAX_KEPT = 3
_TRIES = 2
WORK = "work"  # the name of the folder in which notebooks run that are of no assignment

_Key = tuple[Limits, tuple[str, ...]]
_lock = threading.RLock()
_kept: dict[_Key, WarmSandbox] = {}  # the last used one is last


def keep_warm(limits: Limits = DEFAULT_LIMITS, warm: Sequence[str] = DEFAULT_WARM) -> None:
    """Start the sandbox for the next attempts if there is none; it warms up by itself.

    Raises:
        SandboxUnavailable: this machine has no sandbox.
    """
    with _lock:
        _sandbox((limits, tuple(warm)))


def _sandbox(key: _Key) -> WarmSandbox:
    """The kept sandbox of these limits and modules, or a new one in its place."""
    sandbox = _kept.pop(key, None)
    if sandbox is not None and not sandbox.serves_more:
        if not sandbox.is_running():
            sandbox.close()  # else its one notebook is still at work, and ends it
        sandbox = None
    if sandbox is None:
        sandbox = WarmSandbox(key[0], key[1])
    _kept[key] = sandbox
    while len(_kept) > MAX_KEPT:
        _kept.pop(next(iter(_kept))).close()
    return sandbox


def _connect(key: _Key) -> Connection:
    """A process for one notebook; a kept sandbox that has broken since is replaced."""
    for _ in range(_TRIES - 1):
        try:
            with _lock:
                return Connection(_sandbox(key))
        except SandboxUnavailable:
            _drop(key)
    with _lock:
        return Connection(_sandbox(key))


def _drop(key: _Key) -> None:
    with _lock:
        sandbox = _kept.pop(key, None)
    if sandbox is not None:
        sandbox.close()


@atexit.register
def close_sandboxes() -> None:
    """End the sandboxes that are kept; but not one that is only borrowed."""
    with _lock, ExitStack() as stack:  # all of them, even if one cannot be ended
        while _kept:
            sandbox = _kept.popitem()[1]
            if sandbox not in _borrowed:
                stack.callback(sandbox.close)


_lent = False
_borrowed: list[WarmSandbox] = []


@contextmanager
def lent_to_child(limits: Limits, warm: Sequence[str]) -> Iterator[None]:
    """A child that is forked in here, and ends in here, may use this process's sandbox of these limits and modules.

    If the child ends without saying how it went, call ``close_sandboxes``: nobody knows what it left unanswered.

    Raises:
        SandboxUnavailable: this machine has no sandbox.
    """
    global _lent
    key = limits, tuple(warm)
    with _lock:
        sandbox = _sandbox(key)
        serves_one = sandbox.obstacle is not None  # that waits until it is warm: only one process can hear it say so
        _lent = True
        try:
            yield
        finally:
            _lent = False
            if serves_one:
                _drop(key)


def _forget() -> None:
    """In a forked process: they are the parent's, unless it has lent them."""
    global _lock
    _lock = threading.RLock()
    if _lent:
        _borrowed.extend(_kept.values())
    else:
        _kept.clear()


os.register_at_fork(after_in_child=_forget)


class AttemptSandbox:
    """Where the notebooks of one attempt run: each in a process of its own, with the attempt's files and nothing else
    of anybody's.

    Args:
        files: what lies beside the notebook; more may be added until it runs.
        limits: bounds on each notebook.
        warm: modules that are imported already when a notebook starts.
        seed: what the global random generators of a notebook start from.
        folder: the name of the folder in which it runs.
        given: those of the files that no notebook wrote; all of them, if not said.
    """

    def __init__(
        self,
        files: Mapping[str, bytes],
        limits: Limits = DEFAULT_LIMITS,
        warm: Sequence[str] = DEFAULT_WARM,
        seed: int = 0,
        folder: str = WORK,
        given: Mapping[str, bytes] | None = None,
    ) -> None:
        self.files = files
        self._given = files if given is None else given
        self._folder = folder
        self._key = (limits, tuple(warm))
        self.seed = seed
        self._connection: Connection | None = None

    def connect(self) -> Connection:
        """A live process with the attempt's files.

        Raises:
            SandboxUnavailable: this machine has no sandbox that starts. No learner's code has run then, so it is
                nobody's fault but the machine's, and nobody's zero.
            SandboxDied: what other notebooks wrote cannot lie beside this one.
        """
        if self._connection is None or not self._connection.alive:
            self.close()
            self._connection = with_files(partial(_connect, self._key), self.files, self._given, self._folder)
        return self._connection

    def session(self, cells: Sequence[str], *, keep_files: bool) -> NotebookSession:
        """What runs a notebook's cells and hidden tests."""
        return NotebookSession(self, cells, keep_files=keep_files)

    def close(self) -> None:
        """End it."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()
