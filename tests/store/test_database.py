"""The database is made, brought up to date, and opened by several processes at once."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import event

from coursegrader.errors import StorageFailed, StoreError
from coursegrader.store import AttemptState, AttemptStore, DataFolder
from coursegrader.store.read_missed import read_missed
from coursegrader.store.versions import CURRENT, KNOWN

FIRST_TABLES = (Path(__file__).parent / "first_tables.sql").read_text()
AMARAS = "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"


@pytest.fixture
def old(tmp_path: Path) -> DataFolder:
    """A data folder of the first deployments, whose database had no version."""
    folder = DataFolder(tmp_path / "old").ensure()
    with sqlite3.connect(folder.database) as db:
        db.executescript(FIRST_TABLES)
    db.close()
    return folder


def schema(path: Path) -> dict[str, str]:
    db = sqlite3.connect(path)
    rows = db.execute("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'alembic%' AND sql IS NOT NULL")
    found = {name: re.sub(r"\s+", " ", sql) for name, sql in rows}
    db.close()
    return found


def rows(path: Path, table: str, columns: str = "*") -> list[tuple[object, ...]]:
    db = sqlite3.connect(path)
    found = db.execute(f"SELECT {columns} FROM {table} ORDER BY 1").fetchall()
    db.close()
    return found


def in_another_process(folder: DataFolder, code: str) -> subprocess.Popen[str]:
    program = f"""
import sys
from pathlib import Path
from coursegrader.store import AttemptStore, DataFolder
sys.stdin.readline()
store = AttemptStore(DataFolder(Path({str(folder.root)!r})))
{code}
"""
    return subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def at_once(processes: Sequence[subprocess.Popen[str]]) -> list[str]:
    """Let them go together; what each printed."""
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    with ThreadPoolExecutor(len(processes)) as pool:
        said = list(pool.map(lambda process: process.communicate(timeout=60), processes))
    assert [error for _, error in said] == [""] * len(processes)
    return [text for text, _ in said]


def test_an_old_database_loses_nothing(old: DataFolder) -> None:
    kept = ("releases", "fetches", "feedback", "identities")
    columns = "id, course, assignment, learner, number, received_at, files, sha256, state, tries, result, error"
    before = [rows(old.database, table) for table in kept] + [rows(old.database, "attempts", columns)]
    store = AttemptStore(old)
    assert [rows(old.database, table) for table in kept] + [rows(old.database, "attempts", columns)] == before
    graded, failed, waiting = store.attempts("maths")
    assert (graded.learner, graded.files, graded.score, graded.max_score) == ("amara", {"quiz.ipynb": AMARAS}, 3.5, 5.0)
    assert graded.graded_at == graded.finished_at is not None
    assert (failed.state, failed.error, failed.score) == (AttemptState.FAILED, "the notebook cannot be read", None)
    assert store.next_waiting(("maths",)) == waiting
    assert (waiting.number, waiting.late_seconds) == (2, 0.0)
    assert store.user_id("kenji") == 20_002
    assert store.staff_group_id("maths") == 19_003
    store.close()


def test_old_results_begin_the_history(old: DataFolder) -> None:
    store = AttemptStore(old)
    graded, failed, waiting = store.attempts("maths")
    first, second = store.history("maths")
    assert (first.attempt, first.cause, first.result, first.feedback) == (
        graded.id,
        "submitted",
        graded.result,
        graded.feedback,
    )
    assert (second.attempt, second.error, second.score) == (failed.id, failed.error, None)
    assert store.record_result(waiting, {"score": 1.0, "max_score": 5.0}, {})
    assert [past.cause for past in store.history("maths", waiting.id)] == ["submitted"]
    store.grade_again(graded)
    assert store.record_result(graded, {"score": 2.0, "max_score": 5.0}, {})
    assert [(past.score, past.cause) for past in store.history("maths", graded.id)] == [
        (3.5, "submitted"),
        (2.0, "again"),
    ]
    store.close()


def test_an_old_database_becomes_what_a_new_one_is(old: DataFolder, tmp_path: Path) -> None:
    new = DataFolder(tmp_path / "new")
    for folder in (old, new):
        AttemptStore(folder).close()
        assert rows(folder.database, "alembic_version") == [(CURRENT,)]
    assert schema(old.database) == schema(new.database)


def test_what_was_handed_out_before_stays_as_it_was_drawn(store: AttemptStore) -> None:
    store.add_release("maths", "week2", {"quiz.ipynb": b"{}"})
    store.record_fetch("maths", "week2", "amara")
    store.add_attempt("maths", "week2", "kenji", {"quiz.ipynb": b"{}"})
    store.close()
    db = sqlite3.connect(store.folder.database)
    db.executescript("DROP TABLE missed; UPDATE alembic_version SET version_num = '0002'")
    db.close()
    assert read_missed(store.folder, "week2", "amara") == ()  # nobody has opened the store yet
    upgraded = AttemptStore(store.folder)
    for learner, missed in (("amara", ()), ("kenji", ()), ("bo", ("week1/rank",))):
        assert upgraded.missed.once("maths", "week2", learner, lambda: ["week1/rank"]) == missed
    upgraded.close()


def test_every_step_is_known() -> None:
    from alembic.script import ScriptDirectory

    from coursegrader.store import migrations

    steps = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert tuple(reversed([step.revision for step in steps.walk_revisions()])) == KNOWN
    assert steps.get_current_head() == CURRENT


def test_a_step_that_fails_leaves_the_database_as_it_was(old: DataFolder) -> None:
    db = sqlite3.connect(old.database)
    db.execute("CREATE TABLE sessions (something_else INTEGER)")  # in the way of the last table that is made
    db.close()
    before = schema(old.database)
    with pytest.raises(StoreError, match=r"sessions already exists.* left as it was"):
        AttemptStore(old)
    assert schema(old.database) == before
    assert len(rows(old.database, "attempts")) == 3


def test_a_newer_database_is_left_alone(store: AttemptStore) -> None:
    db = sqlite3.connect(store.folder.database)
    db.execute("UPDATE alembic_version SET version_num = '9999'")
    db.commit()
    db.close()
    with pytest.raises(StoreError, match=r"made by a newer version of coursegrader \(its version is '9999'"):
        AttemptStore(store.folder)


def test_processes_that_open_a_new_database_at_once_agree(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    add = "print(store.add_attempt('maths', 'week1', 'amara', {'quiz.ipynb': b'{}'}).number)"
    assert sorted(at_once([in_another_process(folder, add) for _ in range(2)])) == ["1\n", "2\n"]


def test_processes_that_open_an_old_database_at_once_agree(old: DataFolder) -> None:
    said = at_once([in_another_process(old, "print(len(store.attempts('maths')))") for _ in range(2)])
    assert said == ["3\n"] * 2
    assert len(rows(old.database, "results")) == 2


def test_opening_needs_alembic_only_to_bring_an_old_database_up_to_date(old: DataFolder, tmp_path: Path) -> None:
    new = DataFolder(tmp_path / "new")
    code = f"""
print('alembic' in sys.modules)
AttemptStore(DataFolder(Path({str(old.root)!r})))
print('alembic' in sys.modules)
"""
    assert at_once([in_another_process(new, code)]) == ["False\nTrue\n"]  # made anew, then brought up to date
    assert at_once([in_another_process(new, code)]) == ["False\nFalse\n"]  # nothing to do for either


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "exchange.db").write_bytes(b"not a database, " * 1000)
    with pytest.raises(StoreError, match=r"exchange\.db cannot be opened \(file is not a database\)"):
        AttemptStore(DataFolder(tmp_path))


def test_a_full_disk_loses_nothing_that_was_accepted(store: AttemptStore) -> None:
    first = store.add_attempt("maths", "week1", "amara", {"quiz.ipynb": b"{}"})
    engine = store.database.engine
    engine.dispose()
    event.listen(engine, "connect", lambda connection, record: connection.execute("PRAGMA max_page_count = 1"))

    def fill() -> None:
        for number in range(1000):
            store.add_attempt("maths", "week1", "amara", {f"{number}-{'x' * 200}": b"{}"})

    with pytest.raises(StorageFailed, match=r"nothing was kept.*\(database or disk is full\)"):
        fill()
    before = len(store.attempts("maths"))
    with pytest.raises(StorageFailed, match="nothing was kept"):
        store.record_result(first, {"score": 1.0, "text": "x" * 100_000}, {})
    assert store.next_waiting(("maths",)) == first
    store.close()
    again = AttemptStore(store.folder)
    assert len(again.attempts("maths")) == before >= 1
    assert again.record_result(first, {"score": 1.0}, {})
    again.close()


def test_many_threads_write_in_turn(store: AttemptStore) -> None:
    def add(number: int) -> None:
        store.add_attempt("maths", "week1", f"learner{number}", {"quiz.ipynb": b"{}"})
        store.audit.add("maths", f"learner{number}", "submit", "week1")

    with ThreadPoolExecutor(40) as pool:
        list(pool.map(add, range(80)))
    assert len(store.attempts("maths")) == len(store.audit.entries("maths", limit=1000)) == 80


def test_a_moment_without_a_time_zone_is_refused(store: AttemptStore) -> None:
    with pytest.raises(Exception, match="has no time zone"):
        store.add_attempt("maths", "week1", "amara", {}, received_at=datetime(2026, 3, 1))
    assert store.attempts("maths") == []


def test_the_database_is_the_owners_alone(store: AttemptStore) -> None:
    assert store.folder.database.stat().st_mode & 0o077 == 0
