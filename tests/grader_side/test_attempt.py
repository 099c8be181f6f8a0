"""Reading what was handed in."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from coursegrader.errors import BadSubmission
from coursegrader.grader_side import attempt as attempts
from coursegrader.grader_side.attempt import Attempt, hash_files, read_attempt, read_course_attempt


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


def odd_files(odd: Path) -> Iterator[None]:
    for make in (
        lambda: odd.symlink_to("/etc/passwd"),
        lambda: odd.symlink_to(odd.parent),
        lambda: os.mkfifo(odd),
        lambda: socket.socket(socket.AF_UNIX).bind(str(odd)),
    ):
        make()
        yield
        odd.unlink()


def test_links_pipes_and_sockets_are_left_out_and_never_opened(tmp_path: Path) -> None:
    put(tmp_path / "a.ipynb")
    for _ in odd_files(tmp_path / "odd"):
        attempt = read_attempt(tmp_path)
        assert set(attempt.files) == {"a.ipynb"}
        assert list(attempt.left_out) == ["odd"] and "plain file" in attempt.left_out["odd"]


def test_a_notebook_that_is_no_plain_file_is_refused_where_there_is_no_other(tmp_path: Path) -> None:
    for _ in odd_files(tmp_path / "a.ipynb"):
        for path in (tmp_path, tmp_path / "a.ipynb"):
            with pytest.raises(BadSubmission, match=r"a\.ipynb: .*plain file"):
                read_attempt(path)


def test_one_odd_file_does_not_keep_the_others_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "MAX_FILE", 5)
    monkeypatch.setattr(attempts, "MAX_DEPTH", 1)
    put(tmp_path / "a.ipynb")
    put(tmp_path / "large.csv", b"x" * 6)
    put(tmp_path / "one/two/deep.txt")
    put(tmp_path / "new\nline.txt")
    put(Path(os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff.txt")))
    (tmp_path / "link").symlink_to(tmp_path / "one")
    attempt = read_attempt(tmp_path)
    assert set(attempt.files) == {"a.ipynb"}
    assert {name: why.split(";")[0].split(":")[1] for name, why in attempt.left_out.items()} == {
        "large.csv": " larger than 0 MiB",
        "one/two": " folders are nested more than 1 levels deep",
        "new\\nline.txt": " a file name with unprintable characters",
        "bad\\udcff.txt": " a file name with unprintable characters",
        "link": " cannot be opened as a plain file (Too many levels of symbolic links)",
    }
    assert all(text.isprintable() for row in attempt.left_out.items() for text in row)


@pytest.mark.parametrize(("limit", "value"), [("MAX_FILES", 2), ("MAX_TOTAL", 10)])
def test_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int) -> None:
    put(tmp_path / "a.ipynb")
    put(tmp_path / "one/two/three.txt", b"x" * 20)
    put(tmp_path / "four.txt")
    monkeypatch.setattr(attempts, limit, value)
    with pytest.raises(BadSubmission, match=r"more than \d+ files or \d+ MiB"):
        read_attempt(tmp_path)


@pytest.mark.parametrize(("limit", "value"), [("MAX_FILES", 3), ("MAX_TOTAL", 30)])
def test_too_much_in_a_folder_of_a_course_keeps_no_notebook_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    monkeypatch.setattr(attempts, limit, value)
    put(tmp_path / "z.ipynb")
    for number in range(9):
        put(tmp_path / f"mine/{number}.txt", b"x" * 10)
    attempt = read_course_attempt(tmp_path, {})
    assert set(attempt.files) == {"z.ipynb", "mine/0.txt", "mine/1.txt"}
    assert list(attempt.left_out) == ["mine/2.txt"]
    assert attempt.left_out["mine/2.txt"].startswith("mine/2.txt: left out with 6 other files, since more than")


def test_too_many_names_are_not_even_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "MAX_NAMES", 5)
    for number in range(20):
        put(tmp_path / f"a{number}.txt")
    put(tmp_path / "z.ipynb")
    attempt = read_course_attempt(tmp_path, {})
    assert "z.ipynb" in attempt.files and len(attempt.files) <= 5
    assert len(attempt.left_out) == 1


def test_the_instructors_files_do_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "MAX_FILES", 2)
    monkeypatch.setattr(attempts, "MAX_TOTAL", 20)
    monkeypatch.setattr(attempts, "MAX_FILE", 15)
    given = {f"images/{number}.txt": b"x" * 10 for number in range(9)} | {"large.csv": b"y" * 100}
    for name, content in given.items():
        put(tmp_path / name, content)
    put(tmp_path / "z.ipynb")
    put(tmp_path / "mine.txt")
    attempt = read_course_attempt(tmp_path, given)
    assert set(attempt.files) == {*given, "z.ipynb", "mine.txt"} - {"large.csv"}
    assert not attempt.left_out, "the large one is the instructor's, and lies there whatever is handed in"
    for name in given:
        put(tmp_path / name, b"changed")
    attempt = read_course_attempt(tmp_path, given)
    assert {"z.ipynb", "mine.txt"} <= set(attempt.files) and not attempt.left_out


def test_a_notebook_with_large_outputs_is_read_without_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "MAX_FILE", 200)
    document = b'{"cells": [{"outputs": [{"text": "%s"}], "source": "x"}]}'
    path = put(tmp_path / "a.ipynb", document % (b"x" * 500))
    for attempt in (read_attempt(tmp_path), read_attempt(path), read_course_attempt(tmp_path, {})):
        assert attempt.files["a.ipynb"] == b'{"cells": [{"outputs": [], "source": "x"}]}'
    put(path, document.replace(b'"x"', b'"%s"' % (b"y" * 500)) % b"x")
    with pytest.raises(BadSubmission, match=r"larger than 0 MiB without its outputs"):
        read_attempt(path)
    monkeypatch.setattr(attempts, "MAX_NOTEBOOK", 300)
    with pytest.raises(BadSubmission, match="clear large outputs"):
        read_attempt(path)
