"""Notebooks with more text than is graded."""

from __future__ import annotations

import time

import pytest

from coursegrader.grader_side.long_texts import without_long_texts
from coursegrader.grader_side.notebook import Cell
from coursegrader.grader_side.rebuild import rebuild


def cells(*sources: str, kind: str = "code") -> list[Cell]:
    return [Cell(kind, source, "", {"grade_id": f"c{number}"}) for number, source in enumerate(sources)]


def test_nothing_is_left_out_of_what_is_short_enough() -> None:
    notes: list[str] = []
    given = cells("x" * 60, "y" * 40)
    assert without_long_texts(given, 100, notes) == given and not notes


def test_the_longest_cell_loses_its_text_and_no_other_does() -> None:
    notes: list[str] = []
    given = cells("a = 1", "x" * 5000, "b = 2", "y" * 90)
    kept = without_long_texts(given, 200, notes)
    assert [cell.source for cell in kept] == [
        "a = 1",
        "# The text of this cell was too long, and was left out.",
        "b = 2",
        "y" * 90,
    ]
    assert [cell.grade_id for cell in kept] == [cell.grade_id for cell in given]
    assert len(notes) == 1 and notes[0].startswith("cell 2 is too long")


def test_a_pasted_picture_becomes_an_attachment_of_a_written_answer_and_its_words_stay() -> None:
    notes: list[str] = []
    data = "iVBO" * 1000 + "=="
    picture = f"![drawing](data:image/png;base64,{data})"
    kept = without_long_texts(cells(f"My answer.\n{picture}\nIts end.", "short", kind="markdown"), 2000, notes)
    assert [cell.source for cell in kept] == ["My answer.\n![drawing](attachment:pasted-1)\nIts end.", "short"]
    assert kept[0].attachments == {"pasted-1": {"image/png": data}}
    assert len(notes) == 1 and "pictures" in notes[0]


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "text", ["x = (" + "\n" * 49_000 + ".0", "```\nx\n```" + " " * 200_000 + "x", "```" + " " * 200_000 + "?\nx\n```"]
)
def test_texts_that_look_like_something_to_the_end_are_read_once(text: str) -> None:
    """Each of them would take minutes to hours if it were searched again from each of its characters."""
    template = [Cell("code", "# YOUR CODE HERE", "", {"grade_id": "answer", "solution": True})]
    mine = [Cell("markdown", text, "", {"grade_id": "answer", "solution": True}), Cell("code", text, "", {})]
    began = time.process_time()
    rebuild("work", template, mine)
    assert time.process_time() - began < 30
