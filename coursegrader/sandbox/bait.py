"""What the start-up self-test lays out on the trusted side, for confined code to try to reach."""

from __future__ import annotations

import os
import resource
import secrets
import socket
import subprocess
import sys
import tempfile
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

BYSTANDER_SECONDS = 60
FILE_MODE = 0o644
_NAME = "COURSEGRADER_CANARY"


class Bait:
    """Files, a process and sockets, all of them as open to everybody as they can be. Use with ``with``."""

    def __init__(self) -> None:
        self.secret = secrets.token_hex(16)
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self.folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="coursegrader-bait-")))
            self.folder.chmod(0o755)
            self.files = [self._file(self.folder), *self._in_home(stack)]
            self._bystander = stack.enter_context(_process(self.secret))
            stack.callback(self._bystander.kill)
            self._priority = os.getpriority(os.PRIO_PROCESS, self._bystander.pid)
            self._bound = resource.prlimit(self._bystander.pid, resource.RLIMIT_NOFILE)
            self._listeners = {
                "TCP": _listener(stack, socket.AF_INET, ("127.0.0.1", 0)),
                "abstract socket": _listener(stack, socket.AF_UNIX, f"\0{self.secret}"),
                "socket file": _listener(stack, socket.AF_UNIX, str(self.folder / "stream")),
            }
            self._datagrams = stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM))
            self._datagrams.bind(str(self.folder / "datagrams"))
            for name in ("stream", "datagrams"):
                (self.folder / name).chmod(0o777)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._stack.close()

    def facts(self) -> dict[str, Any]:
        """Where everything lies."""
        return {
            "secret": self.secret,
            "canary_files": [str(path) for path in self.files],
            "bystander": self._bystander.pid,
            "grader": os.getpid(),
            "port": self._listeners["TCP"].getsockname()[1],
            "abstract": self.secret,
            "socket_file": str(self.folder / "stream"),
            "datagram_file": str(self.folder / "datagrams"),
        }

    def taken(self) -> list[str]:
        """What somebody has reached, as seen from this side."""
        found = [f"a connection came in ({name})" for name, listener in self._listeners.items() if _called(listener)]
        found += ["a file's mode was changed" for path in self.files if path.stat().st_mode & 0o777 != FILE_MODE]
        if self._bystander.poll() is not None:
            return [*found, "the bystander was ended"]
        if os.getpriority(os.PRIO_PROCESS, self._bystander.pid) != self._priority:
            found.append("the bystander's priority was changed")
        if resource.prlimit(self._bystander.pid, resource.RLIMIT_NOFILE) != self._bound:
            found.append("the bystander's limits were changed")
        return found

    def _file(self, folder: Path) -> Path:
        path = folder / f"coursegrader-{self.secret}"
        path.write_text(self.secret)
        path.chmod(FILE_MODE)
        return path

    def _in_home(self, stack: ExitStack) -> list[Path]:
        """A file in the home folder too, where there is one."""
        try:
            path = self._file(Path.home())
        except (OSError, RuntimeError):  # a service without a home, or with a read-only one
            return []
        stack.callback(path.unlink, missing_ok=True)
        return [path]


def _process(secret: str) -> subprocess.Popen[bytes]:
    """A process with the secret in its command line and its environment."""
    wait = f"import time; time.sleep({BYSTANDER_SECONDS})"
    command = [sys.executable, "-I", "-S", "-c", wait, secret]
    return subprocess.Popen(command, env={_NAME: secret}, stdin=subprocess.DEVNULL)


def _listener(stack: ExitStack, family: int, address: Any) -> socket.socket:
    listener = stack.enter_context(socket.socket(family, socket.SOCK_STREAM))
    listener.bind(address)
    listener.listen()
    listener.setblocking(False)
    return listener


def _called(listener: socket.socket) -> bool:
    with suppress(BlockingIOError):
        listener.accept()[0].close()
        return True
    return False
