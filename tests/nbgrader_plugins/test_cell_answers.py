"""What a person reads who scores an exercise: the right cells, as text and pictures, and nothing live."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from coursegrader.errors import CourseError
from coursegrader.nbgrader_plugins.cell_answers import CellAnswer, answer_in
from tests.pictures import JPEG, SVG

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n then the rest").decode()


def cell(kind: str, source: str, outputs: list[dict[str, Any]] | None = None, **settings: Any) -> dict[str, Any]:
    """A cell of a graded notebook; settings are nbgrader's, apart from ``ours``, which are coursegrader's."""
    ours = settings.pop("ours", None)
    metadata = ({"nbgrader": settings} if settings else {}) | ({"coursegrader": ours} if ours else {})
    made = {"cell_type": kind, "source": source, "metadata": metadata}
    return made | ({"outputs": outputs or []} if kind == "code" else {})


def shown(**data: Any) -> dict[str, Any]:
    kinds = {"png": "image/png", "html": "text/html", "svg": "image/svg+xml", "plain": "text/plain"}
    return {"output_type": "display_data", "metadata": {}, "data": {kinds[name]: part for name, part in data.items()}}


def printed(text: str, name: str = "stdout") -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": text}


def read(path: Path, grade_id: str, *cells: dict[str, Any]) -> CellAnswer:
    path.write_text(json.dumps({"cells": cells}))
    found = answer_in(path, grade_id)
    assert found is not None
    return found


def pieces(answer: CellAnswer) -> list[tuple[str, str]]:
    return [(piece.kind, piece.content) for piece in answer.pieces]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "work.ipynb"


def test_the_answer_in_front_of_a_test_with_its_question_and_its_tests(path: Path) -> None:
    tests = [{"name": "test_zero", "passed": False, "hint": "Try zero.", "weight": 1.0}]
    answer = read(
        path,
        "second",
        cell("code", "first = 1", grade_id="first_answer", solution=True),
        cell("code", "assert first", grade_id="first", grade=True),
        cell("markdown", "## Second\nWrite it."),
        cell("code", "second = 2", [printed("two\n")], grade_id="second_answer", solution=True),
        cell("code", "print('mine')", [printed("mine")], ours={"added": True}),
        cell(
            "code",
            "assert second",
            [printed("careful", "stderr")],
            grade_id="second",
            grade=True,
            ours={"tests": tests},
        ),
        cell("markdown", "## Third"),
    )
    assert answer.question == "## Second\nWrite it."
    assert pieces(answer) == [
        ("code", "second = 2"),
        ("output", "two\n"),
        ("code", "print('mine')"),
        ("output", "mine"),
        ("error", "careful"),
    ]
    assert [(test.name, test.passed, test.hint) for test in answer.tests] == [("test_zero", False, "Try zero.")]


def test_an_essay_is_its_own_answer(path: Path) -> None:
    essay = cell("markdown", "Because <b>it</b> is so.", grade_id="essay", grade=True, solution=True)
    before = cell("markdown", "Other", grade_id="other", grade=True, solution=True)
    assert pieces(read(path, "essay", before, essay)) == [("text", "Because <b>it</b> is so.")]


def test_a_task_is_answered_in_the_cells_that_follow(path: Path) -> None:
    answer = read(
        path,
        "task",
        cell("markdown", "Plot it.", grade_id="task", task=True),
        cell("code", "plot()", [shown(png=PNG, plain="<Figure>")], ours={"added": True}),
        cell("code", "x = 1", grade_id="next_answer", solution=True),
    )
    assert (answer.question, pieces(answer)) == ("Plot it.", [("code", "plot()"), ("picture", PNG)])


def test_pictures_of_a_written_answer_are_seen_and_what_is_none_is_not(path: Path) -> None:
    written = cell("markdown", "![x](attachment:x.jpeg)", grade_id="proof", grade=True, solution=True)
    written["attachments"] = {
        "x.jpeg": {"image/jpeg": JPEG},
        "y.svg": {"image/svg+xml": SVG},
        'z"': {'image/png" onload="alert(1)': '"><script>'},
    }
    answer = read(path, "proof", written)
    assert [(piece.kind, piece.content, piece.media) for piece in answer.pieces[1:]] == [
        ("picture", JPEG, "image/jpeg"),
    ]


def test_a_second_test_of_one_answer_shows_that_answer(path: Path) -> None:
    answer = read(
        path,
        "second",
        cell("code", "f = 1", grade_id="f", solution=True),
        cell("code", "assert f", grade_id="first", grade=True),
        cell("code", "assert f > 0", grade_id="second", grade=True),
    )
    assert pieces(answer) == [("code", "f = 1")]


def test_a_question_without_an_answer_cell_is_an_exercise_of_its_own(path: Path) -> None:
    answer = read(
        path,
        "second",
        cell("code", "f = 1", grade_id="f", solution=True),
        cell("markdown", "## 1. First"),
        cell("code", "ask(1)", [printed("A")], grade_id="first", grade=True),
        cell("markdown", "## 2. Second"),
        cell("code", "ask(2)", [printed("B")], grade_id="second", grade=True),
    )
    assert (answer.question, pieces(answer)) == ("## 2. Second", [("output", "B")])


def test_nothing_live_is_taken_over(path: Path) -> None:
    outputs = [
        shown(html="<script>alert(1)</script>", plain="a table"),
        shown(svg="<svg onload='alert(1)'/>"),
        shown(png="bm90IGEgcGljdHVyZQ==", plain="no picture"),
        {"output_type": "error", "ename": "ValueError", "evalue": "\x1b[31mred\x1b[0m", "traceback": []},
        printed("ring\x07\x1b]0;title"),
    ]
    answer = read(path, "f", cell("code", "f()", outputs, grade_id="f", grade=True, solution=True))
    assert pieces(answer)[1:4] == [("output", "a table"), ("output", "no picture"), ("error", "ValueError: red")]
    assert not any(set("\x07\x1b") & set(text) for _, text in pieces(answer))


def test_long_text_is_cut_and_says_so(path: Path) -> None:
    answer = read(path, "f", cell("markdown", "a" * 100_000, grade_id="f", grade=True, solution=True))
    ((_, text),) = pieces(answer)
    assert len(text) < 25_000
    assert "left out here" in text


def test_a_missing_notebook_or_cell_is_no_answer_and_a_damaged_one_is_told(path: Path) -> None:
    assert answer_in(path, "f") is None
    path.write_text('{"cells": []}')
    assert answer_in(path, "f") is None
    path.write_text("{")
    with pytest.raises(CourseError, match="grade the submission again"):
        answer_in(path, "f")
