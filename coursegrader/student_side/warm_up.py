"""Makes the warm process warm: whatever the notebooks' processes need, made once before they are forked."""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Sequence
from contextlib import suppress

from coursegrader.student_side.event_loop import close_loop
from coursegrader.student_side.shell import RecordingShell, reset, run_cell

_SECONDS = 60.0
# IPython imports and compiles what it shows errors with when the first one is raised, and numpy some of its parts at
# the first use of them.
_CELLS = (
    "raise ValueError('warm')",
    "def unfinished(:",
    "import numpy as np\nnp.random.seed(0)\nnp.eye(2) @ np.eye(2)",
)
# Fonts, the parser of formulas and the writer of PNG files
_FIGURE = r"""
import matplotlib.pyplot as plt
fig, ax = plt.subplots()
ax.plot([0, 1], [0, 1], label=r"$\frac{x_1}{2}$")
ax.set_title("warm")
ax.set_xlabel("$x$")
ax.legend()
plt.show()
"""


def warm_up(shell: RecordingShell, modules: Sequence[str]) -> None:
    """Import the modules, show an error of each kind and a figure, and let the collector leave all of it alone.

    Args:
        shell: the process's shell.
        modules: names; one that cannot be imported is left to the notebook, whose error is then the learner's to read.
    """
    for name in modules:
        with suppress(Exception):  # a library may do anything while it is imported
            importlib.import_module(name)
    if "pandas" in sys.modules:
        importlib.import_module("coursegrader.wire.pandas_objects")  # which tables cross with
    for source in _CELLS:
        run_cell(shell, source, _SECONDS, 0)
    if "matplotlib.pyplot" in sys.modules:
        run_cell(shell, _FIGURE, _SECONDS, 0)
    _forget_cells(shell)
    close_loop()
    gc.collect()
    gc.freeze()  # a collection in a child would otherwise write to, and so copy, every page


def _forget_cells(shell: RecordingShell) -> None:
    """Leave no name, result or error behind: a notebook starts empty."""
    shell.recorder.start()
    reset(shell)
    for name in ("last_type", "last_value", "last_traceback", "last_exc"):
        if hasattr(sys, name):
            delattr(sys, name)
