"""Grading whole attempts: points, failing closed, repairs, and what learner's code cannot reach."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from coursegrader.errors import BadSubmission, CourseError, SuiteError, UnknownAssignment
from coursegrader.grader_side.attempt import Attempt, read_attempt
from coursegrader.grader_side.grade import Graded, GradingRequest, grade_attempt
from coursegrader.results import GradedAttempt
from tests.grader_side.conftest import QUICK
from tests.tiny_course import (
    ASSIGNMENT,
    DOUBLE,
    answer,
    cell,
    check,
    make_course,
    notebook,
    one_suite,
    scores,
    solved,
    write,
)

Result = Callable[..., GradedAttempt]


def test_a_right_solution_gets_full_marks(result: Result) -> None:
    graded = result(solved())
    assert (graded.score, graded.max_score) == (5.0, 5.0)
    assert not graded.errors and not graded.repairs
    assert graded.provenance.sandbox == "bubblewrap"
    assert all(len(value) == 64 for value in vars(graded.provenance).values() if value != "bubblewrap")


def test_a_partly_right_solution_gets_its_weight_and_hints(result: Result) -> None:
    graded = result(solved("def double(x):\n    return float(x) * 2", "greeting = 7"))
    assert scores(graded) == {"double": 1.0, "greeting": 0.0}
    failed = {test.name: test.hint for cell in graded.cells for test in cell.tests if not test.passed}
    assert failed == {
        "test_doubles_arrays": "Arrays are doubled entry by entry. (Your code raised TypeError.)",
        "test_greeting": "The greeting is a text that is not empty.",
    }


def test_an_untouched_release_gets_nothing(result: Result) -> None:
    graded = result(solved("def double(x):\n    raise NotImplementedError()", "raise NotImplementedError()"))
    assert graded.score == 0.0
    assert "There is no answer in this cell yet." in graded.cells[0].tests[0].hint


def test_grading_again_gives_the_same_result(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course")
    attempt = read_attempt(write(tmp_path / "work.ipynb", solved("def double(x):\n    return 2 * x + 1e-17")))
    request = GradingRequest(course, "tiny", attempt, secret=b"s", limits=QUICK)
    assert grade_attempt(request).result == grade_attempt(request).result


def test_what_a_suite_keeps_does_not_reach_the_next_attempt(result: Result) -> None:
    counting = """
import functools
seen = []

@functools.cache
def times(name):
    seen.append(name)
    return len(seen)

def test_a(student):
    assert times("a") == 1 and student.double(1) == 2

def test_b(student):
    assert times("a") == 1 and times("b") == 2
"""
    results = [result(solved(), one_suite(counting)) for _ in range(3)]
    assert results[0].score == 5.0
    assert results[0] == results[1] == results[2]


def test_a_suite_that_ends_the_graders_process_gives_no_result(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course", one_suite("import os\ndef test_a():\n    os._exit(0)"))
    handed_in = write(tmp_path / "work.ipynb", solved())
    # a command of its own: attempts are graded apart only where a process has no other thread
    command = [sys.executable, "-m", "coursegrader.cli", "grade", str(handed_in), "--assignment", ASSIGNMENT, "--json"]
    done = subprocess.run([*command, "--course-dir", str(course)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "ended unexpectedly" in done.stderr


# ---- failing closed


@pytest.mark.parametrize(
    ("suite", "said"),
    [
        ("raise RuntimeError('broken')", "the suite cannot be loaded"),
        ("import no_such_module", "the suite cannot be loaded"),
        ("x = 1", "no hidden test ran"),
        ("import pytest\npytest.skip('not today', allow_module_level=True)", "no hidden test ran"),
        ("import pytest\ndef test_a():\n    pytest.skip('no')", ""),
        ("import pytest\n@pytest.mark.xfail\ndef test_a():\n    assert False", ""),
        ("import pytest\n@pytest.fixture\ndef f():\n    1 / 0\ndef test_a(f): pass", ""),
        ("import sys\ndef test_a():\n    sys.exit(0)", ""),
        ("def test_a(no_such_fixture): pass", ""),
        ("import os, pytest\ndef test_a():\n    pytest.exit('over', 0)", "no hidden test ran"),
        ("import pytest\n@pytest.mark.weight(0)\ndef test_a(): pass", "no hidden test ran"),
        ("def test_a(subtests):\n    with subtests.test():\n        assert False", ""),
    ],
)
def test_a_suite_that_does_not_pass_for_certain_gives_no_points(result: Result, suite: str, said: str) -> None:
    graded = result(solved(), one_suite(suite))
    assert scores(graded)["double"] == 0.0
    assert said in "; ".join(problem.message for problem in graded.errors)


def test_a_suite_that_is_not_python_is_the_courses_error(result: Result) -> None:
    with pytest.raises(SuiteError, match="not valid Python"):
        result(solved(), one_suite("def test_("))


def test_code_that_kills_all_it_can_costs_the_tests_that_call_it_and_says_so(result: Result) -> None:
    kill = """
import os, signal
def double(x):
    for p in (-1, os.getpid()):
        try: os.kill(p, signal.SIGKILL)
        except ProcessLookupError: pass  # there was nobody else
"""
    graded = result(solved(kill))
    assert scores(graded) == {"double": 0.0, "greeting": 1.0}
    assert all("Your code ended its process" in test.hint for test in graded.cells[0].tests)


def test_a_broken_pipe_gives_no_points_for_that_test_and_says_so(result: Result) -> None:
    junk = """
import os
def double(x):
    for number in range(3, 64):
        try: os.write(number, b"\\xff" * 100)
        except OSError: pass
    return 2 * x
"""
    graded = result(solved(junk))
    assert scores(graded) == {"double": 0.0, "greeting": 1.0}
    problems = {problem.where: problem.message for problem in graded.errors}
    assert "larger than the limit" in problems["work: double: test_doubles_arrays"]


def test_the_learner_cannot_read_hidden_inputs_from_an_error(result: Result) -> None:
    leak = """
import os, signal
def double(x):
    os.write(2, f"leaked {x!r}\\n".encode())
    os.kill(-1, signal.SIGKILL)
"""
    assert "leaked" not in json.dumps(result(solved(leak)).to_json())


def test_one_notebook_cannot_print_the_hidden_inputs_of_another(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course")
    write(course / "source/tiny/zlast.ipynb", notebook(answer("more", "more = 1"), check("more", 1)))
    (course / "graders/tiny/test_more.py").write_text("def test_more(student):\n    assert student.more == 1\n")
    keep = "def double(x):\n    open('/tmp/leak', 'a').write('leaked')\n    return 2 * x"
    show = "more = 1\nimport os\nprint(os.listdir('/tmp'), os.listdir('/dev/shm'), os.listdir('.'))"
    write(tmp_path / "in/work.ipynb", solved(keep))
    write(tmp_path / "in/zlast.ipynb", notebook(answer("more", show), check("more", 1)))
    graded = grade_attempt(GradingRequest(course, "tiny", read_attempt(tmp_path / "in"), limits=QUICK))
    assert graded.result.score == 6.0
    printed = json.dumps(graded.notebooks["zlast"])
    assert "data.csv" in printed and "leak" not in printed.replace("leaked", "")


def test_an_answer_full_of_text_does_not_hold_the_grader_up(result: Result) -> None:
    suite = "def test_text(student):\n    assert student.double(1) == '\\n'.join(f'line {i} x' for i in range(3000))"
    graded = result(
        solved("def double(x):\n    return '\\n'.join(f'lime {i} y' for i in range(300_000))"), one_suite(suite)
    )
    assert scores(graded)["double"] == 0.0


def test_nor_does_it_where_a_pytest_around_the_grader_explains_in_full(
    result: Result, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")  # then pytest explains its own tests' failures without any bound
    test_an_answer_full_of_text_does_not_hold_the_grader_up(result)


QUIZ = DOUBLE + "\nclass Quiz:\n    def answers(self): {}\nquiz = Quiz()"
QUIZ_SUITE = """
def test_one(quiz_answers):
    assert quiz_answers == {"1": ["A"]}
    quiz_answers.clear()

def test_two(quiz_answers):
    assert quiz_answers == {"1": ["A"]}
"""


@pytest.mark.parametrize(
    ("body", "score"),
    [("return {'1': ['A']}", 4.0), ("return {}", 0.0), ("return object()", 0.0), ("raise ValueError", 0.0)],
)
def test_a_suite_gets_the_answers_of_a_quiz(result: Result, body: str, score: float) -> None:
    graded = result(solved(QUIZ.replace("{}", body, 1)), one_suite(QUIZ_SUITE))
    assert scores(graded)["double"] == score
    assert not graded.errors


def test_what_a_suite_prints_goes_nowhere(result: Result, capfd: pytest.CaptureFixture[str]) -> None:
    result(solved(), one_suite("print('loading')\ndef test_a():\n    print('running')\n    assert False"))
    assert capfd.readouterr() == ("", "")


# ---- damaged and dishonest notebooks


def test_missing_and_repeated_cells_are_repaired_and_told(result: Result) -> None:
    document = notebook(
        answer("double", "def double(x): return 0"), answer("double", DOUBLE), check("double", 4), check("double", 4)
    )
    graded = result(document)
    assert scores(graded) == {"double": 4.0, "greeting": 0.0}
    told = {(repair.cell, repair.what.split(",")[0].split(";")[0]) for repair in graded.repairs}
    assert told == {
        ("double_answer", "this answer cell was there more than once"),
        ("double", "this test cell was there more than once"),
        ("greeting_answer", "this answer cell was not in the notebook"),
        ("greeting", "this test cell was missing and has been put back"),
    }


def test_points_tags_and_test_cells_of_the_learner_are_ignored(result: Result) -> None:
    document = solved("def double(x):\n    return 0", "greeting = ''")
    for node in document["cells"]:
        node["metadata"]["tags"] = ["skip-execution", "instructor-only", "raises-exception"]
        node["metadata"].get("nbgrader", {}).update(points=1000, grade=False, locked=False)
        if node["id"] == "double":
            node["source"] = "double = lambda x: 2 * x"
    document["metadata"] = {"kernelspec": {"name": "mine"}, "coursegrader": {"score": 1000}}
    graded = result(document)
    assert (graded.score, graded.max_score) == (0.0, 5.0)


def test_a_learners_own_cells_run_at_their_place(result: Result) -> None:
    document = solved("def double(x):\n    return factor * x")
    document["cells"].insert(1, cell("code", "mine", "factor = 2"))
    assert result(document).score == 5.0


def test_a_cell_without_end_and_one_that_eats_memory_are_graded_and_told(result: Result) -> None:
    endless = cell("code", "endless", "while True: pass")
    hungry = cell("code", "hungry", "x = bytearray(4 * 2**30)")
    graded = result(solved(DOUBLE, 'greeting = "hi"', endless, hungry))
    assert graded.score == 5.0
    assert [problem.message for problem in graded.errors] == [
        "the cell ran longer than it may and was stopped",
        "the cell asked for more memory than it may have",
    ]


def test_a_learners_files_lie_beside_the_notebook_and_the_instructors_win(result: Result) -> None:
    document = solved(
        "from my_module import factor\ntext = open('data.csv').read()\n"
        "def double(x):\n    return factor * x if text == 'a,b\\n1,2\\n' else 0"
    )
    files = {"my_module.py": b"factor = 2", "data.csv": b"mine", "numpy.py": b"raise SystemExit"}
    assert result(document, **files).score == 5.0


@pytest.mark.parametrize("name", ["data.csv/inside.txt", "../outside.txt", "/tmp/absolute.txt", "folder"])
def test_a_file_in_the_way_of_the_instructors_is_left_out(tmp_path: Path, name: str) -> None:
    course = make_course(tmp_path / "course")
    (course / "source/tiny/folder").mkdir()
    (course / "source/tiny/folder/values.txt").write_text("1")
    document = solved("import os\nassert os.path.isfile('data.csv') and os.path.isdir('folder')\n" + DOUBLE)
    attempt = Attempt({"work.ipynb": json.dumps(document).encode(), name: b"x"})
    graded = grade_attempt(GradingRequest(course, "tiny", attempt, limits=QUICK))
    assert graded.result.score == 5.0
    assert not (tmp_path / "outside.txt").exists() and not Path("/tmp/absolute.txt").exists()


def test_executed_notebooks_are_valid_and_carry_their_results(graded: Callable[..., Graded]) -> None:
    document = solved(DOUBLE, "print('shown')\ngreeting = ''", cell("markdown", "note", "my note"))
    done = graded(document).notebooks["work"]
    nbformat.validate(nbformat.from_dict(done))
    by_id = {node["id"]: node for node in done["cells"]}
    assert by_id["double"]["metadata"]["coursegrader"]["score"] == 4.0
    assert by_id["greeting"]["metadata"]["coursegrader"]["tests"][0]["passed"] is False
    assert by_id["greeting-answer"]["outputs"][0]["text"] == "shown\n"
    assert any(node["source"] == "my note" for node in done["cells"])
    assert set(done["metadata"]["coursegrader"]) == {"repairs", "errors", "provenance"}


# ---- what cannot be graded


def test_bad_requests_are_told_apart(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course")
    mine = Attempt({"work.ipynb": json.dumps(solved()).encode()})
    other = Attempt({"other.ipynb": json.dumps(notebook(cell("code", "x", "1"))).encode()})
    with pytest.raises(UnknownAssignment, match=r"unknown assignment 'week'.*known ones: tiny"):
        grade_attempt(GradingRequest(course, "week", mine))
    with pytest.raises(BadSubmission, match=r"other\.ipynb: not a notebook of the assignment 'tiny'"):
        grade_attempt(GradingRequest(course, "tiny", other))
    with pytest.raises(BadSubmission, match="not valid JSON"):
        grade_attempt(GradingRequest(course, "tiny", Attempt({"work.ipynb": b"x"})))


@pytest.mark.parametrize("points", [None, "many", float("inf"), -1])
def test_points_that_are_no_number_are_the_courses_error(tmp_path: Path, points: object) -> None:
    course = make_course(tmp_path / "course")
    document: Any = solved()
    document["cells"][2]["metadata"]["nbgrader"]["points"] = points
    write(course / "source/tiny/work.ipynb", document)
    with pytest.raises(CourseError, match="points that are not a number"):
        grade_attempt(GradingRequest(course, "tiny", Attempt({"work.ipynb": json.dumps(solved()).encode()})))
