"""The trusted end of the pipe into one sandbox."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import coursegrader
from coursegrader import wire
from coursegrader.errors import SandboxDied, SandboxError, SandboxUnavailable, WireError
from coursegrader.sandbox.bubblewrap import bubblewrap_argv
from coursegrader.sandbox.policy import Limits, Mount, SandboxPolicy, Scratch, system_mounts

Message = dict[str, Any]

INSIDE_FILES = Path("/mnt/files")
INSIDE_HOME = Path("/home/learner")
INSIDE_WORK = INSIDE_HOME / "work"
INSIDE_PACKAGE = Path("/opt/student-side")

# Imported once, before any notebook: what nearly every notebook of a course imports anyway.
WARM_MODULES = (
    "numpy",
    "pandas",
    "scipy.linalg",
    "matplotlib.pyplot",
    "ipywidgets",
    "coursegrader.wire.pandas_objects",
)
# The parts of this package that run behind the wall; nothing else of it is visible there.
STUDENT_MODULES = ("__init__.py", "errors.py", "wire", "student_side")
# User ids that no account and no service has (see systemd's list of ranges). Each sandbox has one of its own, since
# the kernel counts processes by user: a fork bomb in one must not starve another.
SANDBOX_USERS = range(60_578, 61_184)
START_SECONDS = 60.0
GRACE_SECONDS = 2.0


def grading_policy(files: Path, limits: Limits) -> SandboxPolicy:
    """What a graded notebook gets: this Python, the student side of this package, and the files put in ``files``."""
    package = Path(coursegrader.__file__).parent
    inside = INSIDE_PACKAGE / "coursegrader"
    mounts = [Mount(package / name, inside / name) for name in STUDENT_MODULES]
    user = SANDBOX_USERS.start + secrets.randbelow(len(SANDBOX_USERS))
    kit = package.parent / "coursekit"
    if kit.is_dir():
        mounts.append(Mount(kit, INSIDE_PACKAGE / "coursekit"))
    return SandboxPolicy(
        read_only=(*system_mounts(), *mounts, Mount(files, INSIDE_FILES)),
        scratch=(Scratch(Path("/tmp")), Scratch(INSIDE_HOME), Scratch(Path("/dev/shm"))),
        env={
            "HOME": str(INSIDE_HOME),
            "USER": "learner",
            "PATH": f"{Path(sys.prefix) / 'bin'}:/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(INSIDE_PACKAGE),
            "PYTHONDONTWRITEBYTECODE": "1",
            "MPLBACKEND": "module://matplotlib_inline.backend_inline",
            "MPLCONFIGDIR": "/tmp/matplotlib",
            "IPYTHONDIR": "/tmp/ipython",
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "NBGRADER_EXECUTION": "autograde",
        },
        cwd=INSIDE_HOME,
        uid=user,
        gid=user,
        limits=limits,
    )


class Connection:
    """One running sandbox. Whatever goes wrong inside arrives as :class:`SandboxDied`."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.alive = False
        self._warm = False
        self._folder = tempfile.TemporaryDirectory(prefix="coursegrader-")
        self._files = Path(self._folder.name) / "files"
        self._files.mkdir()
        self._files.chmod(0o755)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  open as long as the sandbox is
        self._start()

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-m", "coursegrader.student_side", str(theirs.fileno()), str(INSIDE_WORK)]
        try:
            self._process = subprocess.Popen(
                bubblewrap_argv(grading_policy(self._files, self.limits), command),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                pass_fds=(theirs.fileno(),),
            )
        except BaseException:
            ours.close()
            self._cleanup()
            raise
        finally:
            theirs.close()
        self._socket = ours
        self.alive = True
        self.send(_hello(self.limits))

    def put_files(self, files: Mapping[str, bytes]) -> None:
        """Put the assignment's files into the working folder.

        Raises:
            SandboxUnavailable: the sandbox did not start; the message tells what it said.
            SandboxDied: it ended since.
        """
        for name, content in files.items():
            target = self._files / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        for path in self._files.rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)  # whatever our own umask is, the user inside reads them
        self.wait_until_warm()
        self.request({"op": "files", "folder": str(INSIDE_FILES)}, "copied", START_SECONDS)

    def wait_until_warm(self) -> None:
        """Wait for the process inside to have imported its libraries."""
        if not self._warm:
            self.expect("warm", START_SECONDS)
            self._warm = True

    def send(self, message: Message) -> None:
        """Send one message."""
        self._socket.settimeout(START_SECONDS)
        try:
            wire.write_frame(self._socket, message, self.limits.message)
        except OSError:
            self.kill()
            raise self._failure("the sandbox ended unexpectedly") from None

    def receive(self, seconds: float) -> Message:
        """Receive one message within ``seconds``; a sandbox that does not answer is killed."""
        try:
            return wire.read_frame(_Deadline(self._socket, seconds), self.limits.message)
        except TimeoutError:
            self.kill()
            raise self._failure(f"the sandbox gave no answer within {seconds:.1f} seconds and was stopped") from None
        except (OSError, EOFError):
            self.kill()
            raise self._failure("the sandbox ended unexpectedly") from None
        except WireError:
            self.kill()
            raise

    def expect(self, op: str, seconds: float) -> Message:
        """Receive one message, which must be ``op``."""
        message = self.receive(seconds)
        if message["op"] != op:
            self.kill()
            raise SandboxDied("the sandbox broke the protocol and was stopped")
        return message

    def request(self, message: Message, op: str, seconds: float) -> Message:
        """Send, then receive the answer, which must be ``op``."""
        self.send(message)
        return self.expect(op, seconds)

    def _failure(self, what: str) -> SandboxError:
        """What to raise. Once foreign code has run here, nothing that the process wrote is told: the text would be the
        learner's, who reads our errors and must not learn hidden inputs from them."""
        if self._warm:
            return SandboxDied(what)
        self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, self._errors.tell() - 2000))
        lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        said = lines[-1][:300] if lines else what
        return SandboxUnavailable(
            f"no sandbox on this machine: bubblewrap does not start here ({said}); allow it user namespaces, or grade "
            "as root or on another machine"
        )

    def is_running(self) -> bool:
        """Whether it can still be used, as far as can be told without asking it."""
        return self.alive and self._process.poll() is None

    def kill(self) -> None:
        """End the sandbox with everything in it."""
        if self.alive:
            self.alive = False
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._socket.close()

    def close(self) -> None:
        """End the sandbox and remove its files."""
        self.kill()
        self._cleanup()

    def _cleanup(self) -> None:
        self._errors.close()
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()


class _Deadline:
    """A socket that is read until one moment, however the bytes trickle in."""

    def __init__(self, stream: socket.socket, seconds: float) -> None:
        self._stream, self._end = stream, time.monotonic() + seconds

    def recv(self, size: int, /) -> bytes:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._stream.settimeout(left)
        return self._stream.recv(size)

    def sendall(self, data: bytes, /) -> None:
        self._stream.sendall(data)


def _processes_of_this_user() -> int:
    """How many threads the sandbox's user has outside of it already; some kernels count them all against its limit."""
    user = os.geteuid()
    if user == 0:
        return 0  # the sandbox has a user of its own
    count = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if process.stat().st_uid == user:
                count += len(list((process / "task").iterdir()))
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue  # it has ended meanwhile, or is not ours to see
    return count


def _hello(limits: Limits) -> Message:
    return {
        "op": "hello",
        "limits": {
            "memory": limits.memory,
            "cpu_seconds": limits.cpu_seconds,
            "processes": limits.processes + _processes_of_this_user(),
            "open_files": limits.open_files,
            "file_size": limits.file_size,
        },
        "output": limits.output,
        "warm": list(WARM_MODULES),
        "notebook_limits": {
            "cell_seconds": limits.cell_seconds,
            "test_seconds": limits.test_seconds,
            "test_memory": limits.test_memory,
            "message": limits.message,
        },
    }
