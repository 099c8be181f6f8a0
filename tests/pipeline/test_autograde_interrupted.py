"""However a batch ends, no result is lost and none is made twice; the next run goes on where it ended."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coursegrader.errors import CourseError
from coursegrader.nbgrader_plugins.class_gradebook import ClassGradebook
from coursegrader.pipeline import class_submission, class_writer
from coursegrader.pipeline.autograde import autograde_class
from coursegrader.pipeline.class_report import ClassReport
from coursegrader.pipeline.forced_run import batch_folder
from tests.course_factory import RIGHT, WRONG
from tests.gradebook_dump import autograded, gradebook
from tests.pipeline import worker_tasks
from tests.pipeline.class_of_students import hand_in

COMMAND = [sys.executable, "-m", "coursegrader.cli", "autograde", "sums", "--json"]
STUDENTS = ("ada", "bob", "cy")
SLOW = f"import time\ntime.sleep(1.2)\n{RIGHT}"


def statuses(report: ClassReport) -> dict[str, str]:
    return {row.student: row.status for row in report.rows}


def hidden(course: Path) -> list[Path]:
    return list((course / "autograded").glob("*/.*"))


def die_at(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, *, after: bool) -> None:
    """End the process, as by kill -9, before or after the second call of a function."""
    real: Callable[..., Any] = getattr(owner, name)
    calls = []

    def dying(*args: Any, **kwargs: Any) -> Any:
        calls.append(args)
        if len(calls) == 2 and not after:
            os._exit(9)
        done = real(*args, **kwargs)
        if len(calls) == 2:
            os._exit(9)
        return done

    monkeypatch.setattr(owner, name, dying)


def in_a_process(work: Callable[[], object]) -> int:
    """Do it in a fork of this process; its exit status."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001  shown, and told by the status
            traceback.print_exc()
        finally:
            os._exit(1)  # it should have died before
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.parametrize(
    ("owner", "name", "after"),
    [
        (class_writer, "make_ready", False),
        (class_writer, "make_ready", True),
        (ClassGradebook, "write", True),
        (class_writer, "put_in_place", True),
    ],
)
def test_killed_at_any_point_nothing_is_lost_or_made_twice(
    course: Path, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, after: bool
) -> None:
    for student in STUDENTS:
        hand_in(course, student, WRONG)
    autograde_class(course)
    for student in STUDENTS:
        hand_in(course, student, RIGHT)
    with monkeypatch.context() as patch:
        die_at(patch, owner, name, after=after)
        assert in_a_process(lambda: autograde_class(course, workers=1, force=True)) == 9

    report = autograde_class(course)

    assert set(statuses(report)) == set(STUDENTS)
    done_before = [row.student for row in report.rows if row.status == "skipped"]
    written = 1 if (name, after) == ("make_ready", False) else 2
    assert len(done_before) == written
    assert {row.score for row in report.rows if row.status == "graded"} == {8}
    assert hidden(course) == []
    assert statuses(autograde_class(course)) == dict.fromkeys(STUDENTS, "skipped")
    found = gradebook(course)
    assert {found[f"sums/{student}"][2] for student in STUDENTS} == {8}
    for student in STUDENTS:
        notebook = json.dumps(autograded(course)[f"autograded/{student}/sums/sums.ipynb"])
        assert "return a + b" in notebook


def test_killed_between_the_exchange_of_folders(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hand_in(course, "ada", WRONG)
    autograde_class(course)
    hand_in(course, "ada", RIGHT)
    with monkeypatch.context() as patch:
        real = Path.rename

        def dying(path: Path, target: Path) -> Path:
            if path.name == "files":
                os._exit(9)
            return real(path, target)

        patch.setattr(Path, "rename", dying)
        assert in_a_process(lambda: autograde_class(course, force=True)) == 9
    assert not (course / "autograded/ada/sums").exists()

    report = autograde_class(course)

    assert statuses(report) == {"ada": "skipped"}
    assert any("ada had been graded by an interrupted run" in note for note in report.notes)
    assert "return a + b" in (course / "autograded/ada/sums/sums.ipynb").read_text()
    assert hidden(course) == []


def test_a_waiting_folder_that_is_not_whole_is_graded_again(course: Path) -> None:
    hand_in(course, "ada")
    ready = course / "autograded/ada/.sums.ready"
    (ready / "files").mkdir(parents=True)
    (ready / "record.json").write_text('{"assignment": "sums"')
    assert statuses(autograde_class(course)) == {"ada": "graded"}
    assert hidden(course) == []


def test_ctrl_c_keeps_what_is_graded_and_says_how_to_go_on(course: Path) -> None:
    students = [f"s{number}" for number in range(8)]
    for student in students:
        hand_in(course, student, SLOW)
    command = subprocess.Popen(
        [*COMMAND, "--workers", "2"], cwd=course, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    end = time.monotonic() + 60
    while not list((course / "autograded").glob("*/sums")):
        assert time.monotonic() < end and command.poll() is None
        time.sleep(0.05)
    os.killpg(command.pid, signal.SIGINT)
    out, _ = command.communicate(timeout=60)

    assert command.returncode == 130
    data = json.loads(out)
    assert data["interrupted"] is True
    graded = {row["student"]: row["score"] for row in data["submissions"] if row["status"] == "graded"}
    waiting = {row["student"] for row in data["submissions"] if row["status"] == "waiting"}
    assert graded and waiting
    assert set(graded.values()) == {8}
    assert {*graded, *waiting} == set(students)
    assert {path.parent.name for path in (course / "autograded").glob("*/sums")} == set(graded)

    rest = statuses(autograde_class(course))
    assert {student for student, status in rest.items() if status == "graded"} == waiting
    assert {student for student, status in rest.items() if status == "skipped"} == set(graded)


def test_a_second_ctrl_c_ends_at_once(course: Path) -> None:
    hand_in(course, "ada", f"import time\ntime.sleep(25)\n{RIGHT}")
    command = subprocess.Popen(
        COMMAND[:-1], cwd=course, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert command.stderr is not None
    assert "1 submissions to grade" in command.stderr.readline()
    time.sleep(0.5)
    os.killpg(command.pid, signal.SIGINT)
    time.sleep(0.5)
    assert command.poll() is None
    os.killpg(command.pid, signal.SIGINT)
    _, errors = command.communicate(timeout=10)
    assert command.returncode == 130
    assert "run the same command again" in errors
    assert not (course / "autograded/ada/sums").exists()


def test_an_interrupted_forced_run_goes_on_with_those_who_are_left(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for student in STUDENTS:
        hand_in(course, student)
    autograde_class(course)
    with monkeypatch.context() as patch:
        die_at(patch, ClassGradebook, "write", after=False)
        assert in_a_process(lambda: autograde_class(course, workers=1, force=True)) == 9
    # one was done, one waited to be put in place, and a run for another student forgets nobody
    assert set(statuses(autograde_class(course, students=["ada"])).values()) == {"skipped"}
    found = statuses(autograde_class(course))
    assert sorted(found.values()) == ["graded", "skipped", "skipped"]
    assert set(statuses(autograde_class(course)).values()) == {"skipped"}


def test_a_dead_worker_costs_its_own_submission_only(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for student in ("ada", "doomed", "unlucky", "zoe"):
        hand_in(course, student)
    monkeypatch.setattr(class_submission, "grade_in_worker", worker_tasks.die_for_some)
    report = autograde_class(course)
    assert statuses(report) == {"ada": "graded", "doomed": "failed", "unlucky": "graded", "zoe": "graded"}
    (row,) = [row for row in report.rows if row.student == "doomed"]
    assert "SIGKILL" in row.reason and "2 times" in row.reason
    assert not (course / "autograded/doomed/sums").exists()


ENDLESS_FOR_ONE = """
def test_total(student):
    total = student.total(1, 1)
    while total == "doomed":
        pass
    assert total == 2
"""


def test_a_suite_that_does_not_end_costs_no_other_submission_anything(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for student, answer in {"ada": RIGHT, "doomed": "def total(a, b):\n    return 'doomed'", "zoe": RIGHT}.items():
        hand_in(course, student, answer)
    (course / "graders/sums/test_total.py").write_text(ENDLESS_FOR_ONE)
    monkeypatch.setattr(class_submission, "grade_in_worker", worker_tasks.grade_in_a_hurry)
    report = autograde_class(course)
    assert statuses(report) == {"ada": "graded", "doomed": "failed", "zoe": "graded"}
    (row,) = [row for row in report.rows if row.student == "doomed"]
    assert row.score is None and "did not end within 2 seconds" in row.reason and "of test_total.py" in row.reason
    assert not (course / "autograded/doomed/sums").exists()


def test_a_submission_that_is_exchanged_while_it_is_graded_is_not_written(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(course, "ada")
    monkeypatch.setattr(class_submission, "grade_in_worker", worker_tasks.exchange_then_grade)
    (row,) = autograde_class(course).rows
    assert (row.status, "another submission arrived" in row.reason) == ("failed", True)
    assert "sums/ada" not in gradebook(course)
    assert not (course / "autograded/ada/sums").exists() and hidden(course) == []


def test_workers_need_no_nbgrader(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hand_in(course, "ada")
    monkeypatch.setattr(class_submission, "grade_in_worker", worker_tasks.imported_after_grading)
    (row,) = autograde_class(course).rows
    assert row.reason == "LookupError: imported: []"


def test_two_runs_in_one_course_do_not_mix(course: Path) -> None:
    hand_in(course, "ada")
    with (batch_folder(course) / "lock").open("a") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(CourseError, match="another `coursegrader autograde` is at work"):
            autograde_class(course)
    assert statuses(autograde_class(course)) == {"ada": "graded"}
