from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coursegrader.errors import CourseError
from coursegrader.hub.web.instructor.release_points import points_of_release
from coursegrader.hub.web.instructor.releasing import authored_assignments, build_and_release
from coursegrader.store import AttemptStore, DataFolder
from tests.course_factory import make_course


def test_an_assignment_is_built_by_nbgrader_and_released_without_its_answers(tmp_path: Path) -> None:
    course_dir = make_course(tmp_path / "tiny")
    data = DataFolder(tmp_path / "elsewhere")
    here = Path.cwd()
    build_and_release(course_dir, "sums", data)
    store = AttemptStore(data)
    release = store.find_release("tiny", "sums")
    notebooks = [store.blobs.get(sha) for path, sha in release.files.items() if path.endswith(".ipynb")]
    assert notebooks and b"return a + b" not in b"".join(notebooks)
    assert points_of_release(store.blobs, release) == 8
    plain, authored = authored_assignments(course_dir, store.releases("tiny"))
    assert plain.release is None
    assert authored.built_at is not None and not authored.is_changed
    store.close()
    assert Path.cwd() == here


def test_an_assignment_that_cannot_be_built_says_why(tmp_path: Path) -> None:
    (tmp_path / "source" / "week1").mkdir(parents=True)
    with pytest.raises(CourseError, match=r"^\S+ is no course: it has no nbgrader_config.py$"):
        build_and_release(tmp_path, "week1", DataFolder(tmp_path / "data"))


def test_what_lies_in_the_course_is_listed(tmp_path: Path) -> None:
    for name in ("week2", "week1", ".hidden"):
        (tmp_path / "source" / name).mkdir(parents=True)
    (tmp_path / "source" / "week1.toml").write_text("")
    store = AttemptStore(DataFolder(tmp_path / "data"))
    store.add_release("maths", "week1", {"a.ipynb": b"{}"})
    store.add_release("maths", "old", {"a.ipynb": b"{}"})
    notebook = tmp_path / "source" / "week1" / "a.ipynb"
    notebook.write_text("{}")
    later = time.time() + 60
    os.utime(notebook, (later, later))
    listed = authored_assignments(tmp_path, store.releases("maths"))
    assert [(a.name, a.has_source, a.release is not None, a.is_changed) for a in listed] == [
        ("old", False, True, False),
        ("week1", True, True, True),
        ("week2", True, False, False),
    ]
    assert listed[1].release is not None
    assert datetime.now(UTC) - listed[1].release.released_at < timedelta(minutes=1)
    store.close()
