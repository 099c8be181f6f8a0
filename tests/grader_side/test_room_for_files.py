"""Large data files of the instructor's."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursegrader.errors import CourseError
from coursegrader.grader_side import connection, room_for_files
from coursegrader.grader_side.assignment import Assignment
from coursegrader.grader_side.room_for_files import with_room
from coursegrader.grader_side.sandboxes import AttemptSandbox
from coursegrader.grader_side.session import NotebookSession
from coursegrader.sandbox.policy import DEFAULT_LIMITS, MIB, Limits
from tests.grader_side.conftest import QUICK


def assignment(course: Path, **files: int) -> Assignment:
    source = course / "source/week"
    source.mkdir(parents=True)
    for name, size in files.items():
        with (source / name).open("wb") as file:
            file.truncate(size)
    return Assignment(course, "week")


def test_what_is_usual_changes_nothing(tmp_path: Path) -> None:
    assert with_room(assignment(tmp_path, a=MIB, b=3 * MIB), DEFAULT_LIMITS) == DEFAULT_LIMITS
    assert with_room(assignment(tmp_path / "other"), DEFAULT_LIMITS) == DEFAULT_LIMITS


def test_there_is_room_for_large_files_and_no_less_for_a_notebooks_own(tmp_path: Path) -> None:
    given = assignment(tmp_path, a=80 * MIB, b=10 * MIB)
    limits = with_room(given, Limits(file_size=MIB))
    assert (limits.file_size, limits.work_size) == (80 * MIB, DEFAULT_LIMITS.work_size + 90 * MIB)
    assert with_room(given, limits) == limits


def test_too_much_is_an_error_of_the_course_that_names_the_largest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room_for_files, "MAX_GIVEN", 4 * MIB)
    with pytest.raises(CourseError, match=r"source/week/large: 3 MiB, and 5 MiB with .* may have 4 MiB together"):
        with_room(assignment(tmp_path, large=3 * MIB, other=2 * MIB), DEFAULT_LIMITS)


def test_a_file_in_several_parts_arrives_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "PART", 10)
    files = {"long.bin": bytes(range(256)), "ten": b"0123456789", "empty": b"", "sub/short": b"x"}
    cells = ["from pathlib import Path", *(f"Path({name!r}).read_bytes()" for name in files)]
    with AttemptSandbox(files, QUICK) as sandbox:
        runs = NotebookSession(sandbox, cells).run()
    shown = [runs.outputs[number][0]["data"]["text/plain"] for number in range(1, 5)]
    assert shown == [repr(content) for content in files.values()]
