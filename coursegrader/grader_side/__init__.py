"""The trusted side: hidden suites run here, against functions that run behind the wall.

What is named here is imported when it is first asked for: much that is imported from this package needs no NumPy.
"""

from __future__ import annotations

import importlib
import os
from typing import TYPE_CHECKING, Any

# Before NumPy is imported: with one thread, sums have the same order on every machine, and no second thread spins after
# each product, which cost more than all the small products of a suite.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
# The same kernels as on the learners' side, where somebody asks for others than the machine's best (grading_policy.py)
if "COURSEGRADER_KERNELS" in os.environ:
    os.environ["OPENBLAS_CORETYPE"] = os.environ["COURSEGRADER_KERNELS"]

if TYPE_CHECKING:
    from coursegrader.grader_side.handle import Handle
    from coursegrader.grader_side.student import CallReport, Student
    from coursegrader.grader_side.student_error import StudentError

__all__ = ["CallReport", "Handle", "Student", "StudentError"]
_HOMES = {"CallReport": "student", "Handle": "handle", "Student": "student", "StudentError": "student_error"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
