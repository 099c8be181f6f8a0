"""One notebook: runs its cells, then serves hidden tests, each in a fork of the state the cells left."""

from __future__ import annotations

import os
import random
import socket
import sys
from pathlib import Path
from typing import Any

import numpy as np

from coursegrader import wire
from coursegrader.errors import WireError
from coursegrader.student_side.blocking import Blockers
from coursegrader.student_side.cell_memory import CellMemory
from coursegrader.student_side.hidden_tests import HiddenTests
from coursegrader.student_side.limits import NotebookLimits
from coursegrader.student_side.low_level_output import LowLevelOutput
from coursegrader.student_side.shell import RecordingShell, run_cell
from coursegrader.student_side.work_folder import WorkFolder

Message = dict[str, Any]
_FILE_MODES = {"file": "wb", "more": "ab"}  # a long file comes in parts


class NotebookProcess:
    """The life of the forked child that runs one notebook."""

    def __init__(
        self, stream: socket.socket, shell: RecordingShell, limits: NotebookLimits, blockers: Blockers
    ) -> None:
        self._stream, self._shell, self._limits, self._blockers = stream, shell, limits, blockers

    def live(self, home: Path) -> None:
        """Take the files and the cells from the trusted side, run the cells in a folder in ``home``, then tests until
        told to close."""
        message = wire.read_frame(self._stream)
        work = home / message["name"]
        work.mkdir(parents=True, exist_ok=True)
        os.chdir(work)
        sys.path[0] = str(work)  # a notebook may import what lies beside it, as in Jupyter
        message = wire.read_frame(self._stream)
        while message["op"] in _FILE_MODES:
            _write_file(work / message["name"], message["content"], _FILE_MODES[message["op"]])
            message = wire.read_frame(self._stream)
        folder = WorkFolder(work) if message.get("keep") else None
        _seed(message["seed"])
        if message.get("kernel"):
            self._run_in_kernel(message)
        else:
            self._run_cells(message["cells"], set(message["skip"]))
        if folder is not None:
            for name, content in folder.changed_files():
                self._send({"op": "file", "name": name, "content": content})
        self._send({"op": "ready"})
        tests = HiddenTests(self._stream, self._shell.user_ns, self._limits, self._blockers)
        while True:
            message = wire.read_frame(self._stream)
            if message["op"] == "close":
                return
            if message["op"] == "test":
                tests.run(message)
            # anything else was meant for a test that has died meanwhile: its end is told already

    def _run_cells(self, cells: list[str], skip: set[int]) -> None:
        beneath = LowLevelOutput(self._shell.recorder.limit)
        memory = CellMemory()
        for index, source in enumerate(cells):
            if index in skip:
                continue
            self._send({"op": "start", "index": index})
            outputs = run_cell(self._shell, source, self._limits.cell_seconds, index + 1)
            self._send_outputs(index, beneath.with_output_of(outputs))
            greediest = memory.greediest(index)
            if greediest is not None:
                self._send({"op": "full", "index": greediest})  # the trusted side begins anew, without that cell

    def _run_in_kernel(self, message: Message) -> None:
        from coursegrader.student_side.kernel import run_in_kernel

        seconds, skip = self._limits.cell_seconds, set(message["skip"])
        run_in_kernel(message["kernel"], message["cells"], skip, seconds, self._send, self._send_outputs)

    def _send_outputs(self, index: int, outputs: list[dict[str, Any]]) -> None:
        try:
            self._send({"op": "cell", "index": index, "outputs": _plain(outputs)})
        except (WireError, TypeError, ValueError, OverflowError) as error:
            # an error, not a note: nobody knows what the cell's value was, and without one it might count in full
            text = f"the output of this cell cannot be kept ({type(error).__name__})"
            output = {"output_type": "error", "ename": "OutputError", "evalue": text, "traceback": [text]}
            self._send({"op": "cell", "index": index, "outputs": [output]})

    def _send(self, message: Message) -> None:
        wire.write_frame(self._stream, message, self._limits.message)


def _write_file(path: Path, content: bytes, mode: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open(mode) as file:
        file.write(content)


def _seed(seed: int) -> None:
    """Start the global generators anew: those of the warm process are the same for every notebook."""
    random.seed(seed)
    np.random.seed(seed % 2**32)  # the learner's code may use the old generator


def _plain(value: object) -> Any:
    """Outputs as plain JSON-like values: bytes (pictures) become base64 text, as in a notebook file."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, bytes):
        import base64

        return base64.b64encode(value).decode("ascii")
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return str(value).encode("utf-8", "replace").decode("utf-8")
