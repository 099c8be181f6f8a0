"""The rebuilt notebook: the instructor's cells, the learner's text."""

import json
from typing import Any

from coursegrader.grader_side.notebook import Cell, read_cells
from coursegrader.grader_side.rebuild import MISSING, Rebuilt, rebuild
from tests.tiny_course import answer, cell, check, notebook


def cells(document: dict[str, Any]) -> tuple[Cell, ...]:
    return read_cells(json.dumps(document).encode(), "work.ipynb")


TEMPLATE = cells(
    notebook(
        cell("markdown", "title", "# Tiny"),
        cell("code", "given", "import math"),
        answer("double", "reference"),
        check("double", 4, "assert double(2) == 4"),
    )
)


GIVEN = cell("code", "given", "import math")


def rebuilt(*nodes: dict[str, Any]) -> Rebuilt:
    return rebuild("work", TEMPLATE, cells(notebook(*nodes)))


def sources(result: Rebuilt) -> list[str]:
    return [cell.source for cell in result.cells]


def test_an_untouched_order_gives_the_learners_answer_in_the_instructors_notebook() -> None:
    result = rebuilt(GIVEN, answer("double", "mine"), check("double", 99, "assert double(2) == 5"))
    assert sources(result) == ["# Tiny", "import math", "mine", "assert double(2) == 4"]
    assert result.cells[3].points == 4.0 and result.repairs == () and not any(result.added)


def test_the_order_of_the_learners_cells_does_not_matter() -> None:
    result = rebuilt(check("double", 4), GIVEN, answer("double", "mine"), cell("markdown", "title", "# Tiny"))
    assert sources(result) == ["# Tiny", "import math", "mine", "assert double(2) == 4"]


def test_given_code_without_metadata_is_the_learners_to_edit() -> None:
    result = rebuilt(cell("code", "given", "import math, random"), answer("double", "mine"), check("double", 4))
    assert sources(result)[1] == "import math, random"


def test_added_cells_stay_behind_the_cell_they_followed() -> None:
    result = rebuilt(
        cell("code", "first", "in front"),
        GIVEN,
        answer("double", "mine"),
        cell("code", "helper", "behind the answer"),
        cell("markdown", "note", "a note"),
        check("double", 4),
    )
    assert sources(result) == [
        "in front",
        "# Tiny",
        "import math",
        "mine",
        "behind the answer",
        "a note",
        "assert double(2) == 4",
    ]
    assert [i for i, added in enumerate(result.added) if added] == [0, 4, 5]
    assert all(not result.cells[i].metadata for i in (0, 4, 5))


def test_an_added_cell_keeps_no_grading_metadata() -> None:
    result = rebuilt(answer("double", "mine"), check("double", 4), check("bonus", 1000, "bonus"))
    extra = [cell for cell, added in zip(result.cells, result.added, strict=True) if added]
    assert [cell.source for cell in extra] == ["bonus"] and not extra[0].is_grade


def test_missing_and_repeated_cells_are_put_right_and_told() -> None:
    result = rebuilt(GIVEN, check("double", 4), check("double", 4))
    assert sources(result)[2] == MISSING
    assert [repair.cell for repair in result.repairs] == ["double_answer", "double"]
    result = rebuilt(GIVEN, answer("double", "double = 1"), answer("double", "double = 2"))
    assert sources(result)[2:4] == ["double = 1", "double = 2"] and result.added[2:4] == (True, False)
    assert "the last one" in result.repairs[0].what and "has been put back" in result.repairs[1].what


def test_a_cell_of_another_type_is_turned_back() -> None:
    node = answer("double", "mine")
    node["cell_type"] = "markdown"
    result = rebuilt(GIVEN, node, check("double", 4))
    assert (result.cells[2].cell_type, result.cells[2].source) == ("code", "mine")
    assert "turned back into a code cell" in result.repairs[0].what


def test_instructor_only_cells_are_left_out() -> None:
    node = cell("code", "secret", "answer = 42")
    node["metadata"]["tags"] = ["instructor-only"]
    result = rebuild("work", cells(notebook(node, answer("double", "x"))), cells(notebook(answer("double", "mine"))))
    assert sources(result) == ["mine"]
