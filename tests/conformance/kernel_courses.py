"""Courses for kernels other than the usual one."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.conformance.course import NbgraderCourse, Submission, answer, check, exercise, written
from tests.conformance.scoring_courses import SQUARE

_SQUARE = exercise("square", 2, SQUARE, "assert square(2) == 4", "assert square(7) == 49")
_CALCULATOR = {"name": "calculator", "display_name": "A calculator", "language": "calculator"}


def install_kernels(folder: Path) -> None:
    """Write the kernels of these courses where ``JUPYTER_PATH`` names ``folder``."""
    program = Path(__file__).with_name("calculator_kernel.py")
    _install(folder, _CALCULATOR, [sys.executable, str(program)])
    ipykernel = [sys.executable, "-m", "ipykernel_launcher"]
    _install(
        folder,
        {"name": "conda-env-maths-py", "display_name": "Python [conda env:maths]", "language": "python"},
        ipykernel,
    )


def _install(folder: Path, kernel: Mapping[str, str], command: list[str]) -> None:
    target = folder / "kernels" / kernel["name"] / "kernel.json"
    target.parent.mkdir(parents=True)
    spec = {"display_name": kernel["display_name"], "language": kernel["language"]}
    target.write_text(json.dumps({**spec, "argv": [*command, "-f", "{connection_file}"]}))


CALCULATOR = NbgraderCourse(
    name="calculator",
    notebooks={
        "work": [
            answer("sum", "let sum be 2 + 3"),
            check("sum", 2, "expect sum == 5", "expect sum > 4"),
            check("share", 4, "say halfway\nshow sum / 2"),
            check("noisy", 1, "say hello\nexpect sum"),
            check("shown", 1, "show 'text'"),
            written("why", 1, "Why?"),
        ]
    },
    kernel=_CALCULATOR,
    config="c.ClearSolutions.code_stub = {'calculator': '# YOUR ANSWER'}\nc.Execute.timeout = 2\n",
    submissions={
        "right": Submission({"sum_answer": "let sum be 5", "why": "So."}),
        "wrong": Submission({"sum_answer": "let sum be 3"}),
        "untouched": Submission(),
        "broken": Submission({"sum_answer": "what is this\nlet sum be 5"}),
    },
)

OTHER_NAME = NbgraderCourse(
    name="other_name",
    notebooks={"work": [*_SQUARE]},
    kernel={"name": "conda-env-maths-py", "display_name": "Python [conda env:maths]", "language": "python"},
    submissions={
        "right": Submission({"square_answer": SQUARE}),
        "other": Submission(
            {"square_answer": SQUARE}, edits={"work": lambda document: document["metadata"].pop("kernelspec", None)}
        ),
    },
)
NO_KERNEL = NbgraderCourse(
    name="no_kernel",
    notebooks={"work": [*_SQUARE]},
    kernel={},
    submissions={"right": Submission({"square_answer": SQUARE})},
)
ARGUMENTS = NbgraderCourse(
    name="arguments",  # of the kernel's command: a kernel has to be started with them
    notebooks={"work": [*_SQUARE, check("every", 3, "1\n'more'")]},
    config="c.Execute.extra_arguments = ['--InteractiveShell.ast_node_interactivity=all']\n",
    submissions={"right": Submission({"square_answer": SQUARE})},
)
