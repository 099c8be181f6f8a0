"""A released small course, and nbgrader run in it as a teacher does."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from coursegrader.pipeline import release_assignment_files
from tests.course_factory import make_course


@pytest.fixture(scope="session")
def released_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small course with both assignments released; to be copied, not used."""
    root = make_course(tmp_path_factory.mktemp("released") / "course")
    for assignment in ("sums", "plain"):
        release_assignment_files(root, assignment)
    return root


@pytest.fixture
def course(released_course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the released course to grade in."""
    root = shutil.copytree(released_course, tmp_path / "course")
    monkeypatch.setenv("COURSEGRADER_DATA", str(tmp_path / "data"))
    return root
