"""One answer out of the cells that were found for it: what stands in it to the letter."""

from __future__ import annotations

import pytest

from coursegrader.grader_side.notebook import Cell
from coursegrader.grader_side.rebuild import rebuild


def answer(source: str, kind: str = "code") -> Cell:
    return Cell(kind, source, "id", {"solution": True, "grade": True, "points": 1, "grade_id": "a", "checksum": "0"})


def handed_in(source: str, kind: str, *texts: str) -> str:
    (cell,) = rebuild("work", [answer(source, kind)], [answer(text, kind) for text in texts]).cells
    return cell.source


@pytest.mark.parametrize("kind", ["code", "markdown"])
@pytest.mark.parametrize("text", ["x = 1\n", "x = 1\r\n\r\ny = 2", "\n\nx = 1  \n\n", "x = 1\ry = 2\n"])
def test_an_unanswered_cell_is_the_released_one_to_the_letter(kind: str, text: str) -> None:
    with_line_feeds = text.replace("\r\n", "\n").replace("\r", "\n")
    assert handed_in(text, kind, with_line_feeds) == text
    assert handed_in(text, kind, with_line_feeds, with_line_feeds) == text


@pytest.mark.parametrize("kind", ["code", "markdown"])
@pytest.mark.parametrize("text", ["x = 1", "x = 1\n\n", "\nx = 1", "x = 1 \n", "y = 2\n"])
def test_whatever_a_learner_changed_is_an_answer_as_it_stands(kind: str, text: str) -> None:
    assert handed_in("x = 1\n", kind, text) == text
