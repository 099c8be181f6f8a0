from __future__ import annotations

import os
from pathlib import Path

import pytest

from coursegrader.errors import BadSubmission
from coursegrader.store import FileLimits, check_files, read_folder


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "../up",
        "a/../../up",
        "a//b",
        ".hidden",
        "a/.ssh/key",
        "a\\b",
        "a\nb",
        "a\x00b",
        "x" * 300,
        "./a",
    ],
)
def test_unsafe_names_are_refused(path: str) -> None:
    with pytest.raises(BadSubmission):
        check_files({path: b""})


def test_plain_names_are_accepted() -> None:
    check_files({"quiz.ipynb": b"{}", "data/table 1.csv": b"", "bilder/größe.png": b""})


def test_a_file_cannot_be_a_folder_too() -> None:
    with pytest.raises(BadSubmission, match="names a file as a folder"):
        check_files({"a": b"", "a/b": b""})


def test_sizes_and_counts_are_bounded() -> None:
    limits = FileLimits(files=2, file_size=10, total_size=15)
    with pytest.raises(BadSubmission, match="too many"):
        check_files({"a": b"", "b": b"", "c": b""}, limits)
    with pytest.raises(BadSubmission, match="larger than"):
        check_files({"a": b"x" * 11}, limits)
    with pytest.raises(BadSubmission, match="together"):
        check_files({"a": b"x" * 10, "b": b"x" * 10}, limits)


def test_a_folder_is_read_with_its_subfolders(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "quiz.ipynb").write_bytes(b"{}")
    (tmp_path / "data" / "table.csv").write_bytes(b"1,2")
    (tmp_path / ".ipynb_checkpoints").mkdir()
    (tmp_path / ".ipynb_checkpoints" / "quiz.ipynb").write_bytes(b"old")
    assert read_folder(tmp_path) == {"quiz.ipynb": b"{}", "data/table.csv": b"1,2"}


def test_what_is_not_wanted_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "keep.txt").write_bytes(b"")
    (tmp_path / "feedback").mkdir()
    (tmp_path / "feedback" / "page.html").write_bytes(b"")
    assert list(read_folder(tmp_path, keep=lambda path: path.name != "feedback")) == ["keep.txt"]


def test_links_are_never_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("key")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "quiz.ipynb").symlink_to(secret)
    with pytest.raises(BadSubmission, match=r"quiz\.ipynb"):
        read_folder(folder)


def test_links_to_folders_are_never_followed(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "data").symlink_to("/etc")
    with pytest.raises(BadSubmission, match="is a link"):
        read_folder(tmp_path / "folder")


def test_a_fifo_does_not_hang_the_reader(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BadSubmission, match="not a regular file"):
        read_folder(tmp_path)


def test_reading_stops_at_the_limit(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"x" * 100)
    with pytest.raises(BadSubmission, match="too large"):
        read_folder(tmp_path, limits=FileLimits(file_size=10))
