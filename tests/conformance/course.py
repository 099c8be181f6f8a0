"""nbgrader courses as data: what an instructor writes, and what each learner hands in."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.course_factory import Notebook, code, markdown, notebook

ASSIGNMENT = "a1"
CONFIG = 'c = get_config()\nc.CourseDirectory.course_id = "conformance"\n'

Cells = list[Notebook]
Edit = Callable[[Notebook], None]
Files = Mapping[str, str | bytes]


def answer(name: str, solution: str, stub: str | None = None) -> Notebook:
    """An answer cell; ``stub`` lines stand outside of the solution region and are released."""
    text = f"{stub or ''}### BEGIN SOLUTION\n{solution}\n### END SOLUTION"
    return code(f"{name}-answer", text, solution=True, grade_id=f"{name}_answer")


def check(name: str, points: float, source: str, hidden: str = "") -> Notebook:
    """A test cell, with a hidden block if there is one."""
    if hidden:
        source = f"{source}\n### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS"
    return code(name, source, grade=True, locked=True, points=points, grade_id=name)


def written(name: str, points: float, source: str, *, as_code: bool = False) -> Notebook:
    """An answer that a person scores."""
    make = code if as_code else markdown
    return make(name, source, grade=True, solution=True, points=points, grade_id=name)


def task(name: str, points: float, source: str) -> Notebook:
    """A task cell: what a person scores is in the cells around it."""
    return markdown(name, source, task=True, locked=True, points=points, grade_id=name)


def exercise(name: str, points: float, solution: str, test: str, hidden: str = "") -> Cells:
    """An answer cell and its test cell."""
    return [answer(name, solution), check(name, points, test, hidden)]


@dataclass(frozen=True)
class Submission:
    """What one learner hands in.

    Attributes:
        answers: source of a cell by grade id, in whatever notebook has it.
        edits: further changes, by notebook.
        files: whole files; None leaves a file of the release out.
        timestamp: content of ``timestamp.txt``.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    edits: Mapping[str, Edit] = field(default_factory=dict)
    files: Mapping[str, str | bytes | None] = field(default_factory=dict)
    timestamp: str | None = None


@dataclass(frozen=True)
class NbgraderCourse:
    """One course with one assignment.

    Attributes:
        name: also its folder's name.
        notebooks: the instructor's, by name.
        files: other files of the course folder, by path.
        config: lines of ``nbgrader_config.py``.
        ours: further lines for our way only (settings that restore nbgrader's rules).
        submissions: by learner.
        before: what is done with the course between ``generate_assignment`` and ``autograde``.
        bare: the course has no configuration file when our command grades it.
        folders: names of nbgrader's folders that the configuration changes.
        layout: where a learner's or an assignment's folder lies.
    """

    name: str
    notebooks: Mapping[str, Cells]
    submissions: Mapping[str, Submission]
    files: Files = field(default_factory=dict)
    config: str = ""
    ours: str = ""
    kernel: Mapping[str, str] | None = None
    before: Callable[[Path], None] | None = None
    bare: bool = False
    folders: Mapping[str, str] = field(default_factory=dict)
    layout: str = "{step}/{learner}/{assignment}"

    def folder(self, root: Path, step: str, learner: str = ".") -> Path:
        """Where nbgrader keeps a step's files."""
        return root / self.layout.format(step=self.folders.get(step, step), learner=learner, assignment=ASSIGNMENT)

    def write_source(self, root: Path) -> None:
        """Write the course as its instructor keeps it."""
        root.mkdir(parents=True, exist_ok=True)
        (root / "nbgrader_config.py").write_text(CONFIG + self.config)
        for path, content in self.files.items():
            _write(root / path, content)
        for name, cells in self.notebooks.items():
            document = notebook(*copy.deepcopy(cells))
            if self.kernel is not None:
                document["metadata"] = {"kernelspec": dict(self.kernel)} if self.kernel else {}
            _write(self.folder(root, "source") / f"{name}.ipynb", json.dumps(document))

    def write_submissions(self, root: Path) -> None:
        """Write what the learners hand in, made from the release."""
        release = self.folder(root, "release")
        for learner, submission in self.submissions.items():
            target = self.folder(root, "submitted", learner)
            for path in sorted(p for p in release.rglob("*") if p.is_file()):
                relative = path.relative_to(release).as_posix()
                if relative not in submission.files:
                    _write(target / relative, _handed_in(path, submission))
            for relative, content in submission.files.items():
                if content is not None:
                    _write(target / relative, content)
            if submission.timestamp is not None:
                _write(target / "timestamp.txt", submission.timestamp)


def _handed_in(path: Path, submission: Submission) -> bytes:
    if path.suffix != ".ipynb":
        return path.read_bytes()
    document = json.loads(path.read_text())
    for cell in document["cells"]:
        cell["source"] = "".join(cell["source"])
        grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if grade_id in submission.answers:
            cell["source"] = submission.answers[grade_id]
    if path.stem in submission.edits:
        submission.edits[path.stem](document)
    return json.dumps(document).encode()


def _write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def cell_of(document: Notebook, grade_id: str) -> dict[str, Any]:
    """The cell with this grade id."""
    return next(c for c in document["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id)


def without(*grade_ids: str) -> Edit:
    """Deletes cells."""

    def edit(document: Notebook) -> None:
        gone = [cell_of(document, grade_id) for grade_id in grade_ids]
        document["cells"] = [cell for cell in document["cells"] if cell not in gone]

    return edit
