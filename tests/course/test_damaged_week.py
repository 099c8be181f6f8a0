"""A week's solved assignment, damaged in every way that a learner's notebook is: it keeps its marks."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coursegrader.grader_side.attempt import Attempt
from coursegrader.grader_side.grade import GradingRequest, grade_attempt

COURSE = Path(__file__).parents[2]
WEEK = "c1w2-elimination-echelon-forms-rank"
Document = dict[str, Any]


def solved() -> Document:
    """The reference solution, as a learner would have written it into the release."""
    document: Document = json.loads((COURSE / "source" / WEEK / "assignment_a.ipynb").read_text())
    for node in document["cells"]:
        lines = "".join(node["source"]).split("\n")
        node["source"] = "\n".join(line for line in lines if " SOLUTION" not in line)
    return document


def place(document: Document, name: str) -> int:
    cells = document["cells"]
    return next(i for i, n in enumerate(cells) if n["metadata"].get("nbgrader", {}).get("grade_id") == name)


def lose_marks(document: Document) -> None:
    """What a notebook service leaves of it."""
    document["nbformat_minor"] = 0
    for number, node in enumerate(document["cells"]):
        del node["id"]
        node["metadata"] = {"id": f"x{number}", "outputId": "y"}


def one_in_each_exercise(document: Document) -> None:
    """Another damage in each of the seven exercises."""
    cells = document["cells"]

    at = place(document, "row_operation_answer")  # a blank copy behind the answer
    blank = copy.deepcopy(cells[at])
    blank["source"] = "\n".join(
        [*cells[at]["source"].split("\n")[:2], "    # YOUR CODE HERE", "    raise NotImplementedError()"]
    )
    cells.insert(at + 1, blank)

    at = place(document, "row_echelon_answer")  # split in the middle
    lines = cells[at]["source"].split("\n")
    half = copy.deepcopy(cells[at]) | {"source": "\n".join(lines[8:]), "metadata": {}, "id": "half"}
    cells[at]["source"] = "\n".join(lines[:8])
    cells.insert(at + 1, half)

    at = place(document, "reduced_row_echelon_answer")  # merged with its test
    cells[at]["source"] += "\n\n" + cells.pop(at + 1)["source"]

    cells.append(cells.pop(place(document, "rank_answer")))  # moved to the end

    node = cells[place(document, "solve_all_answer")]  # turned into text
    node |= {"cell_type": "markdown", "source": f"```python\n{node['source']}\n```"}

    at = place(document, "lu_factor_answer")  # written into a new cell, the old one deleted
    cells[at] = copy.deepcopy(cells[at]) | {"metadata": {}, "id": "mine"}

    at = place(document, "solve_report")  # no test cell, and one of another exercise twice
    del cells[at]
    cells.insert(at, copy.deepcopy(cells[place(document, "rank")]) | {"id": "again"})


def both(document: Document) -> None:
    one_in_each_exercise(document)
    lose_marks(document)


def as_it_is(document: Document) -> bytes:
    return json.dumps(document).encode()


def old_format(document: Document) -> bytes:
    """Notebook format 3, in UTF-16, with something behind its end."""
    for node in document["cells"]:
        if node["cell_type"] == "code":
            node["input"] = node.pop("source")
    return (json.dumps({"nbformat": 3, "worksheets": [{"cells": document["cells"]}]}) + "\n}").encode("utf-16")


@pytest.mark.parametrize(
    ("damage", "write", "repairs"),
    [
        (one_in_each_exercise, as_it_is, 8),
        (lose_marks, old_format, 3),
        (both, as_it_is, 4),
    ],
)
def test_the_solved_assignment_keeps_full_marks(
    damage: Callable[[Document], None], write: Callable[[Document], bytes], repairs: int
) -> None:
    document = solved()
    damage(document)
    attempt = Attempt({"assignment_a.ipynb": write(document)}, whole=False)
    result = grade_attempt(GradingRequest(COURSE, WEEK, attempt)).result
    assert (result.score, result.max_score) == (100, 100), result.repairs
    assert not result.errors
    assert len(result.repairs) >= repairs, result.repairs
