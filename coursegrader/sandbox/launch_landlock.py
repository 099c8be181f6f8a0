"""What the launcher does on the rung ``landlock``: no namespaces, so the kernel's other walls have to do.

The outer process supervises: it makes the private folder, adopts whatever its descendants leave behind, and in the end
kills them all and removes the folder. The command runs below it under Landlock and two filters of system calls.
"""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from coursegrader.errors import SandboxUnavailable
from coursegrader.sandbox import landlock_rules
from coursegrader.sandbox import syscalls as sys_
from coursegrader.sandbox.host_filter import assemble_host_filter
from coursegrader.sandbox.inner_wall import DEFAULT_FILTER
from coursegrader.sandbox.launch_namespaces import give_up_rights, reset_signals
from coursegrader.sandbox.places import Places
from coursegrader.sandbox.policy import SandboxPolicy
from coursegrader.sandbox.seccomp import assemble

PREFIX = "coursegrader-box-"
LOCK = ".lock"
# no terminals: those of the machine's users are in the same folder
DEVICES = tuple(Path("/dev") / name for name in ("null", "zero", "full", "random", "urandom"))
WATCHED = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD)
LOOK_SECONDS = 0.5
KILL_SECONDS = 4.0
MOST_FILES = 100_000


def run(policy: SandboxPolicy, argv: Sequence[str], *, confined: bool = True) -> NoReturn:
    """Become the supervisor; ends as the command ends, and ends everything when asked to.

    Args:
        policy: what the command gets.
        argv: the command.
        confined: False for the rung ``unconfined``: places, but no wall.

    Raises:
        OSError, SandboxUnavailable: the kernel does not let us.
    """
    sys_.set_child_subreaper()
    signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
    sys_.set_parent_death_signal(signal.SIGTERM)
    _remove_leftovers()
    base = Path(tempfile.mkdtemp(prefix=PREFIX))
    code = 1
    try:
        lock = _lock(base)
        base.chmod(0o755)
        places = Places(policy, base)
        places.make((policy.uid, policy.gid) if confined and os.geteuid() == 0 else None)
        child = os.fork()
        if child == 0:
            _become_command(policy, argv, places, confined=confined)
        os.closerange(3, lock)
        os.closerange(lock + 1, os.sysconf("SC_OPEN_MAX"))
        code = _watch(child, places, sum(scratch.size for scratch in policy.scratch))
    finally:
        end_descendants()
        _remove(base)
    os._exit(code)


def _become_command(policy: SandboxPolicy, argv: Sequence[str], places: Places, *, confined: bool) -> NoReturn:
    try:
        os.setsid()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED)
        if confined:
            as_root = os.geteuid() == 0
            _give_up(policy)
        sys_.set_parent_death_signal(signal.SIGKILL)
        os.chdir(places.of(policy.cwd))
        reset_signals()
        if confined:
            confine(policy, places, shares_user=not as_root)
        moved = places.argv(argv)
        os.execvpe(moved[0], moved, places.env(policy))  # noqa: S606  no shell is wanted
    except (OSError, SandboxUnavailable) as error:
        os.write(2, f"landlock: {error}\n".encode())
        os._exit(1)


def _give_up(policy: SandboxPolicy) -> None:
    if os.geteuid() == 0:
        give_up_rights(policy, (), as_root=True)
        return
    sys_.set_capabilities()  # an ordinary user has none to begin with, and may not touch the bounding set
    sys_.set_no_new_privileges()


def confine(policy: SandboxPolicy, places: Places, *, shares_user: bool) -> None:
    """Put this process behind Landlock and the filters for ever.

    Raises:
        OSError: the kernel refuses.
        SandboxUnavailable: it has no Landlock.
    """
    rules = landlock_rules.rules_for(
        sys_.landlock_abi(),
        readable=[*(mount.host for mount in policy.read_only), places.base],
        devices=[path for path in DEVICES if path.exists()],
        writable=[*places.writable, *(mount.host for mount in policy.read_write)],
    )
    if rules is None:
        raise SandboxUnavailable("this kernel has no Landlock")
    landlock_rules.restrict(rules)
    sys_.install_filter(assemble(DEFAULT_FILTER))
    sys_.install_filter(assemble_host_filter(shares_user=shares_user))


# ---- the supervisor


def _watch(child: int, places: Places, most: int) -> int:
    """Wait for the command's end, a request to end, or for more than ``most`` bytes in the private folders."""
    while True:
        seen = signal.sigtimedwait(WATCHED, LOOK_SECONDS)
        if seen is None:
            if _too_much(places.writable, most):
                os.write(2, b"landlock: more was written than the sandbox may hold\n")
                return 1
        elif seen.si_signo != signal.SIGCHLD:
            return 128 + seen.si_signo
        status = _reap(child)
        if status is not None:
            code = os.waitstatus_to_exitcode(status)
            return code if code >= 0 else 128 - code


def _reap(child: int) -> int | None:
    """Reap all that have ended; the status of ``child`` if it is among them."""
    found = None
    with suppress(ChildProcessError):
        while True:
            process, status = os.waitpid(-1, os.WNOHANG)
            if process == 0:
                break
            if process == child:
                found = status
    return found


def _too_much(folders: Sequence[Path], most: int) -> bool:
    """Whether the folders hold too many bytes or files; a folder too deep to look into counts as too much."""
    size, files, waiting = 0, 0, list(folders)
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    files += 1
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(Path(entry.path))
                    with suppress(FileNotFoundError):
                        size += entry.stat(follow_symlinks=False).st_blocks * 512
        except (FileNotFoundError, PermissionError):
            continue  # removed meanwhile, or closed by its owner: counted when it is open again
        except OSError:
            return True
        if size > most or files > MOST_FILES:
            return True
    return False


def end_descendants() -> None:
    """Kill everything below this process, orphans included, until nothing is left."""
    end = time.monotonic() + KILL_SECONDS
    while time.monotonic() < end:
        for process in _descendants():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return
        time.sleep(0.001)


def _descendants() -> set[int]:
    children: dict[int, list[int]] = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            with suppress(OSError):  # it has ended meanwhile
                # "pid (name) state parent ...": the name may hold anything, so from its end
                stat = Path(entry.path, "stat").read_text(errors="replace").rpartition(")")[2].split()
                children.setdefault(int(stat[1]), []).append(int(entry.name))
    found: set[int] = set()
    waiting = [os.getpid()]
    while waiting:
        new = [process for process in children.get(waiting.pop(), []) if process not in found]
        found.update(new)
        waiting += new
    return found


# ---- the private folder


def _lock(base: Path) -> int:
    """Held as long as the supervisor lives, so that others know the folder is in use.

    The file has its name only when it is locked: one that others can lock is a leftover to them, with all around it.
    """
    unnamed = base / f"{LOCK}-new"
    lock = os.open(unnamed, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    unnamed.rename(base / LOCK)
    return lock


def _remove_leftovers() -> None:
    """Folders of supervisors that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            if folder.stat(follow_symlinks=False).st_uid != os.geteuid():
                continue
            lock = os.open(folder / LOCK, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
        except OSError:
            continue  # somebody else's, or just being made
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _remove(folder)
        except BlockingIOError:
            continue  # in use
        finally:
            os.close(lock)


def _remove(folder: Path) -> None:
    # programs of the system, because what a learner made may be deeper than Python's own functions can go
    for command in (["chmod", "-R", "u+rwX"], ["rm", "-rf", "--one-file-system"]):
        subprocess.run([*command, "--", str(folder)], stderr=subprocess.DEVNULL, check=False)
