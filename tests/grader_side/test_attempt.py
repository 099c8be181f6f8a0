"""Reading what was handed in."""

import os
import socket
from pathlib import Path

import pytest

from coursegrader.errors import BadSubmission
from coursegrader.grader_side import attempt as attempts
from coursegrader.grader_side.attempt import Attempt, hash_files, read_attempt


def put(path: Path, content: bytes = b"{}") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_a_folder_gives_all_its_files_but_not_caches(tmp_path: Path) -> None:
    for name in ("b.ipynb", "data/x.csv", ".ipynb_checkpoints/b.ipynb", "data/__pycache__/m.pyc"):
        put(tmp_path / name, name.encode())
    attempt = read_attempt(tmp_path)
    assert dict(attempt.files) == {"b.ipynb": b"b.ipynb", "data/x.csv": b"data/x.csv"}
    assert attempt.notebooks == {"b": b"b.ipynb"} and attempt.whole


def test_a_single_notebook_is_an_attempt_by_itself(tmp_path: Path) -> None:
    put(tmp_path / "other.txt")
    attempt = read_attempt(put(tmp_path / "a.ipynb"))
    assert dict(attempt.files) == {"a.ipynb": b"{}"} and not attempt.whole


def test_the_hash_depends_on_names_and_contents_but_not_on_order() -> None:
    assert hash_files({"a": b"1", "b": b"2"}) == hash_files({"b": b"2", "a": b"1"})
    different = [{"a": b"1"}, {"b": b"1"}, {"a": b"2"}, {"a": b"1", "": b""}, {"a1": b""}, {}]
    assert len({Attempt(files).sha256 for files in different}) == len(different)


def test_links_pipes_and_sockets_are_refused_and_never_opened(tmp_path: Path) -> None:
    put(tmp_path / "a.ipynb")
    odd = tmp_path / "odd"
    for make in (
        lambda: odd.symlink_to("/etc/passwd"),
        lambda: odd.symlink_to(tmp_path),
        lambda: os.mkfifo(odd),
        lambda: socket.socket(socket.AF_UNIX).bind(str(odd)),
    ):
        make()
        with pytest.raises(BadSubmission, match=r"^odd: .*plain file"):
            read_attempt(tmp_path)
        odd.unlink()


@pytest.mark.parametrize(
    ("limit", "value", "said"),
    [("MAX_FILES", 2, "more than 2 files"), ("MAX_FILE", 5, "larger than"), ("MAX_TOTAL", 10, "more than"),
     ("MAX_DEPTH", 1, "nested more than 1 levels")],
)  # fmt: skip
def test_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, said: str
) -> None:
    put(tmp_path / "a.ipynb")
    put(tmp_path / "one/two/three.txt", b"x" * 20)
    put(tmp_path / "four.txt")
    monkeypatch.setattr(attempts, limit, value)
    with pytest.raises(BadSubmission, match=said):
        read_attempt(tmp_path)
