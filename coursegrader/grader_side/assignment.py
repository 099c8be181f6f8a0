"""One assignment of a course, as the trusted side sees it: its notebooks, its other files, its hidden suites."""

from __future__ import annotations

import ast
import json
import pickle
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path
from typing import Any

from coursegrader.errors import BadSubmission, CourseError, SuiteError, UnknownAssignment
from coursegrader.grader_side.attempt import IGNORED_FOLDERS, hash_files
from coursegrader.grader_side.course_rules import DEFAULT_RULES, CourseRules
from coursegrader.grader_side.notebook import Cell, read_cells
from coursegrader.grader_side.rebuild import INSTRUCTOR_ONLY
from coursegrader.grader_side.tree_signature import Signature, tree_signature
from coursegrader.grader_side.warm_modules import DRAWN_BY_EACH, drawing_modules, warm_modules

MAX_KEPT = 8
# Beside the suites, and no part of them: solutions that they are tried with.
NOT_SUITES = frozenset({"wrong", "right", "__pycache__"})


@dataclass(frozen=True)
class Assignment:
    """The folders ``source/<name>`` and ``graders/<name>`` of a course directory, read once.

    It is kept for all attempts of a process: nobody may change what it gives.
    """

    course_dir: Path
    name: str
    rules: CourseRules = DEFAULT_RULES

    @property
    def source_dir(self) -> Path:
        return self.rules.source_dir or self.course_dir / "source" / self.name

    @property
    def graders_dir(self) -> Path:
        return self.course_dir / "graders" / self.name

    def read(self) -> None:
        """Read and hash everything now that would be read when it is first asked for.

        Raises:
            CourseError, SuiteError: as its parts do.
        """
        for name in (
            *("notebooks", "extra_files", "suites", "warm_modules", "warm_drawing_modules", "has_questions"),
            *("_suite_files", "source_hash", "_documents"),
        ):
            getattr(self, name)

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
    def _notebook_files(self) -> Mapping[str, bytes]:
        # Where it is known what was released, the source folder's other notebooks are nobody's to hand in. They are
        # copies, mostly, and a learner's answers may be more like a copy with the solutions than like the release.
        return self.rules.templates or {
            path.removesuffix(".ipynb"): content for path, content in self.source_files.items() if _is_notebook(path)
        }

    @cached_property
    def notebooks(self) -> Mapping[str, tuple[Cell, ...]]:
        """The instructor's notebooks by name, in order.

        Raises:
            CourseError: one of them is not a notebook.
        """
        try:
            return {
                name: read_cells(content, f"source/{self.name}/{name}.ipynb")
                for name, content in self._notebook_files.items()
            }
        except BadSubmission as error:
            raise CourseError(str(error)) from None

    def document(self, notebook: str) -> dict[str, Any]:
        """A notebook as its JSON says, a new copy at each call, without the cells that are for instructors only."""
        document: dict[str, Any] = pickle.loads(self._documents[notebook])  # noqa: S301  made just below
        return document

    @cached_property
    def _documents(self) -> Mapping[str, bytes]:
        # pickled: the quickest deep copy of plain data
        found = {}
        for name, content in self._notebook_files.items():
            document = json.loads(content)
            document["cells"] = [c for c in document["cells"] if not _is_for_instructors(c)]
            found[name] = pickle.dumps(document)
        return found

    @cached_property
    def extra_files(self) -> Mapping[str, bytes]:
        """What lies beside the notebooks: data, pictures, helper modules."""
        return {p: b for p, b in self.source_files.items() if not _is_notebook(p) and self._is_given(p)}

    def _is_given(self, path: str) -> bool:
        names = (path, *path.split("/"))
        # what crosses the wall is text, and names that are not UTF-8 are none
        return (
            _is_utf8(path)
            and path not in self.rules.keep
            and not any(fnmatch(n, glob) for glob in self.rules.ignore for n in names)
        )

    @cached_property
    def suites(self) -> Mapping[str, Path]:
        """The hidden suite of each grade cell that has one, by grade id.

        Raises:
            SuiteError: two suites name the same cell, or a suite cannot be read.
        """
        found: dict[str, Path] = {}
        for path, cells in self._cells_of_suites.items():
            for grade_id in cells:
                if grade_id in found:
                    raise SuiteError(f"{path}: cell '{grade_id}' has a suite already, {found[grade_id].name}; keep one")
                found[grade_id] = path
        return found

    @cached_property
    def _cells_of_suites(self) -> Mapping[Path, tuple[str, ...]]:
        return {path: suite_cells(path) for path in sorted(self.graders_dir.glob("test_*.py"))}

    def suites_of(self, notebook: str) -> dict[Path, tuple[str, ...]]:
        """The suites that score cells of a notebook, in order, with every cell that each scores."""
        mine = {c.grade_id for c in self.notebooks[notebook] if c.is_grade and INSTRUCTOR_ONLY not in c.tags}
        paths = {path for grade_id, path in self.suites.items() if grade_id in mine}
        return {path: cells for path, cells in self._cells_of_suites.items() if path in paths}

    @cached_property
    def warm_modules(self) -> tuple[str, ...]:
        """What the instructor's notebooks import that are run: those in which something is graded, if not all."""
        run = [
            name
            for name, cells in self.notebooks.items()
            if self.rules.run_all or any(cell.is_grade or cell.is_solution or cell.is_task for cell in cells)
        ]
        cells = [cell for name in run for cell in (*self.notebooks[name], *self._only_in_source(name))]
        # most cells of a release are those of its source: each is looked at once
        return warm_modules({cell.source for cell in cells if cell.cell_type == "code"})

    def with_solutions(self, notebook: str) -> tuple[Cell, ...] | None:
        """The cells of a notebook as its author has them, whatever was released; None where there is no such file.

        Raises:
            BadSubmission: it is not a notebook.
        """
        content = self.source_files.get(f"{notebook}.ipynb")
        return None if content is None else read_cells(content, f"source/{self.name}/{notebook}.ipynb")

    def _only_in_source(self, notebook: str) -> tuple[Cell, ...]:
        """Cells that the release does not show: what solutions import, most learners' answers import, too. None where
        they cannot be read, for this is about speed alone."""
        if notebook not in self.rules.templates:
            return ()  # it is the source that is known as the notebook
        try:
            return self.with_solutions(notebook) or ()
        except BadSubmission:
            return ()

    @cached_property
    def warm_drawing_modules(self) -> tuple[str, ...]:
        """The same where its pictures are drawn by each learner's own process."""
        return tuple(sorted({*self.warm_modules, *drawing_modules(self.warm_modules)}))

    def warm_for(self, pictures: Mapping[str, bytes]) -> tuple[str, ...]:
        """What the warm process imports where ``pictures`` are kept: only what the notebooks import themselves (without
        Matplotlib it is half the size), unless solutions draw others."""
        lean = pictures and DRAWN_BY_EACH not in pictures
        return self.warm_modules if lean else self.warm_drawing_modules

    @cached_property
    def has_questions(self) -> bool:
        """Whether the assignment has quizzes of each learner's own."""
        return (self.graders_dir / "questions.py").exists()

    @property
    def suite_hash(self) -> str:
        """sha256 (hex) of the Python files beside the suites (``wrong/`` and ``right/`` have no say in a score), and of
        the question files of the earlier weeks that the quiz goes back to."""
        files = self._suite_files
        if "questions.py" in files:
            # read each time: this assignment is kept open while another week's files change
            for week in _weeks_named_in(files["questions.py"], self.graders_dir.parent):
                folder = self.graders_dir.parent / week
                files = files | {f"{week}/{path.name}": path.read_bytes() for path in folder.glob("question*.py")}
        return hash_files(files)

    @cached_property
    def _suite_files(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in sorted(self.graders_dir.glob("*.py"))}

    @cached_property
    def source_hash(self) -> str:
        """sha256 (hex) of the source folder, with its notebooks as they were released where that is known."""
        return hash_files({**self.source_files, **{f"{n}.ipynb": b for n, b in self.rules.templates.items()}})


def _weeks_named_in(questions: bytes, graders: Path) -> list[str]:
    """The assignments that a questions.py names: what its call-backs draw from."""
    try:
        tree = ast.parse(questions)
    except (SyntaxError, ValueError):
        return []  # whoever draws the quiz says so
    named = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return sorted(name for name in named if name and "/" not in name and "." not in name and (graders / name).is_dir())


def _is_for_instructors(cell: Any) -> bool:
    tags = cell["metadata"].get("tags") if isinstance(cell.get("metadata"), dict) else None
    return isinstance(tags, list) and INSTRUCTOR_ONLY in tags


_Signatures = tuple[Signature | None, Signature | None]
_kept: OrderedDict[tuple[Path, str], tuple[_Signatures, Assignment]] = OrderedDict()


def open_assignment(course_dir: Path, name: str, rules: CourseRules = DEFAULT_RULES) -> Assignment:
    """The assignment called ``name``; the one given before if no file of it has changed since.

    Raises:
        UnknownAssignment: there is none; the message lists those that exist.
    """
    assignment = Assignment(course_dir, name, rules)
    _require(assignment)
    signatures = (
        tree_signature(assignment.source_dir, IGNORED_FOLDERS),
        tree_signature(assignment.graders_dir, NOT_SUITES),
    )
    before, kept = _kept.pop((course_dir, name), (None, assignment))
    if None not in signatures and signatures == before and rules == kept.rules:
        assignment = kept
    _kept[course_dir, name] = signatures, assignment
    while len(_kept) > MAX_KEPT:
        _kept.popitem(last=False)
    return assignment


def _require(assignment: Assignment) -> None:
    if assignment.rules.templates or (assignment.rules.source_dir is not None and assignment.source_dir.is_dir()):
        return
    source = assignment.course_dir / "source"
    known = sorted(p.name for p in source.iterdir() if p.is_dir()) if source.is_dir() else []
    if assignment.name not in known or assignment.rules.source_dir is not None:
        listed = ", ".join(known) or "none: is this a course directory?"
        raise UnknownAssignment(f"unknown assignment '{assignment.name}' in {source}; known ones: {listed}")


def _is_notebook(path: str) -> bool:
    return path.endswith(".ipynb") and "/" not in path


def _is_utf8(path: str) -> bool:
    return path.encode("utf-8", "ignore").decode() == path


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
