"""One assignment of a course, as the trusted side sees it: its notebooks, its other files, its hidden suites."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from coursegrader.errors import BadSubmission, CourseError, SuiteError, UnknownAssignment
from coursegrader.grader_side.attempt import IGNORED_FOLDERS, hash_files
from coursegrader.grader_side.notebook import Cell, read_cells


@dataclass(frozen=True)
class Assignment:
    """The folders ``source/<name>`` and ``graders/<name>`` of a course directory, read once."""

    course_dir: Path
    name: str

    @property
    def source_dir(self) -> Path:
        return self.course_dir / "source" / self.name

    @property
    def graders_dir(self) -> Path:
        return self.course_dir / "graders" / self.name

    @cached_property
    def source_files(self) -> Mapping[str, bytes]:
        """Every file of the source folder by relative POSIX path."""
        found = {}
        for path in sorted(self.source_dir.rglob("*")):
            relative = path.relative_to(self.source_dir)
            if path.is_file() and not IGNORED_FOLDERS.intersection(relative.parts):
                found[relative.as_posix()] = path.read_bytes()
        return found

    @cached_property
    def notebooks(self) -> Mapping[str, tuple[Cell, ...]]:
        """The instructor's notebooks by name, in order.

        Raises:
            CourseError: one of them is not a notebook.
        """
        try:
            return {
                path.removesuffix(".ipynb"): read_cells(content, f"source/{self.name}/{path}")
                for path, content in self.source_files.items()
                if path.endswith(".ipynb") and "/" not in path
            }
        except BadSubmission as error:
            raise CourseError(str(error)) from None

    @property
    def extra_files(self) -> dict[str, bytes]:
        """What lies beside the notebooks: data, pictures, helper modules."""
        return {p: b for p, b in self.source_files.items() if not (p.endswith(".ipynb") and "/" not in p)}

    @cached_property
    def suites(self) -> Mapping[str, Path]:
        """The hidden suite of each grade cell that has one, by grade id.

        Raises:
            SuiteError: two suites name the same cell, or a suite cannot be read.
        """
        found: dict[str, Path] = {}
        for path in sorted(self.graders_dir.glob("test_*.py")):
            for grade_id in suite_cells(path):
                if grade_id in found:
                    raise SuiteError(f"{path}: cell '{grade_id}' has a suite already, {found[grade_id].name}; keep one")
                found[grade_id] = path
        return found

    @cached_property
    def suite_hash(self) -> str:
        """sha256 (hex) of the Python files beside the suites (``wrong/`` and ``right/`` have no say in a score)."""
        return hash_files({path.name: path.read_bytes() for path in sorted(self.graders_dir.glob("*.py"))})

    @cached_property
    def source_hash(self) -> str:
        """sha256 (hex) of the source folder."""
        return hash_files(self.source_files)


def open_assignment(course_dir: Path, name: str) -> Assignment:
    """The assignment called ``name``.

    Raises:
        UnknownAssignment: there is none; the message lists those that exist.
    """
    source = course_dir / "source"
    known = sorted(p.name for p in source.iterdir() if p.is_dir()) if source.is_dir() else []
    if name not in known:
        listed = ", ".join(known) or "none: is this a course directory?"
        raise UnknownAssignment(f"unknown assignment '{name}' in {source}; known ones: {listed}")
    return Assignment(course_dir, name)


def suite_cells(path: Path) -> tuple[str, ...]:
    """The grade ids that a suite scores: its constant ``CELLS``, or else what follows ``test_`` in its name.

    Raises:
        SuiteError: the file is not Python, or CELLS is not a plain list of names.
    """
    try:
        tree = ast.parse(path.read_bytes(), filename=str(path))
    except SyntaxError as error:
        raise SuiteError(f"{path}: line {error.lineno}: not valid Python ({error.msg})") from None
    for node in tree.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(target, ast.Name) and target.id == "CELLS":
            return _cell_names(path, node)
    return (path.stem.removeprefix("test_"),)


def _cell_names(path: Path, node: ast.stmt) -> tuple[str, ...]:
    try:
        names = ast.literal_eval(node.value)  # type: ignore[attr-defined]
    except (ValueError, AttributeError):
        names = None
    if not isinstance(names, (tuple, list)) or not all(isinstance(name, str) for name in names):
        raise SuiteError(f"{path}: CELLS must be a literal tuple of grade ids, such as ('quiz_1', 'quiz_2')")
    return tuple(names)
