"""A notebook in a language other than Python, behind the wall."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursegrader.grader_side.course_rules import KernelOptions
from coursegrader.grader_side.kernel_sandbox import KernelSandbox
from coursegrader.grader_side.kernels import kernel_of
from coursegrader.grader_side.session import CellRuns
from coursegrader.sandbox.policy import Limits
from tests.conformance.kernel_courses import install_kernels


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """Runs cells in the calculator's kernel."""
    install_kernels(tmp_path)
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    document = {"metadata": {"kernelspec": {"name": "calculator", "language": "calculator"}}}
    kernel = kernel_of("work", document, KernelOptions(iopub_seconds=1))
    assert kernel is not None

    def run(*cells: str) -> tuple[CellRuns, dict[str, bytes]]:
        with KernelSandbox(kernel, {}, Limits(cell_seconds=2), "work", {}) as sandbox:
            session = sandbox.session(cells, keep_files=True)
            return session.run(), session.files

    return run


def test_cells_run_in_their_own_language_and_what_goes_wrong_stays_in_its_cell(run: object) -> None:
    assert callable(run)
    runs, files = run(
        "let x be 2\nsay hello", "show x * 3", "what is this", "wait 60", "die", "warn careful\nwrite 6", "show x"
    )
    kinds = {index: [output["output_type"] for output in outputs] for index, outputs in runs.outputs.items()}
    assert kinds == {
        0: ["stream"],
        1: ["execute_result"],
        2: ["error"],
        3: ["error"],
        5: ["stream"],
        6: ["execute_result"],
    }
    assert runs.outputs[1][0]["data"] == {"text/plain": "6"}
    assert runs.outputs[3][0]["ename"] == "CellTimeoutError"
    assert set(runs.problems) == {3, 4}
    assert files == {"calculated.txt": b"6"}
