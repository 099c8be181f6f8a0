"""Errors that nbgrader's converters would only write to a log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from coursegrader.errors import CourseGraderError

_failures: ContextVar[list[CourseGraderError] | None] = ContextVar("failures", default=None)


@contextmanager
def collected_failures() -> Iterator[list[CourseGraderError]]:
    """Collect the errors that coursegrader's preprocessors raise inside the block.

    A converter catches what a preprocessor raises, logs a traceback, and in the end says that something
    went wrong.
    """
    failures: list[CourseGraderError] = []
    token = _failures.set(failures)
    try:
        yield failures
    finally:
        _failures.reset(token)


def report_failure(error: CourseGraderError) -> None:
    """Tell the surrounding :func:`collected_failures`, if there is one."""
    failures = _failures.get()
    if failures is not None:
        failures.append(error)
