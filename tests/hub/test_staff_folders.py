from __future__ import annotations

import sqlite3
from pathlib import Path

from coursegrader.hub.staff_folders import place_gradebook, share_course

GROUP = 19_077


def write(gradebook: Path, text: str) -> None:
    with sqlite3.connect(gradebook) as db:
        db.execute("create table if not exists t (x)")
        db.execute("insert into t values (?)", (text,))


def read(gradebook: Path) -> list[str]:
    with sqlite3.connect(gradebook) as db:
        return [row[0] for row in db.execute("select x from t")]


def test_the_gradebook_moves_into_a_folder_of_its_own(tmp_path: Path) -> None:
    write(tmp_path / "gradebook.db", "grades")
    folder = place_gradebook(tmp_path, GROUP)
    assert read(folder / "gradebook.db") == ["grades"]
    write(tmp_path / "gradebook.db", "more")
    assert read(folder / "gradebook.db") == ["grades", "more"]
    assert place_gradebook(tmp_path, GROUP) == folder
    assert read(tmp_path / "gradebook.db") == ["grades", "more"]


def test_a_new_gradebook_counts_and_the_old_one_is_kept(tmp_path: Path) -> None:
    write(tmp_path / "gradebook.db", "old")
    folder = place_gradebook(tmp_path, GROUP)
    (tmp_path / "gradebook.db").unlink()
    write(tmp_path / "gradebook.db", "new")
    place_gradebook(tmp_path, GROUP)
    assert read(tmp_path / "gradebook.db") == ["new"]
    (kept,) = folder.glob("gradebook-until-*.db")
    assert read(kept) == ["old"]


def test_a_course_without_a_gradebook_gets_one_later(tmp_path: Path) -> None:
    place_gradebook(tmp_path, GROUP)
    write(tmp_path / "gradebook.db", "first")
    assert read(tmp_path / "gradebook.db.d" / "gradebook.db") == ["first"]


def test_nbgraders_folders_are_made_and_links_left_alone(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("")
    before = outside.stat()
    course = tmp_path / "course"
    (course / "source" / "week1").mkdir(parents=True)
    (course / "source" / "week1" / "link").symlink_to(outside)
    share_course(course, GROUP)
    assert (course / "feedback").is_dir()
    assert (outside.stat().st_mode, outside.stat().st_gid) == (before.st_mode, before.st_gid)
