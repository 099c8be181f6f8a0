"""The committed kill matrix is that of the course as it is: it names every solution, and nothing that is gone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from coursegrader.pipeline.check import assignments_of

COURSE = Path(__file__).parents[2]
MATRIX = COURSE / "docs" / "kill-matrix.md"
HOW = "write it anew: coursegrader check --all --matrix docs/kill-matrix.md"


def sections() -> dict[tuple[str, str], str]:
    """The text of each exercise, by assignment and grade id."""
    found = {}
    for week in MATRIX.read_text().split("\n## ")[1:]:
        assignment = week.splitlines()[0]
        for part in re.split(r"\n### ", week)[1:]:
            found[assignment, part.partition("`")[2].partition("`")[0]] = part
    return found


@pytest.mark.parametrize("assignment", assignments_of(COURSE))
def test_it_names_every_solution(assignment: str) -> None:
    told = sections()
    for kind in ("wrong", "right"):
        for folder in sorted((COURSE / "graders" / assignment / kind).iterdir()):
            text = told.get((assignment, folder.name), "")
            named = set(re.findall(r"^(?:\| |\* )`(\w+)`", text, re.MULTILINE))
            missing = {path.stem for path in folder.glob("*.py")} - named
            assert not missing, f"{folder.name}: {HOW}"


def test_it_names_nothing_that_is_gone() -> None:
    for (assignment, exercise), text in sections().items():
        graders = COURSE / "graders" / assignment
        if exercise and not exercise.startswith("quiz"):
            there = {path.stem for kind in ("wrong", "right") for path in (graders / kind / exercise).glob("*.py")}
            assert set(re.findall(r"^(?:\| |\* )`(\w+)`", text, re.MULTILINE)) <= there, f"{exercise}: {HOW}"
