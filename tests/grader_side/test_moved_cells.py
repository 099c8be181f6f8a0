"""Which cells stand out of the instructor's order."""

from __future__ import annotations

import pytest

from coursegrader.grader_side.matching import align
from coursegrader.grader_side.moved_cells import moved_cells
from coursegrader.grader_side.notebook import Cell


def cell(name: str) -> Cell:
    """A graded cell if its name is in capitals, else one without a grade id."""
    return Cell("code", f"{name} = 1", name, {"grade": True, "grade_id": name} if name.isupper() else {})


@pytest.mark.parametrize(
    ("submitted", "moved"),
    [
        ("abAcB", ""),
        ("aAB", ""),
        ("AacbB", "ab"),
        ("cabAB", "c"),
        ("BAabc", "abAc"),
        ("AabcB", "ab"),
        ("", ""),
    ],
)
def test_as_few_graded_cells_as_possible(submitted: str, moved: str) -> None:
    template = "abAcB"
    alignment = align([cell(name) for name in template], [cell(name) for name in submitted])
    assert "".join(template[position] for position in sorted(moved_cells(alignment))) == moved
