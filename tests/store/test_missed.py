"""What a learner had missed is written once, and read by grading without SQLAlchemy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from coursegrader.errors import StorageFailed
from coursegrader.store import AttemptStore, DataFolder
from coursegrader.store.read_missed import read_missed


def test_it_is_written_once(store: AttemptStore) -> None:
    assert store.missed.of("week2", "amara") == read_missed(store.folder, "week2", "amara") == ()
    assert store.missed.once("maths", "week2", "amara", lambda: ["week1/rank"]) == ("week1/rank",)
    assert store.missed.once("maths", "week2", "amara", lambda: ["week1/other"]) == ("week1/rank",)
    assert store.missed.of("week2", "amara") == read_missed(store.folder, "week2", "amara") == ("week1/rank",)


def test_nothing_missed_is_a_record_too(store: AttemptStore) -> None:
    assert store.missed.once("maths", "week2", "amara", lambda: []) == ()
    assert store.missed.once("maths", "week2", "amara", lambda: ["week1/rank"]) == ()


def test_it_is_one_learners_at_one_assignment(store: AttemptStore) -> None:
    store.missed.once("maths", "week2", "amara", lambda: ["week1/rank"])
    for assignment, learner in (("week2", "kenji"), ("week3", "amara")):
        assert store.missed.of(assignment, learner) == read_missed(store.folder, assignment, learner) == ()


def test_without_a_store_nothing_was_missed(tmp_path: Path) -> None:
    assert read_missed(DataFolder(tmp_path), "week2", "amara") == ()
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_store_is_told(tmp_path: Path) -> None:
    (tmp_path / "exchange.db").write_bytes(b"not a database, " * 1000)
    with pytest.raises(StorageFailed, match="cannot be read"):
        read_missed(DataFolder(tmp_path), "week2", "amara")


def test_reading_it_needs_no_sqlalchemy() -> None:
    program = "import sys, coursegrader.store.read_missed; print('sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
