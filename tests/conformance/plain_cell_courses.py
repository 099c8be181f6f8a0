"""Cells that are left as handed in: programs that are nobody's exercise, and answers that were not touched."""

from __future__ import annotations

from tests.conformance.course import NbgraderCourse, Submission, answer, cell_of, check, exercise, written
from tests.course_factory import Notebook, code, markdown

_SOLUTION = "# plot it{0}### BEGIN SOLUTION{0}x = 1{0}### END SOLUTION"


def _plain(document: Notebook, cell_id: str) -> int:
    """Where a cell without a grade id stands."""
    return next(index for index, cell in enumerate(document["cells"]) if cell.get("id") == cell_id)


def _replaced(document: Notebook) -> None:
    """Own cells in the place of the instructor's: of one that is deleted, and of one that is put away."""
    cells = document["cells"]
    cells[_plain(document, "slot")] = code("mine", "numbers = [1, 2, 3]\nvalues = sorted(numbers)")
    limit = cells[_plain(document, "limit")]
    limit["cell_type"] = "raw"
    del limit["outputs"], limit["execution_count"]
    cells.insert(_plain(document, "limit"), code("lower", "threshold = 5"))
    cells.insert(_plain(document, "counter"), code("again", cells[_plain(document, "counter")]["source"]))


def _moved(document: Notebook) -> None:
    """A cell that is run earlier, so that an own one can change what it defines; and a heading somewhere else."""
    cells = document["cells"]
    cells.insert(0, cells.pop(_plain(document, "limit")))
    cells.append(cells.pop(_plain(document, "title")))
    cells.append(code("last", "values = [6]"))
    cells.insert(cells.index(cell_of(document, "limited")), code("half", "threshold = threshold / 2"))
    del cells[_plain(document, "slot")]
    cells.insert(cells.index(cell_of(document, "summed")), code("own", "values = [1, 5]"))


PLAIN_CELLS = NbgraderCourse(
    name="plain_cells",
    notebooks={
        "work": [
            markdown("title", "# Numbers"),
            code("slot", "values = None  # put your list here"),
            check("summed", 2, "assert sum(values) == 6"),
            code("demonstration", "raise RuntimeError('as shown in class')"),
            code("limit", "threshold = 10"),
            check("limited", 2, "assert threshold < 10"),
            code("counter", "count = globals().get('count', 0) + 1"),
            check("counted", 1, "assert count == 1"),
            answer("newline", "def newline():\n    return 1\n\n"),
            code("windows", _SOLUTION.format("\r\n"), solution=True, grade_id="windows"),
            written("drawn", 3, _SOLUTION.format("\n") + "\n", as_code=True),
            written("said", 3, "Say why.\n\n"),
        ]
    },
    submissions={
        "untouched": Submission(),
        "replaced": Submission({"said": "Because.\n\n"}, edits={"work": _replaced}),
        "moved": Submission({"windows": "x = 1\r\n", "drawn": "x = 2\n\n"}, edits={"work": _moved}),
    },
)


def _unflagged(name: str, source: str) -> Notebook:
    """A cell that was an exercise's once: nbgrader's toolbar leaves a grade id behind."""
    return code(name, source, grade_id=f"cell-{name}")


def _edited(document: Notebook) -> None:
    cell_of(document, "cell-rate")["source"] = "rate = 3"


UNFLAGGED = NbgraderCourse(
    name="unflagged",
    notebooks={
        "work": [
            _unflagged("rate", "rate = 2"),
            _unflagged("demonstration", "shown = rate"),
            *exercise("double", 2, "double = 2 * rate", "assert double == 6"),
            check("changed", 3, "assert rate == 3"),
        ]
    },
    submissions={
        "edited": Submission({"double_answer": "double = 2 * rate"}, edits={"work": _edited}),
        "untouched": Submission(),
    },
)
