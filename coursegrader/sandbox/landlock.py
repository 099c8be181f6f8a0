"""The third rung, for containers that may not make namespaces (default Docker, many Kubernetes pods).

Landlock keeps files, processes and sockets away, two filters of system calls the rest; root becomes another user. What
the stronger rungs hide, this one only forbids: that a file exists can be seen. No mounts can be made, so scratch
folders are private folders of the machine's own disk, and a sandbox serves one notebook.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from coursegrader.sandbox import syscalls
from coursegrader.sandbox.launch import launch_command
from coursegrader.sandbox.policy import SandboxPolicy, system_mounts

NEEDED_BY_ROOT = ("SETUID", "SETGID", "SETPCAP", "CHOWN", "KILL")
# Landlock says since this version (Linux 6.12) who may send signals to whom
SIGNALS_SINCE = 6


@dataclass(frozen=True)
class Landlock:
    """Landlock, seccomp, resource limits and, started by root, another user."""

    name: ClassVar[str] = "landlock"
    nests: ClassVar[bool] = False
    supervised: ClassVar[bool] = True

    def available(self) -> str | None:
        """Why it cannot be used here; None if nothing is known against it."""
        version = syscalls.landlock_abi()
        if version == 0:
            return "this kernel has no Landlock: use Linux 5.13 or later with 'landlock' among its security modules"
        if os.geteuid() != 0:
            if version < SIGNALS_SINCE:
                return "Linux 6.12 is needed to keep signals from the grader's own processes: or grade as root"
            return None
        missing = [name for name in NEEDED_BY_ROOT if name not in syscalls.capabilities()]
        if missing:
            names = ", ".join(f"CAP_{name}" for name in missing)
            return f"root lacks {names} here: run the container with it, or as an ordinary user"
        return _hidden_python()

    def command(self, policy: SandboxPolicy, argv: Sequence[str]) -> list[str]:
        """The launcher's command line."""
        return launch_command(self.name, policy, argv)


def _hidden_python() -> str | None:
    """Why another user than root cannot run this Python."""
    for mount in system_mounts():
        for path in (mount.host, *mount.host.parents):
            if not path.stat().st_mode & stat.S_IXOTH and path.is_dir():
                return (
                    f"{path} is closed to other users, and this Python ({Path(sys.prefix)}) needs what lies there: "
                    "install Python where all users can read it, or grade as an ordinary user"
                )
    return None
