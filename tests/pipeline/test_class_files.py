"""What is copied into ``autograded/`` is what nbgrader copies."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbgrader.utils import find_all_files

from coursegrader.pipeline.class_files import CopyRules, fill_draft, put_in_place, ready_folder, remove_drafts

IGNORE = (".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", "*.tmp")


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path, Path]:
    """A submission, the instructor's folder, and an empty draft."""
    made = {
        "submitted": ["a.csv", "data/b.csv", "__pycache__/c.txt", "x.pyc", ".hidden.tmp", "n.ipynb", "deep/n.ipynb"],
        "source": ["data/b.csv", "img/p.png", "feedback/x.html", "s.ipynb", ".ipynb_checkpoints/z.txt"],
        "draft": [],
    }
    for folder, names in made.items():
        (tmp_path / folder).mkdir()
        for name in names:
            path = tmp_path / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{folder}: {name}")
    return tmp_path / "submitted", tmp_path / "source", tmp_path / "draft"


def contents(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_the_files_that_nbgrader_would_copy_are_copied(folders: tuple[Path, Path, Path]) -> None:
    submitted, source, draft = folders
    fill_draft(draft, submitted, source, {"n": b"graded"}, CopyRules(IGNORE, permissions=0o640), None)
    theirs = {
        Path(path).relative_to(folder).as_posix()
        for folder in (submitted, source)
        for path in find_all_files(str(folder), [*IGNORE, "*.ipynb"])
    }
    mine = contents(draft / "files")
    assert mine.keys() == theirs | {"n.ipynb"}
    assert mine["data/b.csv"] == "source: data/b.csv"
    assert mine["n.ipynb"] == "graded"
    assert {path.stat().st_mode & 0o777 for path in (draft / "files").rglob("*") if path.is_file()} == {0o640}


def test_files_that_are_not_to_be_overwritten_stay_the_students(folders: tuple[Path, Path, Path]) -> None:
    submitted, source, draft = folders
    fill_draft(draft, submitted, source, {}, CopyRules(keep=frozenset({"data/b.csv", "img/p.png"})), None)
    found = contents(draft / "files")
    assert found["data/b.csv"] == "submitted: data/b.csv"
    assert "img/p.png" not in found  # nobody handed one in


def test_notebooks_that_are_not_graded_now_are_kept(folders: tuple[Path, Path, Path], tmp_path: Path) -> None:
    submitted, source, draft = folders
    kept = tmp_path / "kept"
    kept.mkdir()
    for name in ("n.ipynb", "other.ipynb"):
        (kept / name).write_text("before")
        (kept / name).chmod(0o444)
    fill_draft(draft, submitted, source, {"n": b"graded"}, CopyRules(), kept)
    found = contents(draft / "files")
    assert (found["n.ipynb"], found["other.ipynb"]) == ("graded", "before")


def test_a_shared_course_s_folders_belong_to_the_group(folders: tuple[Path, Path, Path]) -> None:
    submitted, source, draft = folders
    fill_draft(draft, submitted, source, {}, CopyRules(group_shared=True, permissions=0o664), None)
    assert {path.stat().st_mode & 0o2770 for path in (draft / "files").rglob("*") if path.is_dir()} == {0o2770}


def test_putting_in_place_can_be_done_again_after_an_interruption(tmp_path: Path) -> None:
    target = tmp_path / "week"
    ready = ready_folder(target)
    (ready / "files").mkdir(parents=True)
    (ready / "files/new.txt").touch()
    (ready / "old").mkdir()  # the former folder has been moved away, the new one is not there yet
    put_in_place(ready, target)
    assert [path.name for path in target.iterdir()] == ["new.txt"]
    assert not ready.exists()


def test_only_drafts_of_this_folder_are_removed(tmp_path: Path) -> None:
    for name in (".week.draft-1", ".week.draft-2", ".week2.draft-1", "week.draft"):
        (tmp_path / name).mkdir()
    remove_drafts(tmp_path / "week")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".week2.draft-1", "week.draft"]
