"""Builds the file system that a policy describes, inside a mount namespace that is the caller's own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from coursegrader.sandbox import syscalls as sys_
from coursegrader.sandbox.policy import MIB, Mount, SandboxPolicy, Scratch

DEVICES = ("null", "zero", "full", "random", "urandom", "tty")
DEVICE_LINKS = {"fd": "/proc/self/fd", "stdin": "fd/0", "stdout": "fd/1", "stderr": "fd/2", "ptmx": "pts/ptmx"}
# the root folder holds only mount points
ROOT_SIZE = MIB
# a file of scratch takes at least this much, so that many empty ones cannot use up the kernel's memory
BYTES_PER_FILE = 4096

Action = Callable[[Path], None]


def build_root(policy: SandboxPolicy, stage: Path) -> None:
    """Mount an in-memory folder on ``stage`` with everything of the policy in its place; ``/proc`` is left empty.

    Raises:
        OSError: a host path is missing, or the kernel does not allow a mount.
    """
    # looked at first: ``stage`` hides what lies below it, by these descriptors it stays in reach
    links = {mount.host: mount.host.readlink() for mount in policy.read_only if mount.host.is_symlink()}
    sources = {host: _open(host) for host in {mount.host for mount in _mounts(policy)} - links.keys()}
    devices = {name: _open(Path("/dev") / name) for name in DEVICES}
    sys_.mount("tmpfs", str(stage), "tmpfs", sys_.MS_NOSUID | sys_.MS_NODEV, f"size={ROOT_SIZE},mode=0755")
    (stage / "proc").mkdir()
    _make_devices(stage / "dev", devices)
    # outermost first: a mount hides what was put below it before
    for inside, act in sorted(_places(policy, sources, links), key=lambda place: (len(place[0].parts), place[0])):
        target = stage / inside.relative_to("/")
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
        act(target)
    for fd in (*sources.values(), *devices.values()):
        os.close(fd)


def _mounts(policy: SandboxPolicy) -> tuple[Mount, ...]:
    return (*policy.read_only, *policy.read_write)


def _open(path: Path) -> int:
    return os.open(path, os.O_PATH | os.O_CLOEXEC)


def _places(policy: SandboxPolicy, sources: dict[Path, int], links: dict[Path, Path]) -> Iterator[tuple[Path, Action]]:
    for mount in policy.read_only:
        if mount.host in links:
            yield mount.target, _linker(links[mount.host])
        else:
            yield mount.target, _binder(sources[mount.host], sys_.MOUNT_ATTR_RDONLY)
    for scratch in policy.scratch:
        yield scratch.inside, _scratcher(scratch)
    for mount in policy.read_write:
        yield mount.target, _binder(sources[mount.host], 0)


def _linker(to: Path) -> Action:
    return lambda target: target.symlink_to(to)


def _binder(source: int, attributes: int) -> Action:
    always = sys_.MOUNT_ATTR_NOSUID | sys_.MOUNT_ATTR_NODEV
    return lambda target: _bind(source, target, attributes | always)


def _scratcher(scratch: Scratch) -> Action:
    def act(target: Path) -> None:
        target.mkdir(exist_ok=True)
        files = max(1024, scratch.size // BYTES_PER_FILE)
        options = f"size={scratch.size},nr_inodes={files},mode=1777"
        sys_.mount("tmpfs", str(target), "tmpfs", sys_.MS_NOSUID | sys_.MS_NODEV, options)

    return act


def _bind(source: int, target: Path, attributes: int) -> None:
    path = f"/proc/self/fd/{source}"
    if Path(path).is_dir():
        target.mkdir(exist_ok=True)
    else:
        target.touch(exist_ok=True)
    sys_.mount(path, str(target), None, sys_.MS_BIND | sys_.MS_REC)
    if attributes:
        sys_.set_mount_attributes(str(target), attributes, recursive=True)


def _make_devices(folder: Path, devices: dict[str, int]) -> None:
    folder.mkdir(mode=0o755)
    for name, source in devices.items():
        _bind(source, folder / name, 0)
    for name, to in DEVICE_LINKS.items():
        (folder / name).symlink_to(to)
    (folder / "pts").mkdir()
    sys_.mount("devpts", str(folder / "pts"), "devpts", sys_.MS_NOSUID | sys_.MS_NOEXEC, "newinstance,ptmxmode=0666")
