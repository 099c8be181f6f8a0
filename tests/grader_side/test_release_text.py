"""The text of an instructor's cell as learners got it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from coursegrader.grader_side.notebook import read_cells
from coursegrader.grader_side.release_text import known_texts, released
from tests.tiny_course import cell, notebook


def release_of(kind: str, source: str, **settings: Any) -> str:
    (read,) = read_cells(json.dumps(notebook(cell(kind, "x", source, grade_id="x", **settings))).encode(), "x")
    assert known_texts(read)[0] == released(read).strip("\n")
    return released(read)


@pytest.mark.parametrize(
    ("kind", "source", "settings", "expected"),
    [
        ("code", "x = 1", {}, "x = 1"),
        ("code", "x = 1", {"solution": True}, "# YOUR CODE HERE\nraise NotImplementedError()"),
        ("markdown", "My essay", {"solution": True}, "YOUR ANSWER HERE"),
        ("code", "# a stub of theirs\npass", {"solution": True, "checksum": "0f"}, "# a stub of theirs\npass"),
        (
            "code",
            "def f(x):\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION\nf(2)",
            {"solution": True},
            "def f(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()\nf(2)",
        ),
        ("code", "a\n### BEGIN HIDDEN TESTS\nb\n### END HIDDEN TESTS\nc", {"grade": True}, "a\nc"),
        ("markdown", "a\n=== BEGIN MARK SCHEME ===\nb\n=== END MARK SCHEME ===", {"task": True}, "a"),
    ],
)
def test_solutions_hidden_tests_and_marking_schemes_are_cut(
    kind: str, source: str, settings: dict[str, Any], expected: str
) -> None:
    assert release_of(kind, source, **settings) == expected
