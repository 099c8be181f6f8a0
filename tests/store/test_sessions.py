from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

import pytest

from coursegrader.store import AttemptStore, DataFolder, sessions
from coursegrader.store.database import utc_now


def test_a_session_is_found_by_its_id_until_it_is_ended(store: AttemptStore) -> None:
    mine = store.sessions.create("amara", ["course-maths"], admin=False, token="sealed", seconds=60)
    other = store.sessions.create("ada", [], admin=True, token="", seconds=60)
    found = store.sessions.find(mine)
    assert found is not None
    assert (found.user, found.groups, found.admin, found.token) == ("amara", ("course-maths",), False, "sealed")
    assert mine != other and len(mine) >= 43  # 256 random bits
    store.sessions.end(mine)
    assert store.sessions.find(mine) is None
    assert store.sessions.find(other) is not None
    assert store.sessions.find("") is None and store.sessions.find("\ud800") is None


def test_a_session_outlives_a_restart(store: AttemptStore) -> None:
    mine = store.sessions.create("amara", [], admin=False, token="", seconds=60)
    store.close()
    again = AttemptStore(DataFolder(store.folder.root))
    assert again.sessions.find(mine) is not None
    again.close()


def test_a_session_ends_by_itself(store: AttemptStore, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = store.sessions.create("amara", [], admin=False, token="", seconds=60)
    now = utc_now
    monkeypatch.setattr(sessions, "utc_now", lambda: now() + timedelta(seconds=61))
    assert store.sessions.find(mine) is None
    store.sessions.create("kenji", [], admin=False, token="", seconds=60)  # clears up
    with sqlite3.connect(store.folder.database) as db:
        assert db.execute("SELECT user FROM sessions").fetchall() == [("kenji",)]
    db.close()


def test_the_database_lets_nobody_in(store: AttemptStore) -> None:
    mine = store.sessions.create("amara", [], admin=False, token="", seconds=60)
    with sqlite3.connect(store.folder.database) as db:
        kept = str(db.execute("SELECT * FROM sessions").fetchall())
    db.close()
    assert mine not in kept
    assert "amara" in kept and str(datetime.now().year) in kept
