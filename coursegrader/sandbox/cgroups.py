"""Memory and process limits for a sandbox as a whole, where this machine lets us make control groups.

Resource limits (``setrlimit``) bound each process, or each user; a group bounds everything that runs in one sandbox
together, and killing the group leaves nobody behind. Both versions of the kernel's interface are used: the unified
hierarchy (v2) and the separate ``memory`` and ``pids`` hierarchies (v1). Without either, resource limits stand alone.
"""

from __future__ import annotations

import os
import secrets
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from coursegrader.sandbox.policy import MIB, Limits

MOUNTS = Path("/proc/self/mountinfo")
MEMBERSHIP = Path("/proc/self/cgroup")
PREFIX = "coursegrader-"
CONTROLLERS = ("memory", "pids")
# what the warm process may use besides a notebook: its libraries, and what it copies for it
WARM_MEMORY = 512 * MIB
# the warm process, and the processes that hold the sandbox together
WARM_PROCESSES = 8
KILL_SECONDS = 5.0
# moves the shell itself ("0") into each group, then becomes the command: nothing of it runs outside of them
ENTER = 'while [ "$1" != -- ]; do echo 0 > "$1" || exit 125; shift; done; shift; exec "$@"'


@dataclass(frozen=True)
class Hierarchy:
    """A folder of the cgroup file system in which groups can be made."""

    folder: Path
    version: int
    controllers: tuple[str, ...]


@dataclass(frozen=True)
class ControlGroup:
    """One sandbox's group; with v1 a folder for each controller. Made by :func:`make_group`."""

    folders: tuple[Path, ...]
    version: int

    def enter(self, command: list[str]) -> list[str]:
        """The command line that runs ``command`` inside the group."""
        files = [str(folder / "cgroup.procs") for folder in self.folders]
        return ["/bin/sh", "-c", ENTER, "sandbox", *files, "--", *command]

    def processes(self) -> set[int]:
        """Ids of the processes inside, as seen from the caller's process namespace."""
        found: set[int] = set()
        for folder in self.folders:
            with suppress(FileNotFoundError):
                found |= {int(line) for line in (folder / "cgroup.procs").read_text().split()}
        return found

    def kill(self) -> None:
        """End everything inside; returns when nothing is left, or after ``KILL_SECONDS``."""
        end = time.monotonic() + KILL_SECONDS
        while self.processes() and time.monotonic() < end:
            self._kill_once()
            time.sleep(0.001)

    def _kill_once(self) -> None:
        for folder in self.folders:
            with suppress(OSError):  # v1, and v2 before Linux 5.14, have no such file
                (folder / "cgroup.kill").write_text("1")
                return
        for process in self.processes() - {0}:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)

    def remove(self) -> None:
        """Kill what is left and remove the group."""
        self.kill()
        for folder in self.folders:
            _remove_folder(folder)


def make_group(limits: Limits) -> ControlGroup | None:
    """A new group bounded by ``limits.memory`` and ``limits.processes``, the warm process's share added; no swap.

    Returns:
        None where this machine gives us no hierarchy to make groups in.
    """
    for found in _complete(hierarchies()):
        group = _try(found, limits)
        if group is not None:
            return group
    return None


def bounds_of(group: ControlGroup | None) -> str:
    """How a sandbox with this group, or without any, is bounded as a whole, for people."""
    if group is None:
        return "resource limits for each process, and a watch on their memory together"
    return f"control groups v{group.version} (memory, processes)"


def describe() -> str:
    """How whole sandboxes are bounded here, for people."""
    group = make_group(Limits())
    if group is not None:
        group.remove()
    return bounds_of(group)


def hierarchies(mounts: Path = MOUNTS, membership: Path = MEMBERSHIP) -> list[Hierarchy]:
    """Where this process's own group, and with v2 each group above it, is found in the file system."""
    own = _own_groups(membership)
    found = []
    for root, target, kind, options in _cgroup_mounts(mounts):
        names = tuple(name for name in CONTROLLERS if name in options) if kind == "cgroup" else ("",)
        path = next((own[name] for name in names if name in own), None)
        if path is None or not _below(path, root):
            continue
        here = Path(target) / path[len(root.rstrip("/")) :].lstrip("/")
        if kind == "cgroup":
            found.append(Hierarchy(here, 1, names))
        else:
            # a group with processes can have no bounded groups below it, so its parent may be the place
            places = [here, *(p for p in here.parents if p.is_relative_to(target))]
            found += [Hierarchy(place, 2, CONTROLLERS) for place in places]
    return found


def _own_groups(membership: Path) -> dict[str, str]:
    """Controller (empty for v2) -> path of this process's group."""
    groups: dict[str, str] = {}
    with suppress(FileNotFoundError, PermissionError):
        for line in membership.read_text().splitlines():
            _, names, path = line.split(":", 2)
            groups |= dict.fromkeys(names.split(","), path)
    return groups


def _cgroup_mounts(mounts: Path) -> Iterator[tuple[str, str, str, set[str]]]:
    """Root within the hierarchy, mount point, type and options of each cgroup mount."""
    with suppress(FileNotFoundError, PermissionError):
        for line in mounts.read_text().splitlines():
            place, _, kind = line.partition(" - ")
            fstype, _, options = kind.split(" ", 2)
            if fstype in ("cgroup", "cgroup2"):
                root, target = place.split(" ")[3:5]
                yield root, target, fstype, set(options.split(","))


def _below(path: str, root: str) -> bool:
    return root == "/" or path == root or path.startswith(f"{root}/")


def _complete(found: list[Hierarchy]) -> Iterator[tuple[Hierarchy, ...]]:
    """Sets of hierarchies that bound memory and processes: both of v1, or one place of v2."""
    v1 = {name: hierarchy for hierarchy in found if hierarchy.version == 1 for name in hierarchy.controllers}
    if set(v1) == set(CONTROLLERS):
        yield tuple({hierarchy.folder: hierarchy for hierarchy in v1.values()}.values())
    for hierarchy in found:
        if hierarchy.version == 2:
            yield (hierarchy,)


def _try(found: tuple[Hierarchy, ...], limits: Limits) -> ControlGroup | None:
    name = f"{PREFIX}{os.getpid()}-{secrets.token_hex(4)}"
    group = ControlGroup(tuple(hierarchy.folder / name for hierarchy in found), found[0].version)
    try:
        for hierarchy, folder in zip(found, group.folders, strict=True):
            _remove_leftovers(hierarchy.folder)
            if hierarchy.version == 2:
                _enable(hierarchy.folder)
            folder.mkdir()
            _bound(folder, hierarchy, limits)
    except OSError:
        # read-only, not ours, or without these controllers: another place may do, and none is no error
        for folder in group.folders:
            _remove_folder(folder)
        return None
    return group


def _enable(folder: Path) -> None:
    enabled = (folder / "cgroup.subtree_control").read_text().split()
    missing = [name for name in CONTROLLERS if name not in enabled]
    if missing:
        (folder / "cgroup.subtree_control").write_text(" ".join(f"+{name}" for name in missing))


def _bound(folder: Path, hierarchy: Hierarchy, limits: Limits) -> None:
    memory, processes = limits.memory + WARM_MEMORY, limits.processes + WARM_PROCESSES
    if hierarchy.version == 2:
        (folder / "memory.max").write_text(str(memory))
        (folder / "pids.max").write_text(str(processes))
        _if_there(folder / "memory.swap.max", "0")
        return
    if "memory" in hierarchy.controllers:
        (folder / "memory.limit_in_bytes").write_text(str(memory))
        _if_there(folder / "memory.memsw.limit_in_bytes", str(memory))
        _if_there(folder / "memory.swappiness", "0")
    if "pids" in hierarchy.controllers:
        (folder / "pids.max").write_text(str(processes))


def _if_there(path: Path, value: str) -> None:
    """Write a setting that kernels without swap accounting do not have."""
    if path.exists():
        path.write_text(value)


def _remove_leftovers(parent: Path) -> None:
    """Groups of graders that were killed before they could clean up."""
    for folder in parent.glob(f"{PREFIX}*"):
        maker = folder.name.removeprefix(PREFIX).partition("-")[0]
        if maker.isdigit() and not Path("/proc", maker).exists():
            with suppress(OSError):  # it is not empty: then somebody is at work in it after all
                folder.rmdir()


def _remove_folder(folder: Path) -> None:
    end = time.monotonic() + 1.0
    while folder.exists():
        try:
            folder.rmdir()
        except OSError:
            # the kernel lets go of a dead process a moment after it is gone
            if time.monotonic() > end:
                return
            time.sleep(0.002)
