"""A notebook in a language other than Python: run by its own kernel, in a sandbox of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Final, Self

from coursegrader.errors import SandboxUnavailable
from coursegrader.grader_side.connection import Connection
from coursegrader.grader_side.grading_policy import grading_policy
from coursegrader.grader_side.kernels import Kernel
from coursegrader.grader_side.machine_rung import machine_rung
from coursegrader.grader_side.session import NotebookSession
from coursegrader.grader_side.warm_sandbox import WarmSandbox
from coursegrader.grader_side.whose_fault import with_files
from coursegrader.sandbox.policy import Limits, Mount

_WARM: Final = ("nbclient", "jupyter_client")
_GRACE: Final = 10.0  # seconds for interrupting a cell, over what the kernel's own options say


class KernelSandbox:
    """Like an attempt's usual sandbox, with the kernel's files in sight.

    Args:
        kernel: which kernel.
        files: what lies beside the notebook; more may be added until it runs.
        limits: bounds on the notebook.
        folder: the name of the folder in which it runs.
        given: those of the files that no notebook wrote.
    """

    seed = 0

    def __init__(
        self, kernel: Kernel, files: Mapping[str, bytes], limits: Limits, folder: str, given: Mapping[str, bytes]
    ) -> None:
        self.kernel = kernel
        self.files, self._given = files, given
        self._limits, self._folder = limits, folder
        self._sandbox: WarmSandbox | None = None
        self._connection: Connection | None = None

    def connect(self) -> Connection:
        """A live process with the attempt's files.

        Raises:
            SandboxUnavailable: this machine has no sandbox that starts.
            SandboxDied: what other notebooks wrote cannot lie beside this one.
        """
        if self._connection is None or not self._connection.alive:
            _require_own_network()
            self._connection = with_files(self._connect, self.files, self._given, self._folder)
        return self._connection

    def _connect(self) -> Connection:
        self.close()
        self._sandbox = WarmSandbox(self._limits, _WARM, self._policy(), loopback=True)
        return Connection(self._sandbox)

    def _policy(self) -> Any:
        policy = grading_policy(self._limits)
        seen = [mount.target for mount in policy.read_only]
        new = [place for place in self.kernel.places if not any(place.is_relative_to(other) for other in seen)]
        return policy.with_mounts(read_only=tuple(Mount(place) for place in dict.fromkeys(new)))

    def session(self, cells: Sequence[str], *, keep_files: bool) -> NotebookSession:
        """What runs the notebook's cells."""
        return KernelSession(self, cells, keep_files=keep_files)

    def close(self) -> None:
        """End it."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._sandbox is not None:
            self._sandbox.close()
            self._sandbox = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()


def _require_own_network() -> None:
    """Kernels are spoken to over a network, which must be the sandbox's own."""
    rung = machine_rung()
    if not rung.nests and rung.name != "unconfined":
        raise SandboxUnavailable(
            f"the sandbox that this machine has ({rung.name}) gives no network of its own, which a kernel other than "
            "this Python needs; install bubblewrap, or grade on another machine"
        )


class KernelSession(NotebookSession):
    """Runs the cells of one notebook in its kernel. There are no hidden tests: those need Python."""

    def __init__(self, sandbox: KernelSandbox, cells: Sequence[str], *, keep_files: bool) -> None:
        super().__init__(sandbox, cells, keep_files=keep_files)
        self._kernel = sandbox.kernel
        self.grace = _GRACE + self._kernel.startup_seconds + self._kernel.iopub_seconds

    def _start_message(self) -> dict[str, Any]:
        kernel = self._kernel
        wanted = {
            "argv": list(kernel.argv),
            "env": dict(kernel.env),
            "display_name": kernel.display_name,
            "language": kernel.language,
            "interrupt_mode": kernel.interrupt_mode,
            "resources": str(kernel.resources),
            "startup_seconds": kernel.startup_seconds,
            "iopub_seconds": kernel.iopub_seconds,
        }
        return {**super()._start_message(), "kernel": wanted}
