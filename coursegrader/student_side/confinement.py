"""Builds the inner wall around a notebook's process, from inside, before anything of a learner's is read."""

from __future__ import annotations

import os
import signal
import socket
import stat
from collections.abc import Iterable

from coursegrader.sandbox import landlock_rules, seccomp, syscalls
from coursegrader.sandbox.inner_wall import NAMESPACES, InnerWall
from coursegrader.student_side.descriptors import CONNECTION
from coursegrader.student_side.open_files import OpenFile
from coursegrader.student_side.rlimits import limit_process

_ALL_DESCRIPTORS = 1 << 20
_INODES = 100_000
_MOUNT_FLAGS = syscalls.MS_NOSUID | syscalls.MS_NODEV


class Confinement:
    """Prepared once by the warm process, entered by each child.

    Args:
        wall: what to build.
        apart: whether namespaces are to be had. Without, a child is held by everything else, and by the sandbox.
    """

    def __init__(self, wall: InnerWall, *, apart: bool) -> None:
        self._wall, self._apart = wall, apart
        # whatever can be found out now, no child has to
        self._filter = seccomp.assemble(wall.calls)
        self._bounding = syscalls.bounding_set() if "SETPCAP" in syscalls.capabilities() else ()
        self._rules = self._file_rules()
        self._folders: tuple[str, ...] = ()
        self._places = [str(scratch.inside) for scratch in wall.scratch]
        # what may be read and lies below a scratch folder, a Python in /tmp say: a new folder there would hide it
        self._shown = [str(p) for p in wall.readable if any(s.inside in p.parents for s in wall.scratch) and p.exists()]
        self._flags = NAMESPACES
        scoped = self._rules is not None and self._rules.scopes
        if not scoped and socket.AF_INET not in wall.calls.socket_families:
            self._flags |= syscalls.CLONE_NEWNET  # else abstract sockets would lead from notebook to notebook

    def remember_folders(self) -> None:
        """Note the folders that libraries have made in the scratch folders: they expect them in each child as well."""
        self._folders = tuple(folder for place in self._places for folder in _folders_below(place, self._shown))

    def enter(self, user: int | None) -> None:
        """Confine this process for ever.

        Args:
            user: user and group id to become, None to stay.

        Raises:
            OSError: the kernel refused a part of the wall, which is then not complete.
        """
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        if self._apart:
            self._move_apart(user)
        limit_process(self._wall.limits)
        if self._wall.readable:  # else the sandbox has rules of its own for files, and no /proc
            _raise_oom_score(self._wall.oom_score)
        _give_up_rights(user, self._bounding)
        if self._rules is not None:
            landlock_rules.restrict(self._rules)
        syscalls.install_filter(self._filter)

    def _file_rules(self) -> landlock_rules.Ruleset | None:
        if not self._wall.readable:
            return None  # the sandbox has rules of its own for files
        return landlock_rules.rules_for(
            syscalls.landlock_abi(),
            readable=self._wall.readable,
            devices=self._wall.devices,
            writable=[scratch.inside for scratch in self._wall.scratch],
        )

    def _move_apart(self, user: int | None) -> None:
        syscalls.unshare(self._flags)
        owner = os.geteuid() if user is None else user
        group = os.getegid() if user is None else user
        hidden = [os.open(path, os.O_PATH | os.O_CLOEXEC) for path in self._shown]
        for scratch in self._wall.scratch:
            options = f"size={scratch.size},nr_inodes={_INODES},mode=1777,uid={owner},gid={group}"
            syscalls.mount("tmpfs", str(scratch.inside), "tmpfs", _MOUNT_FLAGS, options)
        syscalls.mount("proc", "/proc", "proc", _MOUNT_FLAGS | syscalls.MS_NOEXEC)
        os.umask(0)
        for folder in self._folders:
            os.mkdir(folder, 0o1777)  # noqa: PTH102  no objects for paths in a fresh child
        for path, place in zip(self._shown, hidden, strict=True):
            _make_place(path, place)
            # read-only, as it was
            syscalls.mount(f"/proc/self/fd/{place}", path, None, syscalls.MS_BIND | syscalls.MS_REC)
            os.close(place)
        os.umask(0o022)
        os.chdir("/")


def seal() -> None:
    """Make every mount in sight read-only: what the children mount afterwards is all that can be written."""
    syscalls.unshare(syscalls.CLONE_NEWNS)
    syscalls.mount(None, "/", None, syscalls.MS_REC | syscalls.MS_PRIVATE)
    syscalls.set_mount_attributes("/", syscalls.MOUNT_ATTR_RDONLY, recursive=True)


def _raise_oom_score(score: int) -> None:
    place = os.open("/proc/self/oom_score_adj", os.O_WRONLY)
    os.write(place, str(score).encode())
    os.close(place)


def _give_up_rights(user: int | None, bounding: Iterable[int]) -> None:
    """Become an ordinary user without capabilities, and without a way to any."""
    for number in bounding:
        syscalls.drop_from_bounding_set(number)
    if user is not None:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
        syscalls.set_dumpable(True)  # else /proc/self would be root's
    syscalls.clear_ambient_set()
    syscalls.set_capabilities()
    syscalls.set_no_new_privileges()


def keep_only(connection: int, files: Iterable[OpenFile] = ()) -> socket.socket:
    """Close every descriptor but the connection, open the files anew, and leave the standard streams to nobody."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(nothing, fd)
    os.dup2(connection, CONNECTION)  # it may be there already
    os.set_inheritable(CONNECTION, False)
    os.closerange(CONNECTION + 1, _ALL_DESCRIPTORS)
    for file in files:
        file.open_again()
    return socket.socket(fileno=CONNECTION)


def _make_place(path: str, like: int) -> None:
    """An empty folder or file to mount something on: whichever the descriptor ``like`` stands for."""
    folder = path if stat.S_ISDIR(os.fstat(like).st_mode) else os.path.dirname(path)  # noqa: PTH120
    os.makedirs(folder, exist_ok=True)  # noqa: PTH103
    if folder != path:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o644))


def _folders_below(place: str, shown: list[str]) -> Iterable[str]:
    """The folders below, outermost first; of those that are shown from the machine nothing but their place."""
    for folder, names, _ in os.walk(place):
        if folder in shown:
            names.clear()
        if folder != place:
            yield folder
