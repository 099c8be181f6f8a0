"""A whole class is graded as ``nbgrader autograde`` grades it, and nobody's trouble is anybody else's."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from coursegrader.errors import CourseError, UnknownAssignment
from coursegrader.nbgrader_plugins.course import Course
from coursegrader.pipeline.autograde import autograde_class
from coursegrader.pipeline.class_report import ClassReport, SubmissionRow
from tests.course_factory import RIGHT, WRONG, answered, code, read_notebook, suite_notebook, write_notebook
from tests.gradebook_dump import autograded, gradebook
from tests.pipeline.class_of_students import SQUARE, hand_in, hand_in_notebook, release

OWN_STEPS = """
from nbgrader.preprocessors import NbGraderPreprocessor, Execute, SaveAutoGrades


class Stamp(NbGraderPreprocessor):
    def preprocess(self, nb, resources):
        nb.metadata["stamped"] = True
        return nb, resources


c = get_config()
c.Autograde.autograde_preprocessors = [Execute, SaveAutoGrades, Stamp]
"""
HOOKS = """
from pathlib import Path


def tell(when, assignment, student, notebooks):
    with (Path(__file__).parent / "hooks.txt").open("a") as file:
        print(f"{when}:{assignment}:{student}", file=file)


def before(assignment, student, notebooks):
    tell("before", assignment, student, notebooks)


def after(assignment, student, notebooks):
    tell("after", assignment, student, notebooks)


get_config().Autograde.pre_convert_hook = before
"""
NOISY = f"import sys\nprint('careful', file=sys.stderr)\n{RIGHT}"
LATER = "2026-03-02 12:00:00 UTC"


def rows(report: ClassReport) -> dict[str, SubmissionRow]:
    return {row.student: row for row in report.rows}


def scores(report: ClassReport) -> dict[str, float | None]:
    return {row.student: row.score for row in report.rows}


def book(course: Path) -> Gradebook:
    return Gradebook(f"sqlite:///{course}/gradebook.db")


def fill_course(course: Path) -> None:
    """Submissions of all kinds, and a course that uses nbgrader's options."""
    config = course / "nbgrader_config.py"
    config.write_text(
        config.read_text()
        + 'c.Autograde.exclude_overwriting = {"sums": ["helper.py"]}\n'
        + 'c.LateSubmissionPlugin.penalty_method = "zero"\n'
        + "c.LimitOutput.max_lines = 5\n"
        + 'c.IgnorePattern.enabled, c.IgnorePattern.pattern = True, "careful"\n'
    )
    for name in ("helper.py", "data/numbers.csv", "other.pyc"):
        path = course / "source/sums" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("the instructor's")
    for student, answer in {"right": RIGHT, "wrong": WRONG, "noisy": NOISY, "broken": "def total(a, b:"}.items():
        hand_in(course, student, answer)
    late = hand_in(course, "late", RIGHT, LATER)
    (late / "helper.py").write_text("the student's")
    (late / "data").mkdir()
    (late / "data/numbers.csv").write_text("the student's")
    (late / "more").mkdir()
    (late / "more/notes.txt").write_text("mine")
    (late / "link.txt").symlink_to("/etc/passwd")
    talkative = answered(release(course), total_answer="for i in range(50):\n    print(i)\n" + RIGHT)
    talkative["cells"].append(code("scratch", "1 / 0"))
    hand_in_notebook(course, "talkative", "sums", talkative)
    hand_in_notebook(course, "untouched", "sums", release(course))
    plain = release(course, "plain")
    hand_in_notebook(course, "right", "plain", answered(plain, square_answer=SQUARE, essay="My essay"))
    hand_in_notebook(course, "wrong", "plain", answered(plain, square_answer="def square(x):\n    return 4"))
    with book(course) as gradebook:
        gradebook.update_or_create_assignment("sums", duedate="2026-03-01 18:00:00 UTC")


def give_manual_score(course: Path) -> None:
    with book(course) as gradebook:
        grade = gradebook.find_grade("total", "sums", "sums", "wrong")
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 7, 0.5, False
        gradebook.find_comment("total_answer", "sums", "sums", "wrong").manual_comment = "Better"
        gradebook.db.commit()


def test_gradebook_and_files_are_those_of_nbgrader_autograde(course: Path) -> None:
    fill_course(course)
    theirs = Path(shutil.copytree(course, course.with_name("theirs"), symlinks=True))
    nbgrader = Course(theirs)
    nbgrader.convert("autograde", "sums")
    nbgrader.convert("autograde", "plain")

    report = autograde_class(course)

    assert report.ok
    assert gradebook(course) == gradebook(theirs)
    mine, other = autograded(course), autograded(theirs)
    assert mine.keys() == other.keys()
    assert [name for name in mine if mine[name] != other[name]] == []
    assert mine["autograded/late/sums/helper.py"] == b"the student's"
    assert mine["autograded/late/sums/data/numbers.csv"] == b"the instructor's"
    assert "autograded/late/sums/link.txt" not in mine


def test_a_second_grading_keeps_manual_scores_as_nbgrader_does(course: Path) -> None:
    fill_course(course)
    autograde_class(course, ["sums"])
    give_manual_score(course)
    theirs = Path(shutil.copytree(course, course.with_name("theirs"), symlinks=True))
    Course(theirs).convert("autograde", "sums")

    report = autograde_class(course, ["sums"], force=True)

    assert gradebook(course) == gradebook(theirs)
    wrong = rows(report)["wrong"]
    assert (wrong.score, wrong.max_score, wrong.needs_manual_grade) == (7.5, 8, True)
    assert (rows(report)["late"].score, rows(report)["late"].late_penalty) == (8, 8)


def test_a_notebook_that_was_not_handed_in_counts_zero_as_in_nbgrader(course: Path) -> None:
    write_notebook(course / "source/plain/more.ipynb", suite_notebook())
    Course(course).convert("generate_assignment", "plain")
    hand_in_notebook(course, "ada", "plain", answered(release(course, "plain"), square_answer=SQUARE))
    theirs = Path(shutil.copytree(course, course.with_name("theirs")))
    Course(theirs).convert("autograde", "plain")

    autograde_class(course)

    assert gradebook(course) == gradebook(theirs)
    assert autograded(course).keys() == autograded(theirs).keys()


def test_a_renamed_notebook_is_found(course: Path) -> None:
    folder = hand_in(course, "ada")
    (folder / "sums.ipynb").rename(folder / "sums-Copy1.ipynb")
    assert scores(autograde_class(course)) == {"ada": 8}
    assert (course / "autograded/ada/sums/sums.ipynb").exists()


def test_what_is_graded_already_is_skipped_until_it_is_newer_or_forced(course: Path) -> None:
    hand_in(course, "ada", WRONG)
    hand_in(course, "bob", WRONG)
    assert scores(autograde_class(course)) == {"ada": 2, "bob": 2}
    assert {row.status for row in autograde_class(course).rows} == {"skipped"}

    hand_in(course, "ada", RIGHT, LATER)
    hand_in(course, "bob", RIGHT)  # another file, the same time
    report = autograde_class(course)
    assert {name: row.status for name, row in rows(report).items()} == {"ada": "graded", "bob": "skipped"}
    assert scores(report)["ada"] == 8
    with book(course) as gradebook:
        assert gradebook.find_submission("sums", "ada").timestamp == datetime(2026, 3, 2, 12)

    assert scores(autograde_class(course, students=["bob"], force=True)) == {"bob": 8}


def test_damaged_submissions_are_rows_and_the_others_are_graded(course: Path) -> None:
    hand_in(course, "zoe")
    (hand_in(course, "adam") / "sums.ipynb").write_bytes(b"\x00 not a notebook")
    (hand_in(course, "eve") / "timestamp.txt").write_text("yesterday, I think")
    (course / "submitted/hal/sums").mkdir(parents=True)

    report = autograde_class(course)

    assert not report.ok
    found = rows(report)
    assert (found["zoe"].status, found["zoe"].score) == ("graded", 8)
    assert "not a notebook" in found["adam"].reason
    assert "timestamp.txt is no time" in found["eve"].reason
    assert "no notebook" in found["hal"].reason
    assert {path.name for path in (course / "autograded").glob("*/*")} == {"sums"}
    assert not list((course / "autograded").glob("*/.*"))
    with book(course) as found_book:
        handed_in = {one.student.id: one for one in found_book.assignment_submissions("sums")}
        assert set(handed_in) == {"zoe", "adam", "eve"}  # so that formgrader shows who is left
        assert [name for name, one in handed_in.items() if one.needs_manual_grade] != ["zoe"]
        assert (handed_in["adam"].score, handed_in["adam"].needs_manual_grade) == (0, True)


def test_repairs_and_problems_stand_in_the_report(course: Path) -> None:
    submitted = answered(release(course), total_answer=RIGHT)
    del submitted["cells"][-1]
    submitted["cells"].append(code("exit", "import os\nos._exit(1)"))
    hand_in_notebook(course, "ada", "sums", submitted)
    row = rows(autograde_class(course))["ada"]
    assert row.score == 8
    assert any("total" in repair for repair in row.repairs)
    assert any("ended the process" in problem for problem in row.problems)


def test_a_lab_comes_out_with_the_students_text_and_is_not_run(course: Path) -> None:
    lab = suite_notebook()
    lab["cells"] = [code("play", "x = 1"), code("more", "print('ran')")]
    write_notebook(course / "source/sums/lab.ipynb", lab)
    Course(course).convert("generate_assignment", "sums")
    folder = hand_in(course, "ada")
    mine = json.loads(json.dumps(lab))
    mine["cells"][0]["source"] = "x = 'mine'"
    mine["cells"][1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "<script>"}]
    write_notebook(folder / "lab.ipynb", mine)

    assert scores(autograde_class(course)) == {"ada": 8}

    cells = read_notebook(course / "autograded/ada/sums/lab.ipynb")["cells"]
    assert "".join(cells[0]["source"]) == "x = 'mine'"
    assert [cell["outputs"] for cell in cells] == [[], []]


@pytest.mark.parametrize(
    ("assignments", "students", "words"),
    [
        (["sum"], None, "nobody has submitted an assignment 'sum'; submitted are: sums"),
        (["sums"], ["ada", "nobody"], "no submission of nobody for sums"),
    ],
)
def test_unknown_names_are_refused(
    course: Path, assignments: list[str], students: list[str] | None, words: str
) -> None:
    hand_in(course, "ada")
    with pytest.raises((UnknownAssignment, CourseError), match=words):
        autograde_class(course, assignments, students)
    assert not (course / "autograded").exists()


def test_a_course_without_submissions_says_so(course: Path) -> None:
    with pytest.raises(CourseError, match="there are no submissions"):
        autograde_class(course)


def test_an_assignment_that_was_never_generated_says_what_to_do(course: Path) -> None:
    hand_in(course, "ada")
    write_notebook(course / "submitted/ada/new/new.ipynb", release(course))
    with pytest.raises(CourseError, match="run `nbgrader generate_assignment new` first"):
        autograde_class(course, ["new"])
    found = {row.assignment: row for row in autograde_class(course).rows}
    assert found["sums"].status == "graded"
    assert "generate_assignment new" in found["new"].reason


def test_a_source_changed_after_the_release_is_reported(course: Path) -> None:
    hand_in(course, "ada")
    source = course / "source/sums/sums.ipynb"
    source.write_text(source.read_text().replace('"points": 8', '"points": 9'))
    with pytest.raises(CourseError, match="generate_assignment sums"):
        autograde_class(course)


def test_students_are_added_unless_the_course_says_no(course: Path) -> None:
    hand_in(course, "ada")
    config = course / "nbgrader_config.py"
    config.write_text(config.read_text() + "c.Autograde.create_student = False\n")
    assert "nbgrader db student add ada" in rows(autograde_class(course))["ada"].reason
    with book(course) as gradebook:
        gradebook.add_student("ada")
    assert scores(autograde_class(course)) == {"ada": 8}


def test_folders_configured_otherwise_are_honoured(course: Path) -> None:
    hand_in(course, "ada")
    (course / "submitted").rename(course / "in")
    (course / "gradebook.db").rename(course / "marks.db")
    config = course / "nbgrader_config.py"
    config.write_text(
        config.read_text()
        + 'c.CourseDirectory.submitted_directory, c.CourseDirectory.autograded_directory = "in", "out"\n'
        + f'c.CourseDirectory.db_url = "sqlite:///{course}/marks.db"\n'
        + 'c.CourseDirectory.student_id_exclude = "bob"\n'
    )
    shutil.copytree(course / "in/ada", course / "in/bob")
    assert scores(autograde_class(course)) == {"ada": 8}
    assert (course / "out/ada/sums/sums.ipynb").exists()


def test_the_students_of_the_configuration_are_graded_unless_others_are_named(course: Path) -> None:
    config = course / "nbgrader_config.py"
    config.write_text(
        config.read_text()
        + 'c.CourseDirectory.student_id = "a*"\n'
        + 'c.CourseDirectory.student_id_exclude = "amy,bob"\n'
    )
    for student in ("ada", "amy", "bob", "cy"):
        hand_in(course, student)
    assert scores(autograde_class(course)) == {"ada": 8}
    assert scores(autograde_class(course, students=["cy"])) == {"cy": 8}
    with pytest.raises(CourseError, match="no submission of bob"):
        autograde_class(course, students=["bob"])


def test_students_that_nobody_matches_are_named(course: Path) -> None:
    config = course / "nbgrader_config.py"
    config.write_text(config.read_text() + 'c.CourseDirectory.student_id = "z*"\n')
    hand_in(course, "ada")
    with pytest.raises(CourseError, match=r"no submissions of students 'z\*' \(CourseDirectory\.student_id\)"):
        autograde_class(course)


def test_a_course_that_never_heard_of_us_needs_no_configuration(course: Path) -> None:
    (course / "nbgrader_config.py").unlink()
    hand_in_notebook(course, "ada", "plain", answered(release(course, "plain"), square_answer=SQUARE))
    assert scores(autograde_class(course)) == {"ada": 4}


def test_a_course_with_steps_and_hooks_of_its_own_gets_them(course: Path) -> None:
    (course / "nbgrader_config.py").write_text(OWN_STEPS)
    hand_in(course, "ada")
    hand_in(course, "bob", WRONG)
    (hand_in(course, "eve") / "sums.ipynb").write_bytes(b"{")

    report = autograde_class(course)

    (note,) = report.notes
    assert "steps of its own (Stamp)" in note
    found = rows(report)
    assert (found["ada"].score, found["bob"].score, found["eve"].status) == (8, 2, "failed")
    assert read_notebook(course / "autograded/ada/sums/sums.ipynb")["metadata"]["stamped"] is True


@pytest.mark.parametrize("steps", ["sanitize", "autograde"])
def test_a_step_that_cannot_be_imported_is_nobodys_lost_step(course: Path, steps: str) -> None:
    """A course that mends answers with it would give other scores without it."""
    config = course / "nbgrader_config.py"
    (course / "course_steps.py").write_text("import sys\nnothing_of_this_name\n")
    config.write_text(
        "import sys; sys.path.insert(0, __file__.rpartition('/')[0])\n"
        f'get_config().Autograde.{steps}_preprocessors.insert(0, "course_steps.Execute")\n' + config.read_text()
    )
    hand_in(course, "ada")
    (row,) = autograde_class(course).rows
    assert row.status == "failed"
    assert "course_steps.Execute" in row.reason
    assert "NameError: name 'nothing_of_this_name' is not defined" in row.reason
    assert not (course / "autograded/ada/sums").exists()


def test_hooks_of_the_course_s_own_are_called(course: Path) -> None:
    config = course / "nbgrader_config.py"
    config.write_text(HOOKS + config.read_text() + "c.Autograde.post_convert_hook = after\n")
    hand_in(course, "ada")
    hand_in(course, "bob")
    assert scores(autograde_class(course)) == {"ada": 8, "bob": 8}
    assert sorted((course / "hooks.txt").read_text().split()) == [
        "after:sums:ada",
        "after:sums:bob",
        "before:sums:ada",
        "before:sums:bob",
    ]


def test_a_missing_or_damaged_gradebook_is_one_clear_line(course: Path) -> None:
    hand_in(course, "ada")
    (course / "gradebook.db").write_bytes(b"this is no database")
    with pytest.raises(CourseError, match=r"cannot be read .*nbgrader db upgrade"):
        autograde_class(course)
    (course / "gradebook.db").unlink()
    with pytest.raises(CourseError, match=r"There is no gradebook .*nbgrader generate_assignment"):
        autograde_class(course)
    assert not (course / "gradebook.db").exists()
