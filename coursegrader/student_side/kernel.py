"""A notebook of another language: its own kernel, driven by Jupyter's own client, both behind the wall."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import nbformat
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError

Message = dict[str, Any]
Send = Callable[[Message], None]
_v4: Any = nbformat.v4  # hardly typed

# What nbgrader shows of a cell that it has stopped
_TIMEOUT = {
    "ename": "CellTimeoutError",
    "evalue": "",
    "traceback": ["CellTimeoutError: No reply from kernel before timeout"],
}


def run_in_kernel(
    kernel: Message, cells: Sequence[str], skip: set[int], seconds: float, send: Send, send_outputs: Callable[..., None]
) -> None:
    """Run the cells, telling each start and each cell's outputs, with the options of nbgrader's ``Execute``.

    Args:
        kernel: the kernel's specification and options.
        cells: sources.
        skip: positions to leave out.
        seconds: for each cell.
        send: sends a message to the trusted side.
        send_outputs: sends a cell's outputs, with its position.

    Raises:
        DeadKernelError: the kernel has ended; so does this process then, and the cell is left out the next time.
    """
    manager = AsyncKernelManager(transport="ipc")
    manager._kernel_spec = KernelSpec(
        argv=kernel["argv"],
        env=kernel["env"],
        display_name=kernel["display_name"],
        language=kernel["language"],
        interrupt_mode=kernel["interrupt_mode"],
        resource_dir=kernel["resources"],
    )
    notebook = _v4.new_notebook(cells=[_v4.new_code_cell(source) for source in cells])
    client = NotebookClient(
        notebook,
        manager,
        timeout=max(1, int(seconds)),
        interrupt_on_timeout=True,
        error_on_timeout=_TIMEOUT,
        allow_errors=True,
        raise_on_iopub_timeout=True,
        startup_timeout=kernel["startup_seconds"],
        iopub_timeout=kernel["iopub_seconds"],
        store_widget_state=False,
        record_timing=False,
        on_cell_executed=_add_missing_error,
    )
    with client.setup_kernel():
        for index, cell in enumerate(notebook.cells):
            if index in skip:
                continue
            send({"op": "start", "index": index})
            try:
                client.execute_cell(cell, index)
            except CellTimeoutError as error:  # not even interrupting it helped
                raise DeadKernelError(str(error)) from error
            send_outputs(index, [dict(output) for output in cell.outputs])


def _add_missing_error(cell: Any, execute_reply: Message, **_: Any) -> None:
    """As in nbgrader: a cell that failed without showing an error gets the error that its reply tells."""
    reply = execute_reply["content"]
    if reply["status"] != "error":
        return
    if any(output.output_type == "error" and output.ename == reply.get("ename") for output in cell.outputs):
        return
    lines = [str(line) for line in reply.get("traceback") or ["an error without a traceback"]]
    cell.outputs.append(
        _v4.new_output(
            "error", ename=str(reply.get("ename", "Error")), evalue=str(reply.get("evalue", "")), traceback=lines
        )
    )
