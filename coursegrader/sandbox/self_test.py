"""The start-up self-test: does the wall that a rung builds hold on the machine at hand?

A confined program (``student_side/self_test.py``) takes the place of the warm process, under the policy and with the
inner wall of real grading, and tries the core of the attack suite. What it reports of itself is believed only where it
says that something worked; the rest is looked at from this side.
"""

from __future__ import annotations

import json
import socket
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coursegrader.errors import SandboxUnavailable
from coursegrader.sandbox.bait import Bait
from coursegrader.sandbox.confined import ConfinedProcess
from coursegrader.sandbox.inner_wall import InnerWall
from coursegrader.sandbox.policy import TEST_ROOM, SandboxPolicy
from coursegrader.sandbox.rung import Rung
from coursegrader.sandbox.this_python import this_python
from coursegrader.sandbox.unconfined import NAME as UNCONFINED

PROGRAM = "coursegrader.student_side.self_test"
# the library paths of the system suffice: no site packages, which take long to find
PYTHON_OPTIONS = ("-S", "-B", "-m", PROGRAM)
SECONDS = 20.0
END_SECONDS = 5.0
_MOST_BYTES = 1 << 20


@dataclass(frozen=True)
class Check:
    """One thing that confined code tried: whether the wall held, and what happened."""

    name: str
    safe: bool
    detail: str


def run_self_test(rung: Rung, policy: SandboxPolicy, wall: InnerWall, python: str | None = None) -> list[Check]:
    """Try the wall out, in about a quarter of a second.

    Args:
        rung: how the wall is built.
        policy: what grading gives a sandbox on this rung.
        wall: what grading builds around each notebook in it.
        python: the interpreter inside; this one when None.

    Returns:
        Every check, the unsafe ones too. A rung that does not start gives a single, unsafe one.
    """
    with Bait() as bait, tempfile.TemporaryFile() as errors:
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                kind = "inner-wall" if rung.nests else "no-inner-wall"
                command = [python or str(this_python()), *PYTHON_OPTIONS, str(theirs.fileno()), kind]
                try:
                    process = ConfinedProcess(rung, policy, command, pass_fds=[theirs.fileno()], stderr=errors)
                except (OSError, SandboxUnavailable) as error:
                    return [Check("start", safe=False, detail=str(error))]
            try:
                told = _exchange(ours, _order(rung, policy, wall, bait))
            finally:
                process.kill()
            left = _somebody_holds(ours)
        if not told.get("checks"):
            return [Check("start", safe=False, detail=_why(told, errors))]
        return [*_checks(told), _seen_from_here(bait), _processes_left(left)]


def _order(rung: Rung, policy: SandboxPolicy, wall: InnerWall, bait: Bait) -> dict[str, Any]:
    hosts = [mount.target for mount in policy.read_only if mount.host == mount.target]
    scratch = [str(scratch.inside / f"left-{bait.secret}") for scratch in policy.scratch]
    own_user = policy.uid + 1 if "SETUID" in policy.capabilities else None
    limits = wall.limits
    return {
        "wall": None if rung.name == UNCONFINED else wall.to_message(),
        # two notebooks' users, both of them nobody's
        "users": [own_user, own_user + 1 if own_user is not None else None],
        "facts": bait.facts()
        | {
            "left": scratch if rung.nests else [],
            "read_only_folders": ["/", "/etc", *(str(path) for path in hosts if path.is_dir())],
            "read_only_files": [str(Path(sys.executable).resolve()), "/usr/bin/env"],
            "memory": limits.memory + TEST_ROOM,
            "processes": limits.processes,
            "open_files": limits.open_files,
            "file_size": limits.file_size,
        },
    }


def _exchange(stream: socket.socket, order: dict[str, Any]) -> dict[str, Any]:
    """Give the order, read the one line that comes back; whatever is wrong with it, it is no success."""
    end, data = time.monotonic() + SECONDS, b""
    try:
        stream.settimeout(SECONDS)
        stream.sendall(json.dumps(order).encode() + b"\n")
        while not data.endswith(b"\n") and len(data) < _MOST_BYTES:
            stream.settimeout(max(0.001, end - time.monotonic()))
            part = stream.recv(65536)
            if not part:
                return {}
            data += part
        told = json.loads(data)
    except TimeoutError:
        return {"failed": f"no answer within {SECONDS:g} seconds"}
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _somebody_holds(stream: socket.socket) -> bool:
    """Whether a process inside is still alive: each of them holds the other end."""
    stream.settimeout(END_SECONDS)
    try:
        while stream.recv(65536):
            pass
    except ConnectionResetError:
        return False
    except TimeoutError:
        return True
    return False


def _why(told: dict[str, Any], errors: Any) -> str:
    if told:
        return str(told.get("failed") or told.get("obstacle"))[:300]
    errors.seek(0)
    lines = errors.read()[-4000:].decode("utf-8", "replace").strip().splitlines()
    return str(lines[-1][:300]) if lines else "it ended without a word"


def _checks(told: dict[str, Any]) -> list[Check]:
    return [Check(str(name), safe is True, str(detail)[:300]) for name, safe, detail in told["checks"]]


def _seen_from_here(bait: Bait) -> Check:
    taken = bait.taken()
    return Check("leave traces on the machine", not taken, "; ".join(taken) or "nobody came")


def _processes_left(left: bool) -> Check:
    return Check("outlive the sandbox", not left, "a process is left" if left else "everything has ended")
