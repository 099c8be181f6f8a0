"""How far ``coursegrader check`` has come: a line on the terminal that goes away in the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from coursegrader.pipeline.check import Part


class Bar:
    """On the terminal's error stream; nothing where that is no terminal."""

    def __init__(self, console: Console | None = None) -> None:
        console = console or Console(stderr=True)
        self._progress = Progress(
            TextColumn("check"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.description}", markup=False),
            console=console,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
            disable=not console.is_terminal,
        )
        self._task = self._progress.add_task("", total=None)

    def begin(self, parts: int) -> None:
        """So many parts are to be done."""
        self._progress.update(self._task, total=parts)

    def done(self, part: Part) -> None:
        """One more is."""
        self._progress.update(self._task, advance=1, description=f"{part} done")

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Make room for something else that is printed."""
        self._progress.stop()
        yield
        self._progress.start()

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._progress.stop()
