"""A notebook finds itself and those that ran before it as files, with nothing in them that it may not know."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat

from coursegrader.grader_side.attempt import Attempt
from coursegrader.grader_side.grade import Graded, GradingRequest, grade_attempt
from coursegrader.grader_side.notebook import Cell
from coursegrader.grader_side.notebooks_beside import notebook_file
from coursegrader.grader_side.rebuild import Rebuilt
from tests.grader_side.conftest import QUICK
from tests.tiny_course import ASSIGNMENT, DOUBLE, answer, cell, check, make_course, notebook, scores, solved, write

HIDDEN = "assert triple(2) == 6\n### BEGIN HIDDEN TESTS\nassert triple(4321) == 12963\n### END HIDDEN TESTS\n"
SHOW = "print(open('work.ipynb').read())"


def more(source: str, solution: str = "triple = lambda x: 3 * x") -> dict[str, Any]:
    """A notebook that is graded after ``work``."""
    return notebook(cell("code", "setup", source), answer("triple", solution), check("triple", 2, HIDDEN))


def grade(course: Path, second: dict[str, Any], first: dict[str, Any] | None = None, **files: bytes) -> Graded:
    handed_in = {"work.ipynb": first or solved(), "zeta.ipynb": second}
    contents = {name: json.dumps(document).encode() for name, document in handed_in.items()}
    return grade_attempt(GradingRequest(course, ASSIGNMENT, Attempt(contents | files), limits=QUICK))


def two_notebooks(folder: Path) -> Path:
    course = make_course(folder)
    write(course / "source" / ASSIGNMENT / "zeta.ipynb", more("given = 1"))
    return course


def shown(graded: Graded, notebook: str, cell_id: str) -> str:
    """What a cell has printed."""
    (node,) = (node for node in graded.notebooks[notebook]["cells"] if node["id"] == cell_id)
    return "".join(output.get("text", output.get("evalue", "")) for output in node["outputs"])


def test_a_notebook_runs_one_that_ran_before_it(tmp_path: Path) -> None:
    course = two_notebooks(tmp_path)
    use = more("%run work.ipynb", "def triple(x):\n    return double(x) + x")
    assert scores(grade(course, use).result)["triple"] == 2
    wrong = grade(course, use, solved("def double(x):\n    return 7"))
    assert scores(wrong.result)["triple"] == 0


def test_what_it_reads_is_a_notebook_without_results_outputs_and_hidden_tests(tmp_path: Path) -> None:
    course = two_notebooks(tmp_path)
    graded = grade(course, more(SHOW), solved(DOUBLE + "print('an output')"))
    first = nbformat.reads(shown(graded, "zeta", "setup"), as_version=4)
    nbformat.validate(first)
    assert next(node.source for node in first.cells if node.cell_type == "code") == DOUBLE + "print('an output')"
    assert first.cells[2].metadata.nbgrader.points == 4
    assert first.metadata.kernelspec.name == "python3"
    assert all(not node.outputs for node in first.cells if node.cell_type == "code")
    assert "coursegrader" not in json.dumps(first)

    own = json.loads(shown(grade(course, more("print(open('zeta.ipynb').read())")), "zeta", "setup"))
    text = json.dumps(own)
    assert "triple(2)" in text
    assert "4321" not in text


def test_solutions_are_in_none_of_them(tmp_path: Path) -> None:
    course = two_notebooks(tmp_path)
    without_answers = notebook(cell("markdown", "title", "# Tiny"), check("double", 4), check("greeting", 1))
    text = shown(grade(course, more(SHOW), without_answers), "zeta", "setup")
    assert "2 * x" not in text
    assert "hello" not in text


def test_what_was_handed_in_never_takes_the_place_of_one(tmp_path: Path) -> None:
    course = two_notebooks(tmp_path)
    look = "import os\nprint(sorted(os.listdir()), os.path.isfile('zeta.ipynb'))"
    graded = grade(course, more(look), None, **{"zeta.ipynb/inside.txt": b"x", "work.ipynb/inside.txt": b"x"})
    assert graded.result.score == graded.result.max_score == 7
    assert shown(graded, "zeta", "setup").endswith("True\n")


def test_what_a_notebook_makes_of_another_ones_file_is_nobodys_answer(tmp_path: Path) -> None:
    course = two_notebooks(tmp_path)
    overwrite = "for name in ('work', 'zeta'):\n    open(f'{name}.ipynb', 'w').write('{}')\n"
    graded = grade(course, more(SHOW), solved(overwrite + DOUBLE))
    assert graded.result.score == 7
    assert len(json.loads(shown(graded, "zeta", "setup"))["cells"]) == 5


def test_the_folder_is_called_as_the_assignment(tmp_path: Path) -> None:
    graded = grade(two_notebooks(tmp_path), more("import os; print(os.getcwd(), os.path.exists('../tiny/data.csv'))"))
    assert shown(graded, "zeta", "setup") == "/home/learner/tiny True\n"


def test_its_file_is_no_larger_than_what_was_handed_in() -> None:
    text = "\U0001f600" * 1000
    rebuilt = Rebuilt((Cell("markdown", text, "", {}),), (True,), ())
    content = notebook_file(rebuilt, {"kernelspec": {"display_name": "\ud800"}})
    assert json.loads(content)["cells"][0]["source"] == text
    assert len(content) < 1.1 * len(text.encode())
