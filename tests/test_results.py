"""Results and their JSON form."""

import json
from dataclasses import FrozenInstanceError

import pytest

from coursegrader.results import CellResult, GradedAttempt, Problem, Provenance, Repair, TestResult

RESULT = GradedAttempt(
    assignment="week",
    score=2.5,
    max_score=4.0,
    cells=(
        CellResult(
            "lab", "rank", 2.5, 3.0, (TestResult("test_a", True, ""), TestResult("test_b", False, "Look.", 2.0))
        ),
        CellResult("lab", "essay", None, 1.0, rule="manual"),
    ),
    repairs=(Repair("lab", "rank", "put back"),),
    errors=(Problem("lab", "the cell ran too long"),),
    provenance=Provenance("a" * 64, "b" * 64, "c" * 64, "d" * 64, "seed", "bubblewrap"),
)


def test_a_result_survives_its_json_form() -> None:
    assert GradedAttempt.from_json(json.loads(json.dumps(RESULT.to_json()))) == RESULT


def test_the_json_form_has_the_documented_names() -> None:
    data = RESULT.to_json()
    assert set(data) == {"assignment", "score", "max_score", "cells", "repairs", "errors", "provenance"}
    assert set(data["cells"][0]) == {"notebook", "grade_id", "score", "max_score", "tests", "rule"}
    assert data["cells"][0]["tests"][1] == {"name": "test_b", "passed": False, "hint": "Look.", "weight": 2.0}
    assert data["cells"][1]["score"] is None
    assert data["repairs"] == ({"notebook": "lab", "cell": "rank", "what": "put back"},)
    assert data["errors"] == ({"where": "lab", "message": "the cell ran too long"},)


def test_an_unknown_field_is_refused() -> None:
    data = json.loads(json.dumps(RESULT.to_json()))
    data["cells"][0]["bonus"] = 100
    with pytest.raises(TypeError, match="bonus"):
        GradedAttempt.from_json(data)


def test_a_result_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        RESULT.score = 4.0  # type: ignore[misc]
