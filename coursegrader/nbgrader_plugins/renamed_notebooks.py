"""Notebooks that were handed in under another name, for nbgrader's converter, which goes by names alone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from coursegrader.errors import CourseGraderError
from coursegrader.grader_side.assignment import open_assignment
from coursegrader.grader_side.which_notebook import match_notebooks
from coursegrader.nbgrader_plugins.converter_settings import settings_of
from coursegrader.nbgrader_plugins.failures import report_failure
from coursegrader.nbgrader_plugins.submission_files import submitted_attempt


class RenamedNotebooks:
    """Has one converter also take the notebooks of a submission that were renamed.

    The pre-convert hook is the last moment before the converter drops the notebooks whose names the gradebook does not
    know, and gives zero to those that it does not find. For so long an empty file stands where a renamed one was
    expected; the engine passes over it and finds the notebook by what is in it.
    """

    def __init__(self, converter: Any) -> None:
        """Look for renamed notebooks after the converter's own hook, if it has one."""
        self._converter, self._hook = converter, converter.pre_convert_hook
        self._stand_ins: set[Path] = set()
        converter.pre_convert_hook = self._hook_then_find

    def passed(self, notebook: Path) -> None:
        """Remove the file that stood for a notebook: the converter has reached it."""
        if notebook in self._stand_ins:
            self._stand_ins.remove(notebook)
            notebook.unlink(missing_ok=True)

    def _hook_then_find(self, **names: Any) -> None:
        hook: Callable[..., Any] | None = self._hook
        try:
            if hook is not None:
                hook(**names)
        finally:
            self._find()

    def _find(self) -> None:
        notebooks: list[str] = self._converter.notebooks
        if not notebooks:
            return
        folder = Path(notebooks[0]).parent
        try:
            found = self._renamed(folder, {Path(notebook).stem for notebook in notebooks})
        except CourseGraderError as error:
            report_failure(error)  # in better words than the converter's, should it have nothing left to convert
            return
        for name in found:
            expected = folder / f"{name}.ipynb"
            with suppress(OSError):  # a folder that nobody may write to: only the score of tasks needs the file
                expected.touch(exist_ok=False)
                self._stand_ins.add(expected)
            notebooks = [*notebooks, str(expected)]
        self._converter.notebooks = sorted(notebooks)

    def _renamed(self, folder: Path, names: set[str]) -> list[str]:
        """Which notebooks of the assignment are in a submission under names that are not theirs."""
        whose = self._converter.init_single_notebook_resources(str(folder / "any.ipynb"))["nbgrader"]
        rules = settings_of(self._converter, whose["assignment"]).rules
        missing = rules.templates.keys() - names
        if not missing or names <= rules.templates.keys():
            return []
        coursedir = self._converter.coursedir
        assignment = open_assignment(Path(coursedir.root), whose["assignment"], rules)
        matched = match_notebooks(assignment.notebooks, submitted_attempt(folder), assignment.name)
        return [name for name in matched.cells if name in missing and fnmatch(name, coursedir.notebook_id)]
