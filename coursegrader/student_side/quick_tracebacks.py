"""Tracebacks of cells, without a search for their module.

For each frame that it shows, IPython asks ``inspect`` several times which module the code belongs to, and ``inspect``
looks through all that are loaded. The code of a cell belongs to none of them.
"""

from __future__ import annotations

import inspect
import types
from typing import Any, Final

CELL_FILE: Final = "<ipython-input-"  # how the name of a cell's code begins
_search: Final = inspect.getmodule


def install() -> None:
    """From now on ``inspect.getmodule`` knows at once what belongs to no module."""
    inspect.getmodule = module_of


def module_of(object: Any, _filename: str | None = None) -> types.ModuleType | None:
    """What ``inspect.getmodule`` gives."""
    if isinstance(object, types.TracebackType):
        code: Any = object.tb_frame.f_code
    else:
        code = object.f_code if isinstance(object, types.FrameType) else object
    if isinstance(code, types.CodeType) and code.co_filename.startswith(CELL_FILE):
        return None
    return _search(object, _filename)
