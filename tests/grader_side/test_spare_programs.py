"""Programs of the instructor that are nobody's exercise: deleted, replaced, made a text, moved."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coursegrader.grader_side.notebook import Cell
from coursegrader.grader_side.rebuild import Rebuilt, rebuild


def text(source: str, cell_id: str = "") -> Cell:
    return Cell("markdown", source, cell_id, {})


def program(source: str, cell_id: str = "") -> Cell:
    return Cell("code", source, cell_id, {})


def check(name: str, source: str) -> Cell:
    return Cell("code", source, name, {"grade": True, "grade_id": name, "points": 1, "locked": True})


def answer(name: str, source: str) -> Cell:
    return Cell("code", source, name, {"solution": True, "grade_id": name, "checksum": "0"})


TITLE = text("# Title", "title")
NUMPY = program("import numpy as np", "numpy")
SLOT = program("values = None  # put your list here", "slot")
LIMIT = program("limit = 10", "limit")
LIMITED = check("limited", "assert limit < 10")
ANSWER = answer("mean", "mean = sum(values) / 2")
SUMMED = check("summed", "assert sum(values) == 6 and np.pi > mean")
TEMPLATE = [TITLE, NUMPY, SLOT, LIMIT, LIMITED, ANSWER, SUMMED]


def code_of(*submitted: Cell) -> list[str]:
    return [cell.source for cell in done(*submitted).cells if cell.cell_type == "code"]


def done(*submitted: Cell) -> Rebuilt:
    return rebuild("work", TEMPLATE, submitted)


def test_as_handed_out_nothing_is_put_right() -> None:
    result = done(*TEMPLATE)
    assert result.cells == tuple(TEMPLATE) and not result.repairs and not result.left_out


def test_a_program_that_was_replaced_does_not_come_back() -> None:
    mine = [program("mine = [1, 2, 3]", "new-1"), program("values = sorted(mine)", "new-2")]
    result = done(TITLE, NUMPY, *mine, LIMIT, LIMITED, ANSWER, SUMMED)
    assert [c.source for c in result.cells[2:4]] == ["mine = [1, 2, 3]", "values = sorted(mine)"]
    assert SLOT.source not in [c.source for c in result.cells] and not result.repairs
    assert result.left_out == {TEMPLATE.index(SLOT)}


@pytest.mark.parametrize("kind", ["raw", "markdown"])
def test_a_program_that_was_put_away_is_not_run(kind: str) -> None:
    put_away = replace(LIMIT, cell_type=kind)
    result = done(TITLE, NUMPY, SLOT, program("limit = 5", "new"), put_away, LIMITED, ANSWER, SUMMED)
    assert [(c.cell_type, c.source) for c in result.cells[3:5]] == [("code", "limit = 5"), (kind, "limit = 10")]
    assert not result.repairs


def test_a_program_that_was_moved_runs_where_it_stands_now() -> None:
    halved = program("limit = limit / 2", "new")
    submitted = [LIMIT, TITLE, NUMPY, SLOT, halved, LIMITED, ANSWER, SUMMED]
    result = done(*submitted)
    assert [c.source for c in result.cells] == [c.source for c in submitted] and not result.repairs
    assert code_of(TITLE, NUMPY, SLOT, LIMITED, ANSWER, LIMIT, SUMMED)[2:5] == [
        LIMITED.source,
        ANSWER.source,
        LIMIT.source,
    ]


def test_a_text_that_was_moved_takes_no_cell_of_the_learners_with_it() -> None:
    late = program("late = True", "new")
    assert code_of(NUMPY, SLOT, LIMIT, LIMITED, ANSWER, SUMMED, TITLE, late)[-1] == "late = True"


def test_a_text_that_was_made_a_program_is_run() -> None:
    mine = replace(TITLE, cell_type="code", source="limit = 3")
    assert code_of(mine, NUMPY, SLOT, LIMIT, LIMITED, ANSWER, SUMMED)[0] == "limit = 3"


def test_what_nobody_else_defines_is_put_back_in_front_of_the_learners_cells_and_told() -> None:
    mine = program("globals().update(np=1)", "new")
    result = done(TITLE, mine, SLOT, LIMIT, LIMITED, ANSWER, SUMMED)
    assert [c.source for c in result.cells[1:3]] == [NUMPY.source, mine.source]
    (told,) = result.repairs
    assert told.cell == "" and told.what == (
        "your teacher's cell that defines 'np' was missing, and other cells need it; it has been put back"
    )


def test_what_a_program_needs_that_was_put_back_is_put_back_too() -> None:
    template = [program("base = 2"), program("power = base ** 3"), program("other = 1"), check("c", "assert power")]
    result = rebuild("work", template, template[-1:])
    assert [c.source for c in result.cells] == ["base = 2", "power = base ** 3", "assert power"]
    assert len(result.repairs) == 2


def test_a_program_that_became_a_text_by_mistake_is_run_as_it_was_handed_in() -> None:
    mine = replace(NUMPY, cell_type="markdown", source="import numpy as np  # mine")
    result = done(TITLE, mine, SLOT, LIMIT, LIMITED, ANSWER, SUMMED)
    assert result.cells[1].cell_type == "code" and result.cells[1].source == mine.source
    assert len(result.cells) == len(TEMPLATE)
    (told,) = result.repairs
    assert "was no code cell any more" in told.what


def test_a_program_that_became_prose_by_mistake_is_the_teachers_again() -> None:
    mine = replace(NUMPY, cell_type="markdown", source="I need numpy here.")
    result = done(TITLE, mine, SLOT, LIMIT, LIMITED, ANSWER, SUMMED)
    assert [c.source for c in result.cells[1:3]] == [NUMPY.source, mine.source] and len(result.repairs) == 1


def test_what_imports_everything_may_define_what_is_missed() -> None:
    template = [program("from numpy import *"), program("x = 1"), check("c", "assert pi > 3 and len('a') == 1")]
    assert rebuild("work", template, template[1:]).cells[0].source == "from numpy import *"
    template[-1] = check("c", "assert x and len('a') == 1")
    assert len(rebuild("work", template, template[1:]).cells) == 2


def test_where_graded_cells_are_out_of_order_too_all_run_at_their_own_places() -> None:
    result = done(*reversed(TEMPLATE))
    assert [c.source for c in result.cells] == [c.source for c in TEMPLATE]
    assert any("graded cells had been moved" in repair.what for repair in result.repairs)


def test_the_tags_that_count_are_the_instructors() -> None:
    tagged = [replace(LIMIT, tags=("skip-execution",)) if cell is LIMIT else cell for cell in TEMPLATE]
    submitted = [replace(LIMIT, tags=("mine",)), TITLE, NUMPY, SLOT, LIMITED, ANSWER, SUMMED]
    assert rebuild("work", tagged, submitted).cells[0].tags == ("skip-execution",)
