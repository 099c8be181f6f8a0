"""The second rung: the same namespaces and mounts as bubblewrap's, made by system calls of our own.

For machines without bubblewrap, where root may make namespaces or an ordinary user may make user namespaces.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from coursegrader.sandbox import syscalls
from coursegrader.sandbox.launch import launch_command
from coursegrader.sandbox.policy import SandboxPolicy

NEEDED_BY_ROOT = ("SYS_ADMIN", "SETUID", "SETGID", "SETPCAP")
# settings of kernels and distributions that keep user namespaces from ordinary users: the file, the value that does
LOCKS = (
    (Path("/proc/sys/user/max_user_namespaces"), "0"),
    (Path("/proc/sys/kernel/unprivileged_userns_clone"), "0"),
    (Path("/proc/sys/kernel/apparmor_restrict_unprivileged_userns"), "1"),
)


@dataclass(frozen=True)
class Namespaces:
    """Namespaces without a program's help."""

    name: ClassVar[str] = "namespaces"
    nests: ClassVar[bool] = True
    supervised: ClassVar[bool] = False

    def available(self) -> str | None:
        """Why it cannot be used here; None if nothing is known against it."""
        try:
            syscalls.number_of("pivot_root")
        except OSError as error:
            return str(error)
        if os.geteuid() == 0:
            return _missing_rights()
        for path, value in LOCKS:
            with suppress(OSError):  # not every kernel has the setting
                if path.read_text().strip() == value:
                    setting = ".".join(path.parts[3:])
                    return f"user namespaces are switched off ({setting} is {value}): change that setting"
        return None

    def command(self, policy: SandboxPolicy, argv: Sequence[str]) -> list[str]:
        """The launcher's command line."""
        return launch_command(self.name, policy, argv)


def _missing_rights() -> str | None:
    missing = [name for name in NEEDED_BY_ROOT if name not in syscalls.capabilities()]
    if not missing:
        return None
    names = ", ".join(f"CAP_{name}" for name in missing)
    return f"root lacks {names} here (a container?): run it with that capability"
