"""How nbgrader scores a cell: hidden tests, partial credit, what people score, what learners leave in the notebook."""

from __future__ import annotations

from tests.conformance.course import NbgraderCourse, Submission, answer, check, exercise, task, written
from tests.course_factory import code, markdown

# Partial credit: what the last expression of a test cell shows, and what that does to 4 points.
VALUES = {
    "whole": "4",
    "half": "2.0",
    "nothing": "0",
    "spaced": "float('1.5')",
    "scientific": "1e-1",
    "numpy_float": "import numpy as np; np.float64(1.5)",
    "numpy_int": "import numpy as np; np.int64(1)",
    "numpy_array": "import numpy as np; np.array(1.5)",
    "fraction": "from fractions import Fraction; Fraction(1, 2)",
    "decimal": "from decimal import Decimal; Decimal('1.25')",
    "text": "'2'",
    "truth": "False",
    "none": "None",
    "listed": "[1.0]",
    "silenced": "2;",
    "assigned": "value = 1",
    "printed": "print(1)",
    "shown": "from IPython.display import display; display(1)",
    "shown_then": "from IPython.display import display; display(1)\n3",
    "printed_then": "print('checking')\n1",
    "underscored": "class R:\n    def __repr__(self): return '1_0e-1'\nR()",
    "empty": "",
    "only_comment": "# nothing to do",
    "ellipsis": "...",
    "caught": "try:\n    assert False\nexcept AssertionError:\n    pass",
    "failing": "assert False",
    "value_then_error": "2\nraise ValueError('after')",
    "broken": "def broken(:",
    "magic_error": "%no_such_magic",
    "exits": "import sys; sys.exit()",
    "exits_with_text": "raise SystemExit('enough')",
    "interrupts": "raise KeyboardInterrupt",
    "base_error": "raise BaseException('odd')",
    "group": "raise ExceptionGroup('several', [ValueError('a'), KeyError('b')])",
    "markdown_shown": "from IPython.display import Markdown; Markdown('2')",
    "frame": "import pandas as pd; pd.DataFrame({'a': [1]})",
}
PARTIAL = [check(f"partial_{name}", 4, source) for name, source in VALUES.items()]

_SQUARE = exercise("square", 2, "def square(x):\n    return x * x", "assert square(2) == 4", "assert square(7) == 49")
_MEAN = [
    answer("mean", "def mean(values):\n    return sum(values) / len(values)", "# Return the mean.\n"),
    check("mean_empty", 1, "try:\n    mean([])\nexcept ZeroDivisionError:\n    pass\nelse:\n    raise AssertionError"),
    check("mean_share", 3, "passed = sum(mean(v) == m for v, m in [([1], 1), ([1, 3], 2), ([0, 1], 0.5)])\npassed"),
]
_WRITTEN = [
    markdown("story", "## Some text"),
    written("essay", 3, "Why is it so?\n\n### BEGIN MARK SCHEME\nOne point a reason.\n### END MARK SCHEME"),
    written("sketch", 2, "# Plot it.\n### BEGIN SOLUTION\nplot = 1\n### END SOLUTION", as_code=True),
    written("free", 1, ""),
    task("project", 5, "Do something.\n\n### BEGIN MARK SCHEME\n1 point each\n### END MARK SCHEME"),
    code("constants", "LIMIT = 10", locked=True, grade_id="constants"),
    code("setup", "START = 1  # change this as you like"),  # nobody's: a learner may edit it
    check("start", 1, "START"),
    check("limit", 1, "assert LIMIT == 10"),
    code("zero-points", "assert True", grade=True, locked=True, points=0, grade_id="zero"),
    code("fraction-points", "assert True", grade=True, locked=True, points=0.25, grade_id="quarter"),
]


def _prefilled(document: dict) -> None:  # type: ignore[type-arg]
    for cell in document["cells"]:
        if cell["cell_type"] == "code":
            output = {"output_type": "execute_result", "data": {"text/plain": "4"}, "metadata": {}}
            cell["outputs"] = [{**output, "execution_count": 7}]
            cell["execution_count"] = 7


def _edit_setup(document: dict) -> None:  # type: ignore[type-arg]
    for cell in document["cells"]:
        if cell["source"].startswith("START"):
            cell["source"] = "START = 0.5  # I changed this"


def _with_cells_of_their_own(document: dict) -> None:  # type: ignore[type-arg]
    _edit_setup(document)
    document["cells"].insert(1, code("mine-1", "def helper(x):\n    return x * x"))
    document["cells"].append(code("mine-2", "1 / 0"))
    document["cells"].append(markdown("mine-3", "My notes"))
    raw = {"cell_type": "raw", "id": "mine-4", "metadata": {}, "source": "raw text"}
    document["cells"].append(raw)


def _edited_tests(document: dict) -> None:  # type: ignore[type-arg]
    for cell in document["cells"]:
        settings = cell["metadata"].get("nbgrader", {})
        if settings.get("locked"):
            cell["source"] = "4" if cell["cell_type"] == "code" else "changed"
        if "points" in settings:
            settings["points"] = 50


def _unlocked(document: dict) -> None:  # type: ignore[type-arg]
    for cell in document["cells"]:
        settings = cell["metadata"].get("nbgrader", {})
        if settings.get("grade_id") == "constants":
            settings["locked"] = False
            cell["source"] = "LIMIT = 11"


def _old_format(document: dict) -> None:  # type: ignore[type-arg]
    _edit_setup(document)
    document["nbformat_minor"] = 4
    for cell in document["cells"]:
        del cell["id"]
        cell["source"] = cell["source"].splitlines(keepends=True)


SQUARE = "def square(x):\n    return x * x"
MEAN = "def mean(values):\n    return sum(values) / len(values)"

SCORING = NbgraderCourse(
    name="scoring",
    notebooks={"work": [*_SQUARE, *_MEAN, *_WRITTEN, *PARTIAL]},
    submissions={
        "right": Submission({"square_answer": SQUARE, "mean_answer": MEAN, "essay": "Because.", "sketch": "plot = 2"}),
        "untouched": Submission(),
        "prefilled": Submission(edits={"work": _prefilled}),
        "partly": Submission(
            {
                "square_answer": "def square(x):\n    return 2 * x",
                "mean_answer": "def mean(values):\n    return values[0]",
                "free": "An answer",
            },
            edits={"work": _with_cells_of_their_own},
        ),
        "edited": Submission({"square_answer": "def square(x): pass"}, edits={"work": _edited_tests}),
        "unlocked": Submission({"square_answer": "raise RuntimeError('here')"}, edits={"work": _unlocked}),
        "old": Submission({"square_answer": SQUARE, "mean_answer": "mean = None"}, edits={"work": _old_format}),
        "broken": Submission({"square_answer": "def square(x:\n  return", "mean_answer": "import no_such_module"}),
    },
)
