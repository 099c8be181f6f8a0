"""Which sandbox an attempt runs in: one of its own, warm if there is one waiting, a new one if it has died."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Self

from coursegrader.errors import SandboxDied, SandboxUnavailable
from coursegrader.grader_side.connection import Connection
from coursegrader.sandbox.policy import DEFAULT_LIMITS, Limits

_lock = threading.Lock()
_spares: list[Connection] = []


def keep_spare(limits: Limits = DEFAULT_LIMITS, count: int = 1) -> None:
    """Start sandboxes for the next attempts; they warm up by themselves. Long-lived graders call this between attempts.

    Raises:
        SandboxUnavailable: this machine has no sandbox.
    """
    with _lock:
        while len(_spares) < count:
            _spares.append(Connection(limits))


def _take(limits: Limits) -> Connection:
    """The warm sandbox if one waits with these limits, else a new one."""
    with _lock:
        spare = _spares.pop() if _spares else None
    if spare is not None and spare.is_running() and spare.limits == limits:
        return spare
    if spare is not None:
        spare.close()
    return Connection(limits)


@atexit.register
def close_spares() -> None:
    """End the sandboxes that wait."""
    with _lock:
        while _spares:
            _spares.pop().close()


class AttemptSandbox:
    """The sandbox of one attempt. It never serves another: what one learner leaves behind, nobody else meets."""

    def __init__(self, files: Mapping[str, bytes], limits: Limits) -> None:
        self._files, self._limits = files, limits
        self._connection: Connection | None = None

    def connect(self) -> Connection:
        """A live sandbox with the attempt's files in place.

        Raises:
            SandboxUnavailable: this machine has none that starts. No learner's code has run then, so it is nobody's
                fault but the machine's, and nobody's zero.
        """
        if self._connection is None or not self._connection.alive:
            self.close()
            self._connection = _take(self._limits)
            try:
                self._connection.put_files(self._files)
            except SandboxDied as error:
                raise SandboxUnavailable(f"the sandbox does not start on this machine: {error}") from error
        return self._connection

    def close(self) -> None:
        """End it."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()
