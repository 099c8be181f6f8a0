"""Pictures are kept whole or not at all, and drawn once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from coursegrader.store.data_folder import DataFolder
from coursegrader.store.kept_pictures import keep_pictures, kept_pictures, read_pictures

PICTURES = {".pictures/a.json": b"{}", "b.png": b"\x89PNG"}


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data").ensure()


def test_pictures_are_drawn_once_and_read_back(data: DataFolder) -> None:
    calls = []

    def draw() -> Mapping[str, bytes]:
        calls.append(1)
        return PICTURES

    first, again = (keep_pictures(data, "key", draw) for _ in range(2))
    assert (first, len(calls)) == (again, 1)
    assert read_pictures(first) == PICTURES
    assert kept_pictures(data, "key") == first


def test_other_pictures_have_another_key(data: DataFolder) -> None:
    keep_pictures(data, "key", lambda: PICTURES)
    assert kept_pictures(data, "another") is None
    assert read_pictures(keep_pictures(data, "another", dict)) == {}


def test_nothing_is_kept_of_a_drawing_that_failed(data: DataFolder) -> None:
    def draw() -> Mapping[str, bytes]:
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space left"):
        keep_pictures(data, "key", draw)
    assert kept_pictures(data, "key") is None
    assert list((data.root / "pictures").iterdir()) == []
