"""Courses whose ``source/`` is not what learners were given: it grew, it is old, or the course's own steps cut it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.conformance.course import ASSIGNMENT, Edit, NbgraderCourse, Submission, check, exercise, written
from tests.conformance.scoring_courses import SQUARE
from tests.course_factory import Notebook, code, markdown, notebook, read_notebook, write_notebook

_SQUARE = exercise("square", 2, SQUARE, "assert square(2) == 4", "assert square(7) == 49")
_CUBE = "def cube(x):\n    return x**3"
_CUBES = exercise("cube", 3, _CUBE, "assert math.floor(cube(2)) == 8", "assert cube(3) == 27")


def _source(root: Path, name: str) -> Path:
    return root / "source" / ASSIGNMENT / f"{name}.ipynb"


def _without_release(root: Path, name: str) -> None:
    (root / "release" / ASSIGNMENT / f"{name}.ipynb").unlink()


def _deleted(*cell_ids: str) -> Edit:
    """Deletes cells without a grade id."""

    def edit(document: Notebook) -> None:
        document["cells"] = [cell for cell in document["cells"] if cell["id"] not in cell_ids]

    return edit


_LATER = [
    *exercise("later", 4, "later = 1", "assert later == 1"),
    written("later_essay", 1, "And why?"),
    code("later_given", "given = 1", locked=True, grade_id="later_given"),
]


def _grow(root: Path) -> None:
    """More is asked in the source folder, and nothing is generated; of one notebook, only that is left."""
    for name in ("kept", "left"):
        document = read_notebook(_source(root, name))
        document["cells"] += _LATER
        write_notebook(_source(root, name), document)
    _without_release(root, "left")


GROWN_SOURCE = NbgraderCourse(
    name="grown_source",
    notebooks={
        "kept": [*_SQUARE, written("essay", 3, "Why?")],
        "left": [code("imports", "import math"), *_CUBES],
    },
    submissions={
        "right": Submission({"square_answer": SQUARE, "essay": "So.", "cube_answer": _CUBE}),
        "untouched": Submission(),
    },
    before=_grow,
)

_HELPER = "### BEGIN SOLUTION\ndef {name}(x):\n    return x\n### END SOLUTION"

PLAIN_SOLUTIONS = NbgraderCourse(
    name="plain_solutions",  # and hidden tests, in cells without a grade id
    notebooks={
        "kept": [
            code("helper", _HELPER.format(name="helper")),
            check("helped", 2, "assert helper(3) == 3"),
            *_SQUARE,
        ],
        "left": [
            code("other", _HELPER.format(name="other")),
            code("hidden", "limit = 1\n### BEGIN HIDDEN TESTS\nbound = 2\n### END HIDDEN TESTS"),
            check("also_helped", 3, "assert other(3) == 3"),
            check("bounded", 1, "assert bound == 2"),
        ],
    },
    config="c.ClearSolutions.enforce_metadata = False\nc.ClearHiddenTests.enforce_metadata = False\n",
    submissions={
        "deleted": Submission(
            {"square_answer": SQUARE}, edits={"kept": _deleted("helper"), "left": _deleted("other", "hidden")}
        ),
        "untouched": Submission(),
    },
    before=lambda root: _without_release(root, "left"),
)

_CUT = """
from nbgrader.preprocessors import NbGraderPreprocessor

class ClearTeachers(NbGraderPreprocessor):
    def preprocess_cell(self, cell, resources, index):
        if "TEACHER" in cell.source and not cell.metadata.get("nbgrader"):
            cell.source = "# cleared"
        return cell, resources

class DropTagged(NbGraderPreprocessor):
    def preprocess(self, nb, resources):
        nb.cells = [cell for cell in nb.cells if "remove" not in cell.metadata.get("tags", [])]
        return nb, resources

c.GenerateAssignment.preprocessors.insert(1, ClearTeachers)
c.GenerateAssignment.preprocessors.insert(1, DropTagged)
"""
_DROPPED = code("dropped", "secret = 1")
_DROPPED["metadata"]["tags"] = ["remove"]

CUT_RELEASE = NbgraderCourse(
    name="cut_release",
    notebooks={
        "work": [
            _DROPPED,
            code("cleared", "# TEACHER\nhelper = 1"),
            code("imports", "import math"),
            *_SQUARE,
            *_CUBES,
            check("dropped_is_gone", 1, "assert secret == 1"),
            check("cleared_is_gone", 1, "assert helper == 1"),
        ]
    },
    config=_CUT,
    submissions={
        "as given": Submission({"square_answer": SQUARE, "cube_answer": _CUBE}),
        "cleared is deleted": Submission({"square_answer": SQUARE}, edits={"work": _deleted("cleared")}),
    },
)


def _age(path: Path, schema: int) -> None:
    """Give a notebook the metadata that nbgrader wrote in the time of a schema version."""
    document = read_notebook(path)
    for number, cell in enumerate(document["cells"]):
        settings = cell["metadata"].setdefault("nbgrader", {"grade": False, "locked": False, "solution": False})
        settings.setdefault("grade_id", "" if schema == 1 else f"cell-{number}")
        settings.pop("task", None)
        settings["schema_version"] = schema
        if schema == 1:  # it was not written down then
            del settings["schema_version"]
    path.write_text(json.dumps(document))


def _aged(**schemas: int) -> Callable[[Path], None]:
    def before(root: Path) -> None:
        for name, schema in schemas.items():
            _age(_source(root, name), schema)
            _without_release(root, name)

    return before


OLD_METADATA = NbgraderCourse(
    name="old_metadata",
    notebooks={
        "first": [markdown("title", "# Squares"), *_SQUARE, written("essay", 3, "Why?")],
        "second": [code("imports", "import math"), *_CUBES],
    },
    submissions={
        "right": Submission({"square_answer": SQUARE, "essay": "So.", "cube_answer": _CUBE}),
        "untouched": Submission(),
    },
    before=_aged(first=1, second=2),
)


def _graded_cells(document: Notebook) -> list[Notebook]:
    return [cell for cell in document["cells"] if "nbgrader" in cell["metadata"]]


def _spoil(root: Path) -> None:
    """Releases that a hand has been at: one is no notebook, one has empty metadata, one has a test twice."""
    folder = root / "release" / ASSIGNMENT
    (folder / "list.ipynb").write_text("[]")
    for name in ("empty", "twice"):
        document = read_notebook(folder / f"{name}.ipynb")
        if name == "empty":
            document["cells"][0]["metadata"]["nbgrader"] = None
        else:
            document["cells"].append({**_graded_cells(document)[-1], "id": "again"})
        write_notebook(folder / f"{name}.ipynb", document)


def _copy(root: Path) -> None:
    """The source folder has a copy of a notebook, with its solutions, and another one that was never released."""
    for step in ("work-Copy1", "before"):
        write_notebook(_source(root, step), read_notebook(_source(root, "work")))
    write_notebook(_source(root, "next"), notebook(*_LATER))


COPIED_SOURCE = NbgraderCourse(
    name="copied_source",
    notebooks={"work": [markdown("title", "# Squares"), *_SQUARE, written("essay", 3, "Why?")]},
    submissions={
        "right": Submission({"square_answer": f"{SQUARE}\n", "essay": "So."}),
        "as in the copy": Submission({"square_answer": f"### BEGIN SOLUTION\n{SQUARE}\n### END SOLUTION"}),
        "untouched": Submission(),
    },
    before=_copy,
)

SPOILT_RELEASE = NbgraderCourse(
    name="spoilt_release",
    notebooks={
        "list": [*_SQUARE, written("essay", 3, "Why?")],
        "empty": [code("imports", "import math"), *_CUBES],
        "twice": [markdown("title", "# Halves"), *exercise("half", 1, "half = 0.5", "assert half == 0.5")],
    },
    submissions={
        "right": Submission(
            {"square_answer": SQUARE, "essay": "So.", "cube_answer": _CUBE, "half_answer": "half = 0.5"}
        ),
        "untouched": Submission(),
    },
    before=_spoil,
)
