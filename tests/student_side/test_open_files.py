"""Files of the warm process in its children: open again, and read from where they were."""

import os
from pathlib import Path

from coursegrader.student_side.open_files import open_files


def test_a_file_is_opened_again_with_a_position_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "font"
    path.write_bytes(b"0123456789")
    original = os.open(path, os.O_RDONLY)
    os.read(original, 4)
    (found,) = (file for file in open_files(original) if file.path == str(path))
    shared = os.dup(original)
    os.close(original)
    found.open_again()
    assert os.read(found.descriptor, 3) == b"456"
    assert os.read(shared, 3) == b"456", "reading here moves nobody else's position"
    os.close(found.descriptor)
    os.close(shared)


def test_nothing_else_is_passed_on(tmp_path: Path) -> None:
    for name in ("written", "deleted", "hidden/scratch"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    opened = [
        os.open(tmp_path / "written", os.O_RDWR),
        os.open(tmp_path / "deleted", os.O_RDONLY),
        os.open(tmp_path / "hidden" / "scratch", os.O_RDONLY),
        os.open(tmp_path, os.O_RDONLY),
        *os.pipe(),
    ]
    (tmp_path / "deleted").unlink()
    found = open_files(min(opened), [tmp_path / "hidden"])
    assert not {file.descriptor for file in found} & set(opened)
    for descriptor in opened:
        os.close(descriptor)
