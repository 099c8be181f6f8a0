"""Where this Python lies, by a path that leads there inside a sandbox as well.

Python keeps the way it was called by: ``../env/bin/python`` in the folder of a course makes ``sys.executable``
``/course/../env/bin/python``. Inside there is no ``/course`` to go up from. Links stay as they are: a virtual
environment is found by the link in its ``bin``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def this_python() -> Path:
    """The interpreter's program."""
    return _without_steps_up(sys.executable)


def python_prefixes() -> tuple[Path, Path]:
    """The folder of the installation that the interpreter stands on, and that of its virtual environment; the same
    folder twice where there is none.
    """
    return _without_steps_up(sys.base_prefix), _without_steps_up(sys.prefix)


def _without_steps_up(path: str) -> Path:
    # not Path.resolve, which follows links; Python's own site module takes the prefix in the same way
    return Path(os.path.normpath(Path(path).absolute()))
