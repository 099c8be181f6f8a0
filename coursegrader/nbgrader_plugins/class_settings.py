"""nbgrader's settings of a course that matter when a whole class is graded, as plain data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nbgrader.converters import Autograde
from nbgrader.preprocessors import IgnorePattern, LimitOutput

from coursegrader.nbgrader_plugins.autograde_steps import is_listed
from coursegrader.nbgrader_plugins.course import Course
from coursegrader.nbgrader_plugins.graded_notebook import OutputRules
from coursegrader.nbgrader_plugins.submission_files import remove_special_files


@dataclass(frozen=True)
class ClassSettings:
    """What nbgrader's configuration says.

    Attributes:
        keep: by assignment, files of which the student's version is kept.
        permissions: mode of the files in ``autograded/``.
        force: grade again what has been graded.
        student_glob: who is graded where nobody is named.
        before, after: nbgrader's pre-convert and post-convert hooks, if the course has any of its own.
    """

    ignore: tuple[str, ...]
    keep: dict[str, frozenset[str]]
    permissions: int
    group_shared: bool
    force: bool
    notebook_glob: str
    student_glob: str
    excluded_students: frozenset[str]
    outputs: OutputRules
    before: Callable[..., Any] | None
    after: Callable[..., Any] | None


def class_settings(course: Course) -> ClassSettings:
    """Read the settings."""
    directory, config = course.directory, course.config
    autograde = Autograde(coursedir=directory, config=config)
    return ClassSettings(
        ignore=tuple(directory.ignore),
        keep={name: frozenset(files) for name, files in autograde.exclude_overwriting.items()},
        permissions=int(str(autograde.permissions), 8),
        group_shared=directory.groupshared,
        force=autograde.force,
        notebook_glob=directory.notebook_id,
        student_glob=directory.student_id,
        excluded_students=frozenset(filter(None, directory.student_id_exclude.split(","))),
        outputs=_output_rules(config),
        before=None if autograde.pre_convert_hook is remove_special_files else autograde.pre_convert_hook,
        after=autograde.post_convert_hook,
    )


def _output_rules(config: Any) -> OutputRules:
    ignore, limit = IgnorePattern(config=config), LimitOutput(config=config)
    limited = limit.enabled and is_listed(config, "LimitOutput")
    return OutputRules(
        ignored_stderr=ignore.pattern if ignore.enabled and is_listed(config, "IgnorePattern") else "",
        max_lines=limit.max_lines if limited else -1,
        max_traceback=limit.max_traceback if limited else -1,
    )
