"""The answers that a learner has submitted, as grading reads them."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coursegrader.errors import StorageFailed
from coursegrader.store import AttemptStore, DataFolder
from coursegrader.store.exchange import Exchange
from coursegrader.store.read_handed_in import read_handed_in

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
NOTEBOOK = {"quiz.ipynb": b"{}"}


def submit(store: AttemptStore, files: dict[str, bytes], minutes: int, learner: str = "amara") -> None:
    moment = NOON + timedelta(minutes=minutes)
    exchange = Exchange(store, clock=lambda: moment)
    exchange.release("maths", "week1", NOTEBOOK, replace=True)
    exchange.submit("maths", "week1", learner, NOTEBOOK | files)


def test_they_come_in_order_and_each_once(store: AttemptStore) -> None:
    submit(store, {"quiz_answers.json": b"one", "notes.json": b"mine"}, 0)
    submit(store, {"quiz_answers.json": b"one"}, 1)
    submit(store, {"quiz_answers.json": b"one", "quiz_answers_2.json": b"two"}, 2)
    submit(store, {"deep/quiz_answers.json": b"elsewhere"}, 3)
    submit(store, {"quiz_answers.json": b"theirs"}, 4, learner="kenji")
    assert read_handed_in(store.folder, "week1", "amara") == (
        {"quiz_answers.json": b"one"},
        {"quiz_answers_2.json": b"two"},
    )
    assert read_handed_in(store.folder, "week2", "amara") == ()


def test_what_came_later_is_left_out(store: AttemptStore) -> None:
    for minute, text in enumerate((b"one", b"two", b"three")):
        submit(store, {"quiz_answers.json": text}, minute)
    before = (NOON + timedelta(minutes=2)).replace(tzinfo=None)
    found = read_handed_in(store.folder, "week1", "amara", before)
    assert [files["quiz_answers.json"] for files in found] == [b"one", b"two"]
    assert read_handed_in(store.folder, "week1", "amara", NOON.replace(tzinfo=None)) == ()


def test_without_a_store_nothing_was_submitted(tmp_path: Path) -> None:
    assert read_handed_in(DataFolder(tmp_path), "week1", "amara") == ()
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_store_is_told(tmp_path: Path) -> None:
    (tmp_path / "exchange.db").write_bytes(b"not a database, " * 1000)
    with pytest.raises(StorageFailed, match="cannot be read"):
        read_handed_in(DataFolder(tmp_path), "week1", "amara")


def test_reading_them_needs_no_sqlalchemy() -> None:
    program = "import sys, coursegrader.store.read_handed_in; print('sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
