"""An IPython shell that records what a cell shows, in the form of notebook outputs."""

from __future__ import annotations

import builtins
import getpass
import io
import sys
import types
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from traitlets import Type
from traitlets.config import Config

from coursegrader.student_side import quick_tracebacks
from coursegrader.student_side.cell_timer import CellTimeoutError, CellTimer
from coursegrader.student_side.event_loop import run_in_loop
from coursegrader.student_side.quick_input import QuickInputShell

Output = dict[str, Any]
MAX_SHORTENED = 2000  # characters of a value or an error that comes after too much output
MAX_KEPT = 20
_DESCRIPTORS = {"stdout": 1, "stderr": 2}
CUT_OFF = "[output cut off: too much of it]\n"


class OutputRecorder:
    """The outputs of the running cell, cut off at ``limit`` characters."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._outputs: list[Output] = []
        self._pieces: list[str] = []  # of the stream that is last; joined once, since that may be 100 000 of them
        self._size = 0
        self._kept = 0  # outputs kept although there was too much already
        self._clear_next = False

    def start(self) -> None:
        """Begin a new cell."""
        self._outputs = []
        self._pieces = []
        self._size = 0
        self._kept = 0
        self._clear_next = False

    def add(self, output: Output) -> None:
        """Record one output, or say once that there were too many."""
        if self._clear_next:
            self.start()
        was_full = self._size > self.limit
        self._size += len(repr(output))
        if self._size > self.limit:
            shortened = _shortened(output)
            if was_full and (shortened is None or self._kept >= MAX_KEPT):
                return
            self._kept += 1
            output = shortened or {"output_type": "stream", "name": "stdout", "text": CUT_OFF}
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
            self._pieces.append(text if self._size <= self.limit else f"\n{CUT_OFF}")
        else:
            self.add({"output_type": "stream", "name": name, "text": text})

    def clear(self, wait: bool) -> None:
        """Forget what the cell has shown, now or when it shows something again."""
        if wait:
            self._clear_next = True
        else:
            self.start()

    def update(self, display_id: object, data: Any, metadata: Any) -> None:
        """Replace what this cell has shown under ``display_id``."""
        for output in self.outputs:
            if display_id is not None and output.get("display_id") == display_id:
                output |= {"data": data, "metadata": metadata}


def _shortened(output: Output) -> Output | None:
    """A cell's value or error, short: a score may hang on it, however much was shown before. None for anything else."""
    if output["output_type"] == "execute_result":
        text = output["data"].get("text/plain", "")
        return output | {"data": {"text/plain": text[:MAX_SHORTENED] if isinstance(text, str) else ""}, "metadata": {}}
    if output["output_type"] == "error":
        return output | {"evalue": output["evalue"][:MAX_SHORTENED], "traceback": []}
    return None


class RecordedStream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` of a cell."""

    def __init__(self, recorder: OutputRecorder, name: str) -> None:
        self._recorder, self._name = recorder, name

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return "UTF-8"

    def fileno(self) -> int:
        """The process's own stream of this name, for programs that a cell starts: what they write is shown as well."""
        return _DESCRIPTORS[self._name]

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

    def publish(  # type: ignore[override]
        self, data: Any, metadata: Any = None, *, transient: Any = None, update: bool = False, **_: Any
    ) -> None:
        display_id = transient.get("display_id") if isinstance(transient, dict) else None
        if update:
            self.recorder.update(display_id, data, metadata or {})
        else:
            output = {"output_type": "display_data", "data": data, "metadata": metadata or {}}
            self.recorder.add(output if display_id is None else output | {"display_id": display_id})

    def clear_output(self, wait: bool = False) -> None:
        self.recorder.clear(wait)


class RecordingShell(QuickInputShell):
    """The shell that cells run in. Make it with :func:`make_shell`."""

    displayhook_class = Type(RecordingDisplayHook)
    display_pub_class = Type(RecordingDisplayPublisher)
    recorder: OutputRecorder
    timer: CellTimer

    def enable_gui(self, gui: str | None = None) -> None:
        """``%matplotlib inline`` needs no event loop of a window system, and there is none."""

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        self.recorder.add(
            {
                "output_type": "error",
                "ename": etype.__name__ if isinstance(etype, type) else str(etype),
                "evalue": _message_of(evalue),
                "traceback": list(stb),
            }
        )

    def _format_exception_for_storage(self, exception: BaseException, *_: object, **__: object) -> dict[str, Any]:
        """What IPython's history keeps of an error: no traceback: to format it takes as long as the one shown."""
        return {"ename": type(exception).__name__, "evalue": _message_of(exception), "traceback": []}


# Libraries ask by this name whether they are in a notebook, and show tables and progress accordingly.
RecordingShell.__name__ = "ZMQInteractiveShell"


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
    config.IPKernelApp.name = "coursegrader"  # the other sign by which libraries know a notebook
    shell = RecordingShell.instance(config=config, user_module=_main_module())
    shell.recorder = OutputRecorder(output_limit)
    shell.timer = CellTimer()
    for part in (shell.displayhook, shell.display_pub):
        assert isinstance(part, RecordingDisplayHook | RecordingDisplayPublisher)
        part.recorder = shell.recorder
    builtins.input = getpass.getpass = _refuse_input
    sys.breakpointhook = _go_on
    quick_tracebacks.install()
    return shell


def _refuse_input(*_: object, **__: object) -> str:
    raise StdinNotImplementedError("input was called, but while a notebook is graded there is nobody to answer")


def _go_on(*_: object, **__: object) -> None:
    """``breakpoint()``: a call that was forgotten in a function stops nobody, as in Jupyter's kernel."""


def _main_module() -> types.ModuleType:
    """A ``__main__`` of the notebook's own, so that its names start empty."""
    module = types.ModuleType("__main__", "Automatically created module for IPython interactive environment")
    sys.modules["__main__"] = module
    return module


def reset(shell: RecordingShell) -> None:
    """Forget all names, but for those that every module has: processes that a notebook starts look for them."""
    module = shell.user_module
    own = {name: getattr(module, name) for name in ("__doc__", "__loader__", "__package__", "__spec__")}
    shell.reset(new_session=True)  # type: ignore[no-untyped-call]
    vars(module).update(own)


def run_cell(shell: RecordingShell, source: str, seconds: float, count: int) -> list[Output]:
    """Run one cell for at most ``seconds`` of wall time; what it showed."""
    shell.recorder.start()
    shell.execution_count = count
    streams = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = RecordedStream(shell.recorder, "stdout"), RecordedStream(shell.recorder, "stderr")
    try:
        result = shell.timer.run(seconds, lambda: run_in_loop(shell, source))
        _show_hidden_error(shell, result)
    except CellTimeoutError as error:
        # outside the cell's own frame: while IPython was showing an error, say, or while the cell waited
        _add_error(shell, error)
    except Exception as error:  # noqa: BLE001
        # the cell has stopped the loop that it ran in, or its own handler of a signal raised just before it or after it
        _add_error(shell, error)
    finally:
        sys.stdout, sys.stderr = streams
    return shell.recorder.outputs


def _show_hidden_error(shell: RecordingShell, result: Any) -> None:
    """A cell that failed shows it, even if it has switched tracebacks off or cleared its output."""
    failed = result is None or result.error_before_exec or result.error_in_exec
    if failed and not any(output["output_type"] == "error" for output in shell.recorder.outputs):
        _add_error(shell, failed)


def _add_error(shell: RecordingShell, error: Any) -> None:
    text = _message_of(error)
    shell.recorder.add({"output_type": "error", "ename": type(error).__name__, "evalue": text, "traceback": [text]})
