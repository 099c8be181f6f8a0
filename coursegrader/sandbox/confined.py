"""A running sandbox: started by a rung, in a control group of its own where there is one, and ended as a whole."""

from __future__ import annotations

import os
import select
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from coursegrader.errors import SandboxError
from coursegrader.sandbox.cgroups import WARM_MEMORY, ControlGroup, bounds_of, make_group
from coursegrader.sandbox.memory_watch import watch_command
from coursegrader.sandbox.policy import SandboxPolicy
from coursegrader.sandbox.rung import Rung

# how long a supervisor may take to end what it watches and remove its folders
TIDY_SECONDS = 5.0


class ConfinedProcess:
    """A command under a policy. Everything here works in forked children of the process that made it, too."""

    def __init__(
        self,
        rung: Rung,
        policy: SandboxPolicy,
        argv: Sequence[str],
        *,
        pass_fds: Sequence[int] = (),
        stdout: int | IO[bytes] = subprocess.DEVNULL,
        stderr: int | IO[bytes] = subprocess.DEVNULL,
    ) -> None:
        """Start it.

        Args:
            rung: how the wall is built.
            policy: what the command gets.
            argv: the command, as seen inside.
            pass_fds: the only descriptors it inherits.
            stdout: where it writes to.
            stderr: where it, and the rung's own programs, complain.

        Raises:
            SandboxUnavailable: the rung lacks something that it needs.
        """
        command = rung.command(policy, argv)
        self._rung, self._over = rung, False
        self._group: ControlGroup | None = make_group(policy.limits)
        self.details = bounds_of(self._group)
        if self._group is not None:
            command = self._group.enter(command)
        try:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr, pass_fds=pass_fds
            )
        except BaseException:
            self._remove_group()
            raise
        self.pid = self._process.pid
        self._handle = os.pidfd_open(self.pid)
        self._watcher = None if self._group is not None else _watch(self.pid, policy.limits.memory + WARM_MEMORY)

    def is_running(self) -> bool:
        """Whether its first process has not ended."""
        return not self._over and not self._ended(0)

    def wait(self, seconds: float) -> bool:
        """Wait until its first process has ended; False if it has not after ``seconds``."""
        return self._over or self._ended(seconds)

    def kill(self) -> None:
        """End it with everything in it, and remove what was made for it. May be called again.

        Raises:
            SandboxError: the kernel does not end one of its processes.
        """
        if self._over:
            return
        self._over = True
        if self._rung.supervised:
            self._signal(signal.SIGTERM)
            self._ended(TIDY_SECONDS)
        self._signal(signal.SIGKILL)
        self._remove_group()
        ended = self._ended(TIDY_SECONDS)
        os.close(self._handle)
        _let_go(self._process, ended=ended)
        if self._watcher is not None:
            self._watcher.kill()
            _let_go(self._watcher)

    def _ended(self, seconds: float) -> bool:
        # not select.select: a descriptor's number may be beyond its 1024
        poll = select.poll()
        poll.register(self._handle, select.POLLIN)
        return bool(poll.poll(seconds * 1000))

    def _signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):  # it has ended by itself
            signal.pidfd_send_signal(self._handle, number)

    def _remove_group(self) -> None:
        if self._group is not None:
            self._group.remove()
            self._group = None


def _let_go(process: subprocess.Popen[bytes], *, ended: bool = True) -> None:
    """Wait for a process that has been killed; at once, where another process is the parent."""
    try:
        if ended:
            process.wait(TIDY_SECONDS)
            return
    except subprocess.TimeoutExpired:
        pass
    arguments = process.args if isinstance(process.args, list) else []
    name = Path(str(next(iter(arguments), "?"))).name
    raise SandboxError(
        f"process {process.pid} ({name}) of a sandbox does not end although it was killed; see in "
        f"/proc/{process.pid}/stack what holds it up, or start the machine anew"
    )


def _watch(process: int, most: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        watch_command(process, most),
        env={},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
