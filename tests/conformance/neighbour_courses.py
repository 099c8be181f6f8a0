"""A course whose notebooks run and read one another, and know where they are."""

from __future__ import annotations

from tests.conformance.course import ASSIGNMENT, NbgraderCourse, Submission, answer, check, code, exercise

_AREA = "def area(r):\n    return 3 * r * r"
_OWN = """\
import json
from pathlib import Path

mine = json.loads(Path("c_work.ipynb").read_text())
texts = ["".join(cell["source"]) for cell in mine["cells"] if cell["cell_type"] == "code"]
points = sum(cell["metadata"].get("nbgrader", {}).get("points", 0) for cell in mine["cells"])
"""

NEIGHBOURS = NbgraderCourse(
    name="neighbours",
    notebooks={
        "a_tools": exercise("area", 2, _AREA, "assert area(1) == 3", "assert area(2) == 12"),
        "b_lab": [code("lab", "given = 4")],
        "c_work": [
            code("load", "%run a_tools.ipynb\n%run b_lab.ipynb"),
            *exercise("box", 3, "def box(r, h):\n    return area(r) * h", "assert box(1, given) == 12"),
            code("own", _OWN),
            answer("note", "note = 'mine'"),
            check("itself", 4, "assert note in ''.join(texts)\nassert points == 22"),
            check(
                "others",
                5,
                "assert sorted(path.stem for path in Path().glob('*.ipynb')) == ['a_tools', 'b_lab', 'c_work']",
            ),
            check(
                "there", 6, "assert json.loads(Path('a_tools.ipynb').read_text())['cells'][0]['cell_type'] == 'code'"
            ),
            check(
                "where", 4, f"assert Path.cwd().name == {ASSIGNMENT!r}\nassert Path('../{ASSIGNMENT}/d.csv').exists()"
            ),
        ],
        "d_last": exercise("end", 1, "a = 1", "assert area(2) == 12"),
    },
    files={f"source/{ASSIGNMENT}/d.csv": "1,2\n"},
    submissions={
        "ada": Submission(
            {
                "area_answer": _AREA + "\nopen('c_work.ipynb', 'w').write('{}')",
                "box_answer": "def box(r, h):\n    return area(r) * h",
                "note_answer": "note = 'mine'",
                "end_answer": "%run a_tools.ipynb\n%run c_work.ipynb",
            }
        ),
    },
)
