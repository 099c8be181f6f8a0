"""What learners get."""

from __future__ import annotations

from pathlib import Path


def test_instructor_only_cells_and_solutions_are_not_released(course: Path) -> None:
    release = (course / "release/sums/sums.ipynb").read_text()
    assert "Staff only" not in release
    assert "return a + b" not in release
    assert "NotImplementedError" in release
