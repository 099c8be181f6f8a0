"""Pictures that do not depend on the learner are drawn once, others whenever they are asked for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from coursekit import elimination_figures as figures
from coursekit import pictures

TABLE = figures.Table("start", [[0, 0, 2], [2, 4, 1]], [(1, 0)])


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the picture of TABLE is kept."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pictures, "_recording", False)  # which is then put back, whatever happens to it
    pictures.record()
    figures.tables(TABLE)
    monkeypatch.setattr(pictures, "_recording", False)
    return tmp_path / pictures.FOLDER


def test_a_kept_picture_is_the_same_as_a_drawn_one(kept: Path) -> None:
    again = figures.tables(TABLE)
    for path in kept.iterdir():
        path.unlink()
    assert again == figures.tables(TABLE)
    assert again.png is not None
    assert again.png.startswith(b"\x89PNG")


def test_a_kept_picture_needs_no_matplotlib(kept: Path) -> None:
    code = (
        "import sys\nfrom coursekit import elimination_figures as figures\n"
        "figures.tables(figures.Table('start', [[0, 0, 2], [2, 4, 1]], [(1, 0)]))\n"
        "print('matplotlib' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=kept.parent, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    "other",
    [
        figures.Table("start", [[0, 0, 2], [2, 4, 1]], [(0, 2)]),
        figures.Table("start", [[0, 0, 2], [2, 4, 7]], [(1, 0)]),
        figures.Table("end", [[0, 0, 2], [2, 4, 1]], [(1, 0)]),
    ],
)
def test_other_arguments_are_drawn(kept: Path, other: figures.Table) -> None:
    assert figures.tables(other) != figures.tables(TABLE)


def test_arrays_of_equal_text_and_different_values_are_told_apart(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = np.array([[1.0, 1.0, 2.0], [1.0, 1.2, 2.2]]), np.array([2.0, 2.2])
    monkeypatch.setattr(pictures, "_recording", True)
    figures.nearly_parallel(a[:, :2], b, np.array([2.0, 0.08]))
    figures.nearly_parallel(a[:, :2], b + 1e-12, np.array([2.0, 0.08]))
    assert len(list(kept.iterdir())) == 3


def test_an_argument_without_a_plain_form_is_drawn_and_not_kept(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Entries:
        def __array__(self, dtype: object = None, copy: object = None) -> Any:
            return np.eye(2)

    monkeypatch.setattr(pictures, "_recording", True)
    assert figures.tables(figures.Table("own", cast("Any", Entries()))).png is not None
    assert len(list(kept.iterdir())) == 1
