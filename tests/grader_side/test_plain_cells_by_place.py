"""Programs of the instructor that are nobody's exercise: a learner may edit them, with cell ids or without."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coursegrader.grader_side.notebook import Cell
from coursegrader.grader_side.rebuild import rebuild


def program(source: str, cell_id: str = "") -> Cell:
    return Cell("code", source, cell_id, {})


def check(name: str, cell_id: str = "") -> Cell:
    return Cell("code", f"assert {name}", cell_id, {"grade": True, "grade_id": name, "points": 1, "locked": True})


TEMPLATE = [check("first"), program("START = 1  # as you like"), check("second"), program("a = 1"), program("b = 1")]


def run(*submitted: Cell) -> list[str]:
    return [cell.source for cell in rebuild("work", TEMPLATE, submitted).cells if not cell.grade_id]


def test_an_edited_program_takes_the_place_of_the_instructors() -> None:
    edited = [check("first"), program("value = [9, 9]"), check("second"), program("x = 2"), program("y = 2")]
    assert run(*edited) == ["value = [9, 9]", "x = 2", "y = 2"]


def test_a_cell_beside_the_edited_one_stays_beside_it() -> None:
    ran = run(check("first"), program("print('mine')"), program("START = 0.5  # as I like"), check("second"))
    assert ran[:2] == ["print('mine')", "START = 0.5  # as I like"]
    assert "START = 1  # as you like" not in ran


@pytest.mark.parametrize("ids", [True, False])
def test_an_unedited_program_is_the_instructors(ids: bool) -> None:
    cells = [replace(cell, cell_id=f"id-{i}" if ids else "") for i, cell in enumerate(TEMPLATE)]
    assert run(*cells) == ["START = 1  # as you like", "a = 1", "b = 1"]


def test_with_ids_a_new_cell_takes_the_place_of_one_that_was_deleted() -> None:
    template = [replace(cell, cell_id=f"id-{i}") for i, cell in enumerate(TEMPLATE)]
    submitted = [template[0], program("mine = 1", "new"), template[2], *template[3:]]
    sources = [cell.source for cell in rebuild("work", template, submitted).cells]
    assert "mine = 1" in sources and "START = 1  # as you like" not in sources
