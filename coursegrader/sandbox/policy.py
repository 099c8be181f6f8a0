"""What a confined process may see and use, said once, as data.

A policy is built and tested without running anything; a rung (see ``bubblewrap.py``) turns it into a command.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from coursegrader.sandbox.this_python import python_prefixes, this_python

MIB = 1024 * 1024
MOST_LINKS = 40  # the kernel follows no more
# what a hidden test has to work in, over whatever the cells have kept
TEST_ROOM = 256 * MIB


@dataclass(frozen=True)
class Mount:
    """A host path that is seen inside, at ``inside`` (the same path unless given)."""

    host: Path
    inside: Path | None = None

    @property
    def target(self) -> Path:
        """Where it is seen inside."""
        return self.inside or self.host


@dataclass(frozen=True)
class Scratch:
    """A private, empty, in-memory folder of at most ``size`` bytes."""

    inside: Path
    size: int = 256 * MIB


@dataclass(frozen=True)
class Limits:
    """Bounds on one confined process tree. Times in seconds, sizes in bytes.

    Attributes:
        memory: address space of each process while cells run. The kernel's own bound is ``TEST_ROOM`` more: what the
            cells leave to the hidden tests, however much they keep.
        test_memory: address space of a hidden test's process, which has what the cells keep as well; where they keep
            so much that less than ``TEST_ROOM`` of it is left, that much more than they keep.
        work_size: of the folder that notebooks run in, with everything that lies there.
    """

    cell_seconds: float = 30.0
    notebook_seconds: float = 120.0
    test_seconds: float = 10.0
    cpu_seconds: int = 150
    memory: int = 2048 * MIB
    test_memory: int = 1536 * MIB
    processes: int = 128
    open_files: int = 256
    file_size: int = 64 * MIB
    work_size: int = 256 * MIB
    output: int = 2 * MIB
    message: int = 64 * MIB


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True)
class SandboxPolicy:
    """Everything a confined process gets; whatever is not named here, it does not get.

    Attributes:
        read_only, read_write: host paths seen inside.
        scratch: private in-memory folders.
        env: the whole environment.
        cwd: the working folder inside.
        network: False puts the process in a network namespace of its own with nothing but an unconfigured loopback.
        uid, gid: whom the process runs as when the sandbox is started by root. An ordinary user always stays itself.
        capabilities: what the first process inside keeps of root's rights (as an ordinary user: of those in the
            sandbox's own user namespace), by name without ``CAP_``; never given to a process that runs foreign code.
        limits: resource bounds, which the process inside sets on itself and its children before any foreign code.
    """

    read_only: tuple[Mount, ...] = ()
    read_write: tuple[Mount, ...] = ()
    scratch: tuple[Scratch, ...] = (Scratch(Path("/tmp")),)
    env: Mapping[str, str] = field(default_factory=dict)
    cwd: Path = Path("/tmp")
    hostname: str = "sandbox"
    network: bool = False
    uid: int = 65534
    gid: int = 65534
    capabilities: tuple[str, ...] = ()
    limits: Limits = DEFAULT_LIMITS

    def with_mounts(self, *, read_only: tuple[Mount, ...] = (), read_write: tuple[Mount, ...] = ()) -> SandboxPolicy:
        """The same policy with further host paths."""
        return replace(self, read_only=(*self.read_only, *read_only), read_write=(*self.read_write, *read_write))


# Data and programs of the system that Python, fonts and time zones need; none of it is secret, none of it is /etc
# as a whole.
SYSTEM_PATHS = tuple(
    Path(p)
    for p in (
        "/usr",
        "/lib",
        "/lib64",
        "/lib32",
        "/bin",
        "/sbin",
        "/etc/alternatives",
        "/etc/fonts",
        "/etc/ld.so.cache",
        "/etc/localtime",
        "/etc/ssl/certs",
    )
)


def system_mounts() -> tuple[Mount, ...]:
    """The system's programs and libraries and this Python (interpreter and virtual environment), read-only.

    Symbolic links such as ``/lib`` are kept as they are by the rung, so only paths that exist are named.
    """
    mounts = [Mount(path) for path in SYSTEM_PATHS if path.exists()]
    prefixes = python_prefixes()
    for prefix in prefixes:
        # a folder that is reached by a link is seen by both names: what lies in it may be told by either
        for name in (prefix.resolve(), prefix):
            if not _is_seen(name, mounts):
                mounts.append(Mount(prefix.resolve(), name))
    for place in (*prefixes, this_python()):
        mounts += [Mount(link) for link in _links_to(place) if not _is_seen(link, mounts)]
    return tuple(mounts)


def _is_seen(path: Path, mounts: Iterable[Mount]) -> bool:
    return any(path.is_relative_to(mount.target) for mount in mounts)


def _links_to(place: Path) -> Iterator[Path]:
    """The links by which a file or folder is found, one leading to the next, and the place itself."""
    for _ in range(MOST_LINKS):
        place = place.parent.resolve() / place.name
        yield place
        if not place.is_symlink():
            return
        place = place.parent / place.readlink()
