"""Names of files that may travel through the pipe."""

from __future__ import annotations

import pytest

from coursegrader.wire.file_names import is_plain_path


@pytest.mark.parametrize("name", ["a/b.txt", "lab/work.ipynb", "..a", "a b", "a" * 255])
def test_a_file_beside_the_notebooks_may(name: str) -> None:
    assert is_plain_path(name)


@pytest.mark.parametrize(
    "name",
    [
        "/etc/x",
        "../x",
        "a/../../x",
        "",
        "x\0y",
        "work.ipynb",
        "/".join("a" * 20),
        "a" * 2000,
        "./x",
        "a//x",
        "a/./x",
        "x/",
        "a" * 256,
        "é" * 128,
        "/".join(["é" * 90] * 6),
        "\ud800",
    ],
    ids=lambda name: repr(name)[:20],
)
def test_others_may_not(name: str) -> None:
    assert not is_plain_path(name)
