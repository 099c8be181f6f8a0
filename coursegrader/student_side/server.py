"""The warm process: imports the libraries once, then forks a child for each notebook it is given."""

from __future__ import annotations

import importlib
import os
import shutil
import signal
import socket
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from coursegrader import wire
from coursegrader.student_side.notebook import NotebookLimits, NotebookProcess
from coursegrader.student_side.rlimits import ProcessLimits
from coursegrader.student_side.shell import RecordingShell, make_shell

Message = dict[str, Any]


def serve(stream: socket.socket, work: Path) -> None:
    """Serve the trusted side on ``stream`` until it closes it.

    Args:
        stream: the only connection out of the sandbox.
        work: the folder that notebooks run in.
    """
    hello = wire.read_frame(stream)
    ProcessLimits(**hello["limits"]).apply()
    work.mkdir(parents=True, exist_ok=True)
    os.chdir(work)
    shell = make_shell(int(hello["output"]))
    _warm(hello["warm"])
    sys.path[0] = str(work)  # a notebook may import what lies beside it, as in Jupyter
    wire.write_frame(stream, {"op": "warm"})
    limits = NotebookLimits(**hello["notebook_limits"])
    while True:
        try:
            message = wire.read_frame(stream)
        except EOFError:
            return
        if message["op"] == "files":
            copy_files(Path(message["folder"]), work)
            wire.write_frame(stream, {"op": "copied"})
        elif message["op"] == "notebook":
            how = _fork_notebook(stream, shell, limits, message)
            wire.write_frame(stream, {"op": "closed", "how": how})


def _warm(modules: Sequence[str]) -> None:
    for name in modules:
        importlib.import_module(name)


def copy_files(folder: Path, work: Path) -> None:
    """Copy the assignment's files into the working folder, writable for the notebook."""
    shutil.copytree(folder, work, dirs_exist_ok=True)


def _fork_notebook(stream: socket.socket, shell: RecordingShell, limits: NotebookLimits, message: Message) -> str:
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.setsid()
            NotebookProcess(stream, shell, limits).run(message["cells"], message["skip"])
            status = 0
        except BaseException:  # noqa: BLE001  told on stderr, and by the exit status
            traceback.print_exc()
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    with suppress(ProcessLookupError):  # it may have left nobody behind
        os.killpg(child, signal.SIGKILL)
    return "done" if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0 else f"status {status}"
