"""Courses as folders: other names, extra files, several notebooks, headers, kernels, times, late penalties."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from tests.conformance.course import ASSIGNMENT, NbgraderCourse, Submission, answer, check, exercise, task, written
from tests.conformance.gradebook_edits import give_manual_scores, set_due_date
from tests.conformance.scoring_courses import SQUARE
from tests.course_factory import Notebook, code, markdown

_SQUARE = exercise("square", 2, SQUARE, "assert square(2) == 4", "assert square(7) == 49")
_ESSAY = written("essay", 3, "Why?")

_FILES = [
    code("load", "import pathlib\nrows = pathlib.Path('data/table.csv').read_text().splitlines()"),
    check("rows", 1, "assert rows == ['a,b', '1,2']"),
    check("helper", 2, "import helper\nassert helper.twice(2) == 4 and helper.AUTHOR == 'instructor'"),
    check("own", 3, "import own\nassert own.AUTHOR == 'learner'"),
    check("own_only", 1, "import extra; assert extra.value == 1"),
    check("ignored", 1, "assert not pathlib.Path('secret.txt').exists()"),
    check("module_of_learner", 1, "import package.part; assert package.part.n == 3"),
    check("writes", 1, "pathlib.Path('from_first.txt').write_text('hello'); pathlib.Path('rows.txt').write_text('x')"),
]
_SECOND = [
    check("reads", 2, "from pathlib import Path; assert Path('from_first.txt').read_text() == 'hello'"),
    check("reads_unscored", 1, "assert Path('made_by_lab.txt').read_text() == 'lab'"),
    check("data_again", 1, "assert Path('data/table.csv').exists()"),
]

FILES = NbgraderCourse(
    name="files and folders",  # in a path with spaces
    notebooks={
        "a first": _FILES,
        "b_lab": [code("lab", "from pathlib import Path\nPath('made_by_lab.txt').write_text('lab')")],
        "c_second": _SECOND,
    },
    files={
        f"source/{ASSIGNMENT}/data/table.csv": "a,b\n1,2\n",
        f"source/{ASSIGNMENT}/helper.py": "AUTHOR = 'instructor'\ndef twice(x):\n    return 2 * x\n",
        f"source/{ASSIGNMENT}/own.py": "AUTHOR = 'instructor'\n",
        f"source/{ASSIGNMENT}/secret.txt": "never released",
    },
    config=(
        f"c.Autograde.exclude_overwriting = {{'{ASSIGNMENT}': ['own.py']}}\n"
        "c.CourseDirectory.ignore.append('secret.txt')\n"
    ),
    submissions={
        "own files": Submission(
            files={
                "own.py": "AUTHOR = 'learner'\n",
                "helper.py": "AUTHOR = 'learner'\n",
                "extra.py": "value = 1\n",
                "package/__init__.py": "",
                "package/part.py": "n = 3\n",
                "data/table.csv": "changed\n",
            }
        ),
        "nothing": Submission(files={"own.py": None, "helper.py": None, "data/table.csv": None}),
        "no lab": Submission(files={"b_lab.ipynb": None}),
        "only second": Submission(files={"a first.ipynb": None, "b_lab.ipynb": None}),
        "more": Submission(
            files={"d_unknown.ipynb": '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'}
        ),
    },
)

NAMES = NbgraderCourse(
    name="names",
    notebooks={"work": [*_SQUARE, _ESSAY]},
    folders={"source": "master", "release": "out", "submitted": "in", "autograded": "graded"},
    layout="{step}/{assignment}/{learner}",
    config=(
        "c.CourseDirectory.source_directory = 'master'\nc.CourseDirectory.release_directory = 'out'\n"
        "c.CourseDirectory.submitted_directory = 'in'\nc.CourseDirectory.autograded_directory = 'graded'\n"
        "c.CourseDirectory.directory_structure = '{nbgrader_step}/{assignment_id}/{student_id}'\n"
    ),
    submissions={"ada": Submission({"square_answer": SQUARE, "essay": "So."}), "bob": Submission()},
)

FILE_NAMES = NbgraderCourse(
    name="file_names",  # one is from a computer that does not write UTF-8
    notebooks={"work": [*_SQUARE, check("umlaut", 1, "assert open('maße.txt').read() == 'here'")]},
    files={f"source/{ASSIGNMENT}/gr\udcf6\udcdfe.txt": "size", f"source/{ASSIGNMENT}/maße.txt": "here"},
    submissions={"ada": Submission({"square_answer": SQUARE}), "bob": Submission(files={"maße.txt": None})},
)


def _autotests() -> str:
    import nbgrader

    return Path(nbgrader.__file__).with_name("docs").joinpath("source/user_guide/autotests.yml").read_text()


AUTOTEST = NbgraderCourse(
    name="autotest",
    notebooks={
        "work": [
            answer("numbers", "a = 5\nb = 'text'\nc = [1, 2.5]\nd = {'k': 1}"),
            check("plain", 2, "### AUTOTEST a; b"),
            check("hashed", 3, "### HASHED AUTOTEST c; d", "### AUTOTEST a + 1"),
            *exercise("after", 1, "e = True", "### HASHED AUTOTEST e"),
        ]
    },
    files={"autotests.yml": _autotests()},
    submissions={
        "right": Submission(
            {"numbers_answer": "a = 5\nb = 'text'\nc = [1, 2.5]\nd = {'k': 1}", "after_answer": "e = True"}
        ),
        "partly": Submission(
            {"numbers_answer": "a = 5.0\nb = 'text'\nc = [1, 2.5]\nd = {'k': 1}", "after_answer": "e = 1"}
        ),
    },
)

_HEADER = [code("setup", "GIVEN = 3", locked=True, grade_id="given")]
_FOOTER = [
    markdown("bye", "Thank you"),
    check("footer", 2, "assert square(3) == 9 and GIVEN == 3"),
    task("last", 1, "Tidy up."),
]


def _document(cells: list[Notebook]) -> str:
    import json

    from tests.course_factory import notebook

    return json.dumps(notebook(*cells))


HEADERS = NbgraderCourse(
    name="headers",
    notebooks={"work": [*_SQUARE]},
    files={"header.ipynb": _document(_HEADER), "parts/footer.ipynb": _document(_FOOTER)},
    config="c.IncludeHeaderFooter.header = 'header.ipynb'\nc.IncludeHeaderFooter.footer = 'parts/footer.ipynb'\n",
    submissions={"right": Submission({"square_answer": SQUARE}), "untouched": Submission()},
)

_PENALTY = """
from nbgrader.plugins import BasePlugin
class HourlyPenalty(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        if student_id == "excused":
            return None
        if student_id == "punished":
            return 1000
        if student_id == "rewarded":
            return -5
        return round(total_seconds_late / 3600, 2)
"""
_TIMES = {
    "on time": "2026-01-31 23:00:00.000000 UTC",
    "late": "2026-02-01 01:30:00.000000 UTC",
    "offset": "2026-02-01 01:30:00.000000 +0100",
    "zone": "2026-02-01 02:30:00 Europe/Berlin",
    "iso": "2026-02-01T02:00:00+01:00",
    "bare": "2026-02-01 00:15:00",
    "empty": "",
    "excused": "2026-02-03 00:00:00 UTC",
    "punished": "2026-02-03 00:00:00 UTC",
    "rewarded": "2026-02-03 00:00:00 UTC",
    "newline": "2026-02-01 05:00:00 UTC\n",
}
_CHEAP = [answer("n", "n = 1"), check("n", 4, "assert n == 1"), written("why", 2, "Why?")]

LATE = NbgraderCourse(
    name="late",
    notebooks={"work": _CHEAP},
    config=_PENALTY + "c.AssignLatePenalties.plugin_class = HourlyPenalty\n",
    submissions={learner: Submission({"n_answer": "n = 1"}, timestamp=time) for learner, time in _TIMES.items()}
    | {"no time": Submission({"n_answer": "n = 1"})},
    before=set_due_date,
)
LATE_ZERO = NbgraderCourse(
    name="late_zero",
    notebooks={"work": _CHEAP},
    config="c.LateSubmissionPlugin.penalty_method = 'zero'\n",
    submissions={
        "late": Submission({"n_answer": "n = 1", "why": "So."}, timestamp="2026-02-02 00:00:00 UTC"),
        "extended": Submission({"n_answer": "n = 1"}, timestamp="2026-02-02 00:00:00 UTC"),
    },
    before=set_due_date,
)
MANUAL = NbgraderCourse(
    name="manual",
    notebooks={"work": [*_CHEAP, task("project", 5, "Do.")]},
    submissions={"scored": Submission({"n_answer": "n = 1", "why": "So."}), "untouched": Submission()},
    before=give_manual_scores,
)

NO_CONFIGURATION = NbgraderCourse(
    name="no_configuration",
    notebooks={"work": [*_SQUARE, _ESSAY]},
    bare=True,
    submissions={"right": Submission({"square_answer": SQUARE}), "untouched": Submission()},
)

_AREA = "def area(r):\n    return math.pi * r * r"


def _keep_gradebook_only(root: Path) -> None:
    for step in ("source", "release"):
        shutil.rmtree(root / step)


GRADEBOOK_ONLY = NbgraderCourse(
    name="gradebook_only",  # what the instructor wrote is gone, but for what the gradebook has
    notebooks={
        "work": [
            markdown("title", "# Circles"),
            code("imports", "import math"),
            answer("area", _AREA),
            code("factor", "factor = 2"),
            check("z_area", 2, "assert abs(area(1) - math.pi) < 0.01", "assert area(0) == 0"),
            _ESSAY,
            code("helper", "def twice(x):\n    return 2 * x", locked=True, grade_id="helper"),
            check("a_credit", 4, "twice(factor) / 2"),
            code("fails", "1 / 0"),
            written("plan", 2, "# your plan", as_code=True),
            task("project", 2, "Do it."),
        ],
        "a_lab": [code("lab", "lab = 1")],
        "more": [check("own_file", 1, "from pathlib import Path\nassert Path('own.csv').exists()")],
    },
    submissions={
        "right": Submission(
            {"area_answer": _AREA, "essay": "So.", "helper": "def twice(x):\n    return 9"},
            edits={"work": lambda document: document["cells"].insert(4, code("mine", "factor = 3"))},
            files={"own.csv": "1"},
        ),
        "untouched": Submission(files={"more.ipynb": None}),
    },
    before=_keep_gradebook_only,
)

_FIRST, _LATER = "2026-02-01 00:00:00 UTC", "2026-02-01 01:00:00 UTC"
AGAIN = NbgraderCourse(
    name="again",
    notebooks={"work": _CHEAP},
    submissions={
        "newer": Submission({"n_answer": "n = 0"}, timestamp=_FIRST),
        "same time": Submission({"n_answer": "n = 0"}, timestamp=_FIRST),
        "scored": Submission({"n_answer": "n = 0", "why": "So."}, timestamp=_FIRST),
    },
    before=give_manual_scores,
)


def hand_in_again(course: NbgraderCourse, root: Path) -> None:
    """Everybody hands in the right answer, one of them with a later time."""
    submissions = {
        "newer": Submission({"n_answer": "n = 1", "why": "So."}, timestamp=_LATER),
        "same time": Submission({"n_answer": "n = 1"}, timestamp=_FIRST),
    }
    replace(course, submissions=submissions).write_submissions(root)
