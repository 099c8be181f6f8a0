"""The courses' gradebooks, opened when they are first needed: importing nbgrader takes half a second."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coursegrader.nbgrader_plugins.manual_marks import ManualMarks

_CONFIG = "nbgrader_config.py"
_guard = threading.Lock()
_open: dict[Path, tuple[int, ManualMarks]] = {}


def gradebook_of(course_dir: Path) -> ManualMarks:
    """A course's gradebook. To be called from a thread, as the first call takes a while.

    Raises:
        CourseError: the course's configuration is not in order.
    """
    changed = _changed(course_dir / _CONFIG)
    with _guard:
        known = _open.get(course_dir)
        if known is None or known[0] != changed:
            from coursegrader.nbgrader_plugins.light_import import import_nbgrader

            import_nbgrader()
            from coursegrader.nbgrader_plugins.manual_marks import ManualMarks

            known = _open[course_dir] = (changed, ManualMarks(course_dir))
        return known[1]


def _changed(config: Path) -> int:
    try:
        return config.stat().st_mtime_ns
    except OSError:  # ManualMarks will say that it is missing
        return 0
