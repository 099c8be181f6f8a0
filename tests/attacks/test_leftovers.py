"""What is left behind is found, and what is not ours is left alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from coursegrader.attacks.leftovers import changes, fingerprint, marked_files, surviving_processes
from coursegrader.attacks.listener import Listener
from coursegrader.attacks.memory import MemoryWatch


def test_processes_are_found_by_their_mark_until_they_end() -> None:
    command = [sys.executable, "-c", "print('up', flush=True); input()", "cgtest777"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stdout.readline() == b"up\n"  # it has its name by now
        assert surviving_processes("cgtest777") == [process.pid]
        assert surviving_processes("cgtest778") == []
        process.kill()
        process.wait()
        assert surviving_processes("cgtest777") == []


def test_files_are_found_by_their_mark_wherever_everybody_may_write(tmp_path: Path) -> None:
    mine, deep = tmp_path / "mine", tmp_path / "a" / "b" / "c"
    mine.mkdir()
    deep.mkdir(parents=True)
    for folder in (mine, deep):
        (folder / "cgtest779.txt").write_text("x")
    assert marked_files("cgtest779", [tmp_path], [mine]) == [deep / "cgtest779.txt"]


def test_changes_are_told(tmp_path: Path) -> None:
    for name in ("same", "changed", "gone", "mode"):
        (tmp_path / name).write_text("x")
    before = fingerprint([tmp_path], [])
    (tmp_path / "changed").write_text("y")
    (tmp_path / "gone").unlink()
    (tmp_path / "new").symlink_to("same")
    (tmp_path / "mode").chmod(0o777)
    assert changes(before, fingerprint([tmp_path], [])) == [
        f"{tmp_path}/new is new",
        f"{tmp_path}/gone is gone",
        f"{tmp_path}/changed was changed",
        f"{tmp_path}/mode was changed",
    ]


def test_visitors_are_noticed() -> None:
    import socket
    import time

    with Listener("secret", "cgtest780") as listener:
        with socket.create_connection(("127.0.0.1", listener.port)) as stream:
            assert stream.recv(100) == b"secret\n"
        with socket.socket(socket.AF_UNIX) as stream:
            stream.connect("\0cgtest780")
            assert stream.recv(100) == b"secret\n"
        end = time.monotonic() + 5
        while len(listener.visited) < 2 and time.monotonic() < end:
            time.sleep(0.01)
        assert sorted(listener.visited) == ["a TCP port", "an abstract socket"]


def test_memory_of_a_process_and_its_children_is_measured() -> None:
    code = "import subprocess, sys; x = bytearray(b'x') * (150 << 20); input()"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {code!r}])"
    import sys
    import time

    process = subprocess.Popen([sys.executable, "-c", child], stdin=subprocess.PIPE)
    try:
        with MemoryWatch(process.pid) as watch:
            end = time.monotonic() + 20
            while watch.peak < 140 << 20 and time.monotonic() < end:
                time.sleep(0.05)
    finally:
        process.communicate(b"\n")
    assert watch.peak >= 140 << 20
