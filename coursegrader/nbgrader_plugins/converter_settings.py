"""What a run of nbgrader's converter knows of its assignments, read once."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from coursegrader.nbgrader_plugins.course_rules import AssignmentSettings, assignment_settings

_settings: WeakKeyDictionary[Any, dict[str, AssignmentSettings]] = WeakKeyDictionary()


def settings_of(converter: Any, assignment: str) -> AssignmentSettings:
    """An assignment's settings; the configuration and the release do not change during a run.

    Raises:
        CourseError: as :func:`assignment_settings`.
    """
    known = _settings.setdefault(converter, {})
    if assignment not in known:
        known[assignment] = assignment_settings(converter.config, converter.coursedir, assignment)
    return known[assignment]
