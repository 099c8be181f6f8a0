"""Cells run inside a running event loop, as in a Jupyter kernel.

So ``await`` works at the top of a cell, a task that one cell creates can be awaited by the next, and code that asks for
the running loop finds it.
"""

from __future__ import annotations

import asyncio
import os
import sys
from typing import Any

from IPython.core.interactiveshell import InteractiveShell

_loops: dict[int, asyncio.AbstractEventLoop] = {}
_CANCEL_SECONDS = 1.0


def _loop() -> asyncio.AbstractEventLoop:
    """This process's loop. A loop is never shared with a fork: both sides would wait on the same file descriptors."""
    loop = _loops.get(os.getpid())
    if loop is None or loop.is_closed():
        loop = _loops[os.getpid()] = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
    return loop


def run_in_loop(shell: InteractiveShell, source: str) -> Any:
    """Run one cell; IPython's result.

    Raises:
        BaseException: what ended the cell from outside of its own code, such as its time being up while it waits.
    """
    loop = _loop()
    task = loop.create_task(_run(shell, source))
    try:
        return loop.run_until_complete(task)
    except BaseException:
        _give_up(loop, task)
        raise


async def _run(shell: InteractiveShell, source: str) -> Any:
    problem = None
    try:
        transformed = shell.transform_cell(source)  # type: ignore[no-untyped-call]
    except Exception:  # noqa: BLE001  IPython shows it as the cell's error
        transformed, problem = source, sys.exc_info()
    if not shell.should_run_async(source, transformed_cell=transformed, preprocessing_exc_tuple=problem):
        return shell.run_cell(source, store_history=True, silent=False)  # type: ignore[no-untyped-call]
    result = await shell.run_cell_async(
        source, store_history=True, silent=False, transformed_cell=transformed, preprocessing_exc_tuple=problem
    )
    shell.events.trigger("post_execute")
    shell.events.trigger("post_run_cell", result)
    return result


def _give_up(loop: asyncio.AbstractEventLoop, task: asyncio.Task[Any]) -> None:
    """End a cell that still waits for something; else it would go on during the next one."""
    if not task.done() and not loop.is_closed() and not loop.is_running():
        task.cancel()
        loop.run_until_complete(asyncio.wait([task], timeout=_CANCEL_SECONDS))


def close_loop() -> None:
    """Let go of this process's loop: a process that is forked next may have the same id, in a namespace of its own."""
    loop = _loops.pop(os.getpid(), None)
    if loop is not None and not loop.is_closed():
        loop.close()
