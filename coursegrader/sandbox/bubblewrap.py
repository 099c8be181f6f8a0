"""The strongest rung: bubblewrap.

Started by an ordinary user, the process gets a user namespace of its own. Started by root, a user namespace would map
to root's own files, so there is none: bubblewrap builds the mounts with root's rights (the interpreter may live where
only root can reach it) and ``setpriv`` drops to an unprivileged user, without capabilities and without a way back,
before the first instruction of the confined program.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from coursegrader.errors import SandboxUnavailable
from coursegrader.sandbox.policy import Mount, SandboxPolicy

RUNG = "bubblewrap"


def find_bubblewrap() -> str:
    """The path of ``bwrap``.

    Raises:
        SandboxUnavailable: it is not installed.
    """
    path = shutil.which("bwrap")
    if path is None:
        raise SandboxUnavailable(
            "no sandbox on this machine: bubblewrap is not installed; install it with "
            "'apt-get install bubblewrap' (or run 'make'), then grade again"
        )
    return path


def bubblewrap_argv(policy: SandboxPolicy, command: Sequence[str], *, as_root: bool | None = None) -> list[str]:
    """The command line that runs ``command`` under ``policy``.

    Args:
        policy: what the process gets.
        command: program and arguments, as seen inside.
        as_root: whether the caller is root; asked from the system when None.

    Raises:
        SandboxUnavailable: bubblewrap is not installed.
    """
    root = os.geteuid() == 0 if as_root is None else as_root
    # bubblewrap itself is the first process inside, where an ordinary user's can be read: it gets no environment either
    argv = ["/usr/bin/env", "-i", find_bubblewrap(), "--die-with-parent", "--new-session"]
    argv += ["--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    if not policy.network:
        argv.append("--unshare-net")
    if not root:
        argv += ["--unshare-user", "--disable-userns"]
    argv += ["--hostname", policy.hostname, "--clearenv"]
    for name, value in policy.env.items():
        argv += ["--setenv", name, value]
    argv += _file_system(policy)
    argv += ["--chdir", str(policy.cwd)]
    if root:
        argv += ["--cap-drop", "ALL"]
        for capability in sorted({"SETUID", "SETGID", "SETPCAP", *policy.capabilities}):
            argv += ["--cap-add", f"CAP_{capability}"]
        return [*argv, "--", *_drop_root(policy), *command]
    for capability in policy.capabilities:
        argv += ["--cap-add", f"CAP_{capability}"]
    return [*argv, "--", *command]


def _file_system(policy: SandboxPolicy) -> list[str]:
    places: dict[Path, tuple[str, ...]] = {Path("/proc"): ("--proc", "/proc"), Path("/dev"): ("--dev", "/dev")}
    for mount in policy.read_only:
        places[mount.target] = _read_only(mount)
    for scratch in policy.scratch:
        # as root the folder is made before the drop, so it must be writable for the user inside
        arguments = ("--perms", "1777", "--size", str(scratch.size), "--tmpfs", str(scratch.inside))
        places[scratch.inside] = arguments
    for mount in policy.read_write:
        places[mount.target] = ("--bind", str(mount.host), str(mount.target))
    for parent in _parents_to_make(policy, set(places)):
        # made implicitly, they would be root's alone, and the user inside could not pass through
        places[parent] = ("--perms", "0755", "--dir", str(parent))
    # outermost first: a mount hides what was put below it before
    outermost_first = sorted(places, key=lambda path: (len(path.parts), path))
    # last of all the root folder and /dev, which an ordinary user would own inside: nothing of them is scratch
    return [
        *(argument for path in outermost_first for argument in places[path]),
        "--remount-ro",
        "/dev",
        "--remount-ro",
        "/",
    ]


def _parents_to_make(policy: SandboxPolicy, places: set[Path]) -> set[Path]:
    """Folders on the way to a place that no host folder brings along."""
    hosts = [mount.target for mount in (*policy.read_only, *policy.read_write)]
    parents = {parent for place in places for parent in place.parents} - places - {Path("/")}
    return {parent for parent in parents if not any(parent.is_relative_to(host) for host in hosts)}


def _read_only(mount: Mount) -> tuple[str, ...]:
    if mount.host.is_symlink():
        # /lib -> usr/lib: bubblewrap would mount what the link points to a second time
        return ("--symlink", str(mount.host.readlink()), str(mount.target))
    return ("--ro-bind", str(mount.host), str(mount.target))


def _drop_root(policy: SandboxPolicy) -> list[str]:
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise SandboxUnavailable(
            "no sandbox on this machine: setpriv (package util-linux) is missing, and grading as root needs it to "
            "drop root's rights; install util-linux or grade as an ordinary user"
        )
    kept = ",".join(["-all", *(f"+{name.lower()}" for name in policy.capabilities)])
    return [
        str(Path(setpriv).resolve()),
        f"--reuid={policy.uid}",
        f"--regid={policy.gid}",
        "--clear-groups",
        "--no-new-privs",
        f"--inh-caps={kept}",
        f"--ambient-caps={kept}",
        f"--bounding-set={kept}",
        "--",
    ]


@dataclass(frozen=True)
class Bubblewrap:
    """Bubblewrap, as a rung of the ladder."""

    name: ClassVar[str] = RUNG
    nests: ClassVar[bool] = True
    supervised: ClassVar[bool] = False

    def available(self) -> str | None:
        """Why it cannot be used here; None if nothing is known against it."""
        if shutil.which("bwrap") is None:
            return "bubblewrap is not installed: install it with 'apt-get install bubblewrap' (or run 'make')"
        if os.geteuid() == 0 and shutil.which("setpriv") is None:
            return "setpriv is not installed, which root needs: install it with 'apt-get install util-linux'"
        return None

    def command(self, policy: SandboxPolicy, argv: Sequence[str]) -> list[str]:
        """Bubblewrap's command line.

        Raises:
            SandboxUnavailable: bubblewrap, or what root needs besides, is not installed.
        """
        return bubblewrap_argv(policy, argv)
