"""An IPython shell that records what a cell shows, in the form of notebook outputs."""

from __future__ import annotations

import io
import signal
import sys
import types
from collections.abc import Callable
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

Output = dict[str, Any]


class CellTimeoutError(BaseException):
    """A cell ran longer than it may. Not an Exception, so that a cell's own ``except Exception`` lets it through."""


class OutputRecorder:
    """The outputs of the running cell, cut off at ``limit`` characters."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._outputs: list[Output] = []
        self._pieces: list[str] = []  # of the stream that is last; joined once, since that may be 100 000 of them
        self._size = 0
        self._clear_next = False

    def start(self) -> None:
        """Begin a new cell."""
        self._outputs = []
        self._pieces = []
        self._size = 0
        self._clear_next = False

    def add(self, output: Output) -> None:
        """Record one output, or say once that there were too many."""
        if self._clear_next:
            self.start()
        if self._size > self.limit:
            return
        self._size += len(repr(output))
        if self._size > self.limit:
            output = {"output_type": "stream", "name": "stderr", "text": "[output cut off: too much of it]\n"}
        self._join()
        self._outputs.append(output)

    @property
    def outputs(self) -> list[Output]:
        """What has been recorded so far."""
        self._join()
        return self._outputs

    def _join(self) -> None:
        if self._pieces:
            self._outputs[-1]["text"] += "".join(self._pieces)
            self._pieces = []

    def write(self, name: str, text: str) -> None:
        """Record text on a stream, joined to what stands there already."""
        last = self._outputs[-1] if self._outputs and not self._clear_next else None
        if last is not None and last["output_type"] == "stream" and last["name"] == name and self._size <= self.limit:
            self._size += len(text)
            self._pieces.append(text if self._size <= self.limit else "\n[output cut off: too much of it]\n")
        else:
            self.add({"output_type": "stream", "name": name, "text": text})

    def clear(self, wait: bool) -> None:
        """Forget what the cell has shown, now or when it shows something again."""
        if wait:
            self._clear_next = True
        else:
            self.start()


class RecordedStream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` of a cell."""

    def __init__(self, recorder: OutputRecorder, name: str) -> None:
        self._recorder, self._name = recorder, name

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return "utf-8"

    def writable(self) -> bool:
        return True

    def write(self, text: str, /) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if text:
            self._recorder.write(self._name, text)
        return len(text)


class RecordingDisplayHook(DisplayHook):
    """Records the value of a cell's last expression."""

    recorder: OutputRecorder

    def write_output_prompt(self) -> None:
        """No prompt: the notebook has its own."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        self.recorder.add(
            {
                "output_type": "execute_result",
                "execution_count": self.prompt_count,
                "data": format_dict,
                "metadata": md_dict or {},
            }
        )

    def finish_displayhook(self) -> None:
        """Nothing to flush."""


class RecordingDisplayPublisher(DisplayPublisher):
    """Records what ``display`` publishes."""

    recorder: OutputRecorder

    def publish(self, data: Any, metadata: Any = None, **_: Any) -> None:  # type: ignore[override]
        self.recorder.add({"output_type": "display_data", "data": data, "metadata": metadata or {}})

    def clear_output(self, wait: bool = False) -> None:
        self.recorder.clear(wait)


class RecordingShell(InteractiveShell):
    """The shell that cells run in. Make it with :func:`make_shell`."""

    displayhook_class = Type(RecordingDisplayHook)
    display_pub_class = Type(RecordingDisplayPublisher)
    recorder: OutputRecorder

    def enable_gui(self, gui: str | None = None) -> None:
        """``%matplotlib inline`` needs no event loop, and there is none."""

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        self.recorder.add(
            {
                "output_type": "error",
                "ename": etype.__name__ if isinstance(etype, type) else str(etype),
                "evalue": _message_of(evalue),
                "traceback": list(stb),
            }
        )


def _message_of(error: object) -> str:
    try:
        return str(error)
    except Exception as broken:  # noqa: BLE001  the student's own __str__ may do anything
        return f"<{type(broken).__name__} while reading the message>"


def make_shell(output_limit: int) -> RecordingShell:
    """The process's only shell, with history kept in memory and inline figures."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.autocall = 0
    config.InteractiveShell.colors = "nocolor"
    # A figure is recorded by its cell, as in Jupyter, even if the cell forgets plt.show()
    config.InlineBackend.close_figures = True
    shell = RecordingShell.instance(config=config, user_module=_main_module())
    shell.recorder = OutputRecorder(output_limit)
    for part in (shell.displayhook, shell.display_pub):
        assert isinstance(part, RecordingDisplayHook | RecordingDisplayPublisher)
        part.recorder = shell.recorder
    return shell


def _main_module() -> types.ModuleType:
    """A ``__main__`` of the notebook's own, so that its names start empty."""
    module = types.ModuleType("__main__", "Automatically created module for IPython interactive environment")
    sys.modules["__main__"] = module
    return module


def run_cell(shell: RecordingShell, source: str, seconds: float, count: int) -> list[Output]:
    """Run one cell for at most ``seconds`` of wall time; what it showed."""
    shell.recorder.start()
    shell.execution_count = count
    streams = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = RecordedStream(shell.recorder, "stdout"), RecordedStream(shell.recorder, "stderr")
    try:
        _within(seconds, lambda: shell.run_cell(source, store_history=True, silent=False))  # type: ignore[no-untyped-call]
    except CellTimeoutError as error:
        # outside the cell's own frame: while IPython was showing an error, say
        shell._showtraceback(CellTimeoutError, error, [str(error)])
    finally:
        sys.stdout, sys.stderr = streams
    return shell.recorder.outputs


def _within(seconds: float, action: Callable[[], object]) -> None:
    def stop(signum: int, frame: object) -> None:
        raise CellTimeoutError(f"the cell ran longer than {seconds:g} seconds and was stopped")

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        action()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
