from __future__ import annotations

import pytest

from coursegrader.hub.web.student.exercise_names import names_in, plain, read_names, shown
from tests.hub.web.student.records import ASSIGNMENT, notebook


def test_exercises_are_called_by_the_heading_above_them() -> None:
    names = read_names("assignment", ASSIGNMENT)
    assert names.title == "Elimination that never lies"
    assert plain(names.exercises["moves"]) == "1 · Three moves"
    assert names.exercises["moves_answer"] == names.exercises["moves"]
    assert names.points == 10


def test_titles_keep_code_and_formulas_and_nothing_live() -> None:
    names = read_names("assignment", ASSIGNMENT)
    assert "<code>moves</code>" in shown(names.exercises["moves"])
    assert "<math" in shown(names.exercises["staircase"])
    assert "<script" not in shown("x <script>alert(1)</script> <img src=x onerror=alert(1)>")
    assert "onerror" not in shown("x <img src=x onerror=alert(1)>")


def test_numbered_titles_stay_titles() -> None:
    assert shown("1. Reduced echelon form") == "1. Reduced echelon form"


def test_without_headings_the_grade_id_is_the_name() -> None:
    names = read_names("week_1", notebook(("dot_product", "...", 2)))
    assert (names.title, names.exercises["dot_product"]) == ("Week 1", "Dot product")


def test_headings_in_code_blocks_are_not_titles() -> None:
    names = read_names("a", notebook("## Real\n```\n## not this\n```", ("x", "...", 1)))
    assert names.exercises["x"] == "Real"


@pytest.mark.parametrize("content", [b"", b"[]", b'{"cells": 3}', b'{"cells": [3, {"metadata": []}]}', b"[" * 99_999])
def test_a_broken_notebook_has_its_files_name(content: bytes) -> None:
    assert read_names("week_1", content).title == "Week 1"


def test_each_version_of_a_notebook_is_read_once() -> None:
    asked = []

    def content_of(sha256: str) -> bytes:
        asked.append(sha256)
        return ASSIGNMENT

    files = {"only-here.ipynb": "e" * 64, "data/x.ipynb": "f" * 64, "t.csv": "a" * 64}
    assert list(names_in(files, content_of)) == ["only-here"]
    names_in(files, content_of)
    assert asked == ["e" * 64]


def test_a_notebook_that_cannot_be_had_is_asked_for_again() -> None:
    files = {"lost.ipynb": "d" * 64}
    assert names_in(files, lambda sha256: b"")["lost"].title == "Lost"
    assert names_in(files, lambda sha256: ASSIGNMENT)["lost"].title == "Elimination that never lies"
