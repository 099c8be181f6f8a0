"""One running sandbox with its warm process, which forks a child for each notebook."""

from __future__ import annotations

import os
import socket
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from coursegrader.errors import SandboxUnavailable, WireError
from coursegrader.grader_side.grading_policy import (
    INSIDE_HOME,
    draw_user,
    grading_policy,
    inner_wall,
    processes_outside,
)
from coursegrader.grader_side.lasting_thread import in_lasting_thread
from coursegrader.grader_side.machine_rung import machine_rung
from coursegrader.sandbox.confined import ConfinedProcess
from coursegrader.sandbox.inner_wall import DEFAULT_FILTER, LOOPBACK_FILTER
from coursegrader.sandbox.policy import Limits, SandboxPolicy
from coursegrader.sandbox.rung import fit_policy, fit_wall
from coursegrader.sandbox.this_python import this_python
from coursegrader.wire.packets import packet_pair, receive_packet, send_packet

Message = dict[str, Any]
START_SECONDS = 60.0
FORK_SECONDS = 10.0


class WarmSandbox:
    """A sandbox. It serves one notebook after the other, or several at once, where it can wall them off from one
    another; else it serves one.

    Args:
        limits: bounds on each notebook.
        warm: modules to import before the first notebook.
        policy: what the sandbox gets; the usual when None.
        loopback: whether notebooks may talk to themselves over the sandbox's own network, which leads nowhere.

    Raises:
        SandboxUnavailable: this machine has no sandbox.
    """

    def __init__(
        self, limits: Limits, warm: Sequence[str], policy: SandboxPolicy | None = None, *, loopback: bool = False
    ) -> None:
        self._calls = LOOPBACK_FILTER if loopback else DEFAULT_FILTER
        self.limits = limits
        self._rung = machine_rung()
        self._policy = fit_policy(self._rung, policy or grading_policy(limits))
        self._warm: Message | None = None
        self._uses = 0
        self._prepared: set[tuple[str, ...]] = set()
        self._lock = threading.RLock()
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  open as long as the sandbox is
        self._control, theirs = packet_pair()
        try:
            with theirs:
                self._process = in_lasting_thread(lambda: self._start(theirs))
        except BaseException:
            self._control.close()
            self._errors.close()
            raise
        self._control.settimeout(START_SECONDS)
        self._tell(self._hello(warm))

    def _start(self, theirs: socket.socket) -> ConfinedProcess:
        wall = "inner-wall" if self._policy.capabilities else "no-inner-wall"
        program = [str(this_python()), "-m", "coursegrader.student_side"]
        command = [*program, str(theirs.fileno()), str(INSIDE_HOME), wall]
        return ConfinedProcess(self._rung, self._policy, command, pass_fds=[theirs.fileno()], stderr=self._errors)

    def _hello(self, warm: Sequence[str]) -> Message:
        limits = replace(self.limits, processes=self.limits.processes + processes_outside(own_count=self._rung.nests))
        wall = replace(inner_wall(self._policy), limits=limits, calls=self._calls)
        return {
            "op": "hello",
            "wall": fit_wall(self._rung, wall).to_message(),
            "user": self._draw_user(),
            "output": limits.output,
            "warm": list(warm),
            "notebook_limits": {
                "cell_seconds": limits.cell_seconds,
                "test_seconds": limits.test_seconds,
                "test_memory": limits.test_memory,
                "message": limits.message,
            },
        }

    def _draw_user(self) -> int | None:
        if "SETUID" not in self._policy.capabilities:
            return None
        user = draw_user()
        return user if user != self._policy.uid else self._draw_user()

    @property
    def obstacle(self) -> str | None:
        """Why notebooks cannot be walled off from one another here; None if they can. Waits until it is warm."""
        with self._lock:
            if self._warm is None:
                self._control.settimeout(START_SECONDS)
                self._warm, _ = self._hear("warm")
            obstacle = self._warm["obstacle"]
            return None if obstacle is None else str(obstacle)

    def fork(self, connection: socket.socket) -> int:
        """Have a child forked that holds ``connection``, its only way out.

        Returns:
            A descriptor of the child's process (a pidfd).

        Raises:
            SandboxUnavailable: the sandbox did not start, has ended, or cannot fork.
        """
        with self._lock:
            walled = self.obstacle is None
            if self._uses and not walled:
                raise SandboxUnavailable("this sandbox has served its one notebook")
            self._uses += 1
            self._control.settimeout(FORK_SECONDS)
            self._tell({"op": "fork", "user": self._draw_user()}, [connection.fileno()])
            message, descriptors = self._hear("forked")
            if len(descriptors) != 1:
                self.close()
                raise SandboxUnavailable(f"the sandbox could not start a notebook: {message.get('why')}")
            return descriptors[0]

    def prepare(self, block: tuple[str, ...]) -> None:
        """Have the warm process find out, for the notebooks after this one, where the functions of modules that hidden
        tests block are held: that takes long, and once is enough."""
        with self._lock:
            if block not in self._prepared:
                self._prepared.add(block)
                self._tell({"op": "block", "modules": list(block)})

    @property
    def serves_more(self) -> bool:
        """Whether it can be used again, as far as can be told without asking it."""
        if not self.is_running():
            return False
        return not self._uses or self.obstacle is None

    def _tell(self, message: Message, descriptors: Sequence[int] = ()) -> None:
        try:
            send_packet(self._control, message, descriptors)
        except OSError as error:
            raise self._failure(error) from None

    def _hear(self, op: str) -> tuple[Message, list[int]]:
        try:
            message, descriptors = receive_packet(self._control)
            if message["op"] not in (op, "refused"):
                raise WireError("the sandbox broke the protocol")
        except (OSError, EOFError, WireError) as error:
            raise self._failure(error) from None
        return message, descriptors

    def _failure(self, error: Exception) -> SandboxUnavailable:
        """What to raise. No learner's code has a way to this sandbox's error stream, so what it said may be told."""
        self.kill()
        what = f"the sandbox ended unexpectedly ({type(error).__name__})"
        if self._warm is not None:
            return SandboxUnavailable(what)
        self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, self._errors.tell() - 2000))
        lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        said = lines[-1][:300] if lines else what
        return SandboxUnavailable(
            f"no sandbox on this machine: {self._rung.name} does not start here ({said}); allow it user namespaces, or "
            "grade as root or on another machine"
        )

    def is_running(self) -> bool:
        """Whether its first process is alive."""
        return self._process.is_running()

    def kill(self) -> None:
        """End the sandbox with everything in it."""
        self._process.kill()

    def close(self) -> None:
        """End it, and let go of what belongs to it."""
        try:
            self.kill()
        finally:
            self._control.close()
            self._errors.close()
