"""Plans of assignments, kept by a process that grades one attempt after another."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import Any

from coursegrader.grader_side.tree_signature import tree_signature
from coursegrader.nbgrader_plugins.class_gradebook import ClassGradebook
from coursegrader.nbgrader_plugins.class_settings import ClassSettings
from coursegrader.nbgrader_plugins.course import Course
from coursegrader.pipeline.class_plan import assignment_plan

MAX_KEPT = 8

_kept: OrderedDict[tuple[Path, str], tuple[Any, bytes]] = OrderedDict()


def packed_plan(course: Course, gradebook: ClassGradebook, settings: ClassSettings, assignment: str) -> bytes:
    """The packed plan of an assignment; made anew when anything that it was made from has changed.

    Raises:
        CourseError: as :func:`coursegrader.pipeline.class_plan.assignment_plan`.
    """
    key = course.root, assignment
    made_from = _made_from(course, gradebook, settings, assignment)
    if made_from is not None and key in _kept and _kept[key][0] == made_from:
        _kept.move_to_end(key)
        return _kept[key][1]
    packed = assignment_plan(course, gradebook, settings, assignment).packed()
    if made_from is not None:
        _kept[key] = made_from, packed
        while len(_kept) > MAX_KEPT:
            _kept.popitem(last=False)
    return packed


def _made_from(course: Course, gradebook: ClassGradebook, settings: ClassSettings, assignment: str) -> Any:
    """What a plan depends on, small enough to be compared; None while a file is still being changed."""
    directory = course.directory
    folders = (
        Path(directory.format_path(directory.source_directory, ".", assignment)),
        # written anew by every `nbgrader generate_assignment`, whatever else that has changed
        Path(directory.format_path(directory.release_directory, ".", assignment)),
        course.root / "graders" / assignment,
    )
    signatures = [tree_signature(folder) for folder in folders]
    if None in signatures:
        return None
    # where results are written is no part of a plan, so that a grading beside the course's own shares it
    config = repr([(name, section) for name, section in course.config.items() if name != "CourseDirectory"])
    return folders, signatures, gradebook.assignment(assignment), settings, config, tuple(directory.ignore)
