"""The text of an instructor's cell as learners got it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from coursegrader.grader_side.notebook import Cell, read_cells
from coursegrader.grader_side.release_text import is_all_hidden, is_cut_from, known_texts, released
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


MARKED = "assert f(1)\n\n# BEGIN SECRET\nassert f(2)\n# END SECRET\n\nassert f(3)\n# BEGIN SECRET\n# END SECRET"


@pytest.mark.parametrize(
    ("text", "is_cut"),
    [
        ("assert f(1)\n\n\nassert f(3)", True),
        ("assert f(1)\nassert f(3)\n# BEGIN SECRET\n# END SECRET", True),
        ("assert f(1)", True),  # the comments around the last check are marks, for all we know
        ("assert f(3)", False),
        ("assert f(1)\nassert f(4)", False),
        ("assert f(1)\nassert f(3)\nassert f(4)", False),
        ("", False),
        ("# BEGIN SECRET", False),
        (MARKED, False),
    ],
)
def test_whatever_its_marks_what_was_released_of_a_test_is_known(text: str, is_cut: bool) -> None:
    assert is_cut_from(Cell("code", MARKED, "", {"grade": True}), text) is is_cut


@pytest.mark.parametrize(
    ("source", "is_hidden"),
    [
        ("### BEGIN HIDDEN TESTS\nassert f\n### END HIDDEN TESTS", True),
        ("# SECRET\nassert f\n# PUBLIC\n", True),
        ("", True),
        ("assert f", False),
        ("# a comment\nassert f", False),
        ("# this exercise is graded\n# after it was handed in", False),
    ],
)
def test_a_test_may_be_hidden_as_a_whole(source: str, is_hidden: bool) -> None:
    assert is_all_hidden(Cell("code", source, "", {"grade": True})) is is_hidden
