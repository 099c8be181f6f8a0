"""Reading notebook files."""

import json
from typing import Any

import pytest

from coursegrader.errors import BadSubmission
from coursegrader.grader_side.notebook import read_cells
from tests.tiny_course import cell, check, notebook


def read(document: Any) -> Any:
    return read_cells(json.dumps(document).encode(), "work.ipynb")


def test_of_each_cell_what_grading_needs_is_read() -> None:
    node = check("double", 4, "x = 1")
    node["metadata"]["tags"] = ["a", 3]
    node["source"] = ["x = 1\n", "y = 2"]
    (read_cell,) = read(notebook(node))
    assert (read_cell.grade_id, read_cell.points, read_cell.source) == ("double", 4.0, "x = 1\ny = 2")
    assert read_cell.is_grade and read_cell.is_locked and not read_cell.is_solution and not read_cell.is_task
    assert read_cell.tags == ("a",)


@pytest.mark.parametrize(
    "metadata",
    [None, 3, {"nbgrader": []}, {"nbgrader": {"grade_id": ["x"], "grade": "yes", "points": "7"}}, {"tags": "x"}],
)
def test_odd_metadata_are_no_metadata(metadata: Any) -> None:
    node = cell("code", "x", "1")
    node["metadata"] = metadata
    (read_cell,) = read(notebook(node))
    assert (read_cell.grade_id, read_cell.is_grade, read_cell.tags) == ("", False, ())


def test_a_text_that_cannot_be_stored_is_made_storable() -> None:
    (read_cell,) = read(notebook(cell("code", "x", "print('\ud800')")))
    assert read_cell.source == "print('?')"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not valid JSON"),
        (b"\xff\xfe\x00", "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b"[]", "no list of cells"),
        (b'{"cells": 3, "nbformat": 4}', "no list of cells"),
        (b'{"cells": [], "nbformat": 3}', "not in notebook format 4"),
        (b'{"cells": [1], "nbformat": 4}', "cell 1 is not a cell"),
        (b'{"cells": [{"source": 7}], "nbformat": 4}', "the text of cell 1 is not text"),
        (b'{"cells": [' + b"{}," * 5000 + b'{}], "nbformat": 4}', "more than 5000 cells"),
    ],
    ids=range(9),
)
def test_what_is_not_a_notebook_is_refused_in_one_line(content: bytes, said: str) -> None:
    with pytest.raises(BadSubmission, match=said) as caught:
        read_cells(content, "work.ipynb")
    assert str(caught.value).startswith("work.ipynb: ") and "\n" not in str(caught.value)
