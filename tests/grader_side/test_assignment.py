"""An assignment's folders."""

import time
from pathlib import Path

import pytest

from coursegrader.errors import CourseError, SuiteError, UnknownAssignment
from coursegrader.grader_side.assignment import open_assignment, suite_cells
from coursegrader.grader_side.course_rules import CourseRules
from coursegrader.grader_side.tree_signature import SETTLED_SECONDS
from tests.tiny_course import make_course, solved, write


def test_notebooks_files_and_suites_are_found(tmp_path: Path) -> None:
    assignment = open_assignment(make_course(tmp_path), "tiny")
    assert list(assignment.notebooks) == ["work"]
    assert assignment.extra_files == {"data.csv": b"a,b\n1,2\n"}
    assert {name: path.name for name, path in assignment.suites.items()} == {
        "double": "test_double.py",
        "greeting": "test_greeting.py",
    }


def test_the_hashes_follow_suites_and_sources_but_not_wrong_solutions(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    before = open_assignment(course, "tiny")
    suite, source = before.suite_hash, before.source_hash
    wrong = course / "graders/tiny/wrong/double/m1.py"
    wrong.parent.mkdir(parents=True)
    wrong.write_text("x = 1")
    assert open_assignment(course, "tiny").suite_hash == suite
    (course / "graders/tiny/oracles.py").write_text("x = 1")
    (course / "source/tiny/data.csv").write_text("a\n")
    assert open_assignment(course, "tiny").suite_hash != suite
    assert open_assignment(course, "tiny").source_hash != source


def test_the_suite_s_hash_covers_the_earlier_weeks_that_a_quiz_goes_back_to(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    week, earlier = course / "graders" / "tiny", course / "graders" / "earlier"
    earlier.mkdir()
    (earlier / "question_templates.py").write_text("TEMPLATES = ()\n")
    (week / "questions.py").write_text('QUIZZES = {"quiz": GradedQuiz((), earlier=("earlier",))}\n')
    kept = open_assignment(course, "tiny")
    before = kept.suite_hash
    (earlier / "test_other.py").write_text("# no question\n")
    assert kept.suite_hash == before
    (earlier / "question_templates.py").write_text("TEMPLATES = (1,)\n")
    assert kept.suite_hash != before


@pytest.mark.parametrize("name", ["week", "", ".", "..", "../source/tiny", "tiny/"])
def test_an_unknown_assignment_is_refused_with_those_that_exist(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnknownAssignment, match="known ones: tiny"):
        open_assignment(make_course(tmp_path), name)


def test_a_source_that_is_not_a_notebook_is_the_courses_error(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    (course / "source/tiny/work.ipynb").write_text("{")
    with pytest.raises(CourseError, match=r"source/tiny/work\.ipynb: not a notebook"):
        _ = open_assignment(course, "tiny").notebooks


def test_a_suite_names_its_cells(tmp_path: Path) -> None:
    suite = tmp_path / "test_rank.py"
    for text, cells in (("x = 1", ("rank",)), ("CELLS = ('a', 'b')", ("a", "b")), ("CELLS: tuple = ['c']", ("c",))):
        suite.write_text(text)
        assert suite_cells(suite) == cells
    for text, said in (("CELLS = make()", "must be a literal tuple"), ("def", "line 1: not valid Python")):
        suite.write_text(text)
        with pytest.raises(SuiteError, match=said):
            suite_cells(suite)


def test_two_suites_for_one_cell_are_refused(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    (course / "graders/tiny/test_more.py").write_text("CELLS = ('double',)")
    with pytest.raises(SuiteError, match=r"cell 'double' has a suite already, test_double\.py; keep one"):
        _ = open_assignment(course, "tiny").suites


def test_an_assignment_is_kept_until_a_file_of_it_changes(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    time.sleep(SETTLED_SECONDS + 0.02)
    first = open_assignment(course, "tiny")
    before = first.source_hash
    assert open_assignment(course, "tiny") is first
    (course / "graders/tiny/wrong").mkdir()
    (course / "graders/tiny/wrong/m.py").write_text("x")
    assert open_assignment(course, "tiny") is first
    other = CourseRules(ignore=("*.csv",))
    assert open_assignment(course, "tiny", other).extra_files == {}
    (course / "source/tiny/data.csv").write_text("c")
    assert open_assignment(course, "tiny").extra_files == {"data.csv": b"c"}
    assert open_assignment(course, "tiny").source_hash != before


def test_a_document_is_nobody_elses(tmp_path: Path) -> None:
    assignment = open_assignment(make_course(tmp_path), "tiny")
    before = assignment.document("work")
    assignment.document("work")["cells"][0]["metadata"]["x"] = 1
    assert assignment.document("work") == before


def test_what_solutions_import_is_imported_beforehand_though_learners_get_them_without(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    released = (course / "source/tiny/work.ipynb").read_bytes()
    write(course / "source/tiny/work.ipynb", solved("import json\n\n\ndef double(x):\n    return 2 * x\n"))
    rules = CourseRules(templates={"work": released})
    assert open_assignment(course, "tiny", rules).warm_modules == ("json", "numpy")
    (course / "source/tiny/work.ipynb").write_text("{")  # being written, or gone: only speed is lost
    assert open_assignment(course, "tiny", rules).warm_modules == ("numpy",)
