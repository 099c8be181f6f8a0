"""``python -m coursegrader.student_side.self_test FD WALL``: the confined part of the start-up self-test.

It takes the place of the warm process: forks a child as that does for a notebook, with the same inner wall, which tries
what it must not be able to do (``self_test_checks.py``) and tells the trusted side. One line of JSON each way.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any, NoReturn

from coursegrader.sandbox.inner_wall import InnerWall
from coursegrader.student_side.confinement import Confinement, keep_only, seal
from coursegrader.student_side.pid_namespace import fork_apart, settle
from coursegrader.student_side.self_test_checks import run_checks
from coursegrader.student_side.self_test_limits import leave_process_behind

Order = dict[str, Any]


def main() -> None:
    """Read the order, have two children try, one after the other, and wait to be ended."""
    os.umask(0o022)
    number, kind = int(sys.argv[1]), sys.argv[2]
    obstacle = settle() if kind == "inner-wall" else None
    connection = socket.socket(fileno=number)
    with connection.makefile("r", encoding="utf-8") as lines:
        order: Order = json.loads(lines.readline())
    if obstacle is None and kind == "inner-wall":
        seal()
    apart = kind == "inner-wall" and obstacle is None
    if kind == "inner-wall" and not apart:
        _tell(connection, {"obstacle": obstacle})
    confinement = Confinement(InnerWall.from_message(order["wall"]), apart=apart) if order["wall"] else None
    if apart:  # else the sandbox serves one notebook, and nobody comes after it
        _fork(connection, confinement, order, apart=apart, first=True)
    _fork(connection, confinement, order, apart=apart, first=False)
    signal.pause()


def _fork(
    connection: socket.socket, confinement: Confinement | None, order: Order, *, apart: bool, first: bool
) -> None:
    child = fork_apart() if apart else os.fork()
    if child == 0:
        _try(connection, confinement, order, first=first)
    os.waitpid(child, 0)


def _try(connection: socket.socket, confinement: Confinement | None, order: Order, *, first: bool) -> NoReturn:
    try:
        stream = keep_only(connection.fileno())
        if confinement is not None:
            confinement.enter(order["users"][0 if first else 1])
        if first:
            _leave_files(order["facts"]["left"])
        else:
            checks = list(run_checks(order["facts"]))
            leave_process_behind()
            _tell(stream, {"checks": checks})
    except BaseException as error:  # noqa: BLE001  told to the trusted side, whatever it is
        _tell(stream, {"failed": f"{type(error).__name__}: {error}"})
    finally:
        os._exit(0)


def _leave_files(paths: list[str]) -> None:
    for path in paths:
        Path(path).write_text("left by the notebook before")


def _tell(connection: socket.socket, message: dict[str, Any]) -> None:
    connection.sendall(json.dumps(message).encode() + b"\n")


if __name__ == "__main__":
    main()
