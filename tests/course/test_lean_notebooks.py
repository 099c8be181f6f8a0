"""A learner's process draws nothing that is everybody's, and loads nothing for what it draws itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coursegrader.grader_side.assignment import Assignment, open_assignment
from coursegrader.grader_side.rehearsal import drawn_pictures
from coursegrader.grader_side.sandboxes import AttemptSandbox
from coursegrader.sandbox.policy import DEFAULT_LIMITS

COURSE = Path(__file__).parents[2]
# What takes long to load or makes the process that notebooks are forked from large
LARGE = ("matplotlib", "pandas", "pyarrow", "scipy", "PIL", "ipywidgets")
LOADED = f"import sys; print([name for name in {LARGE} if name in sys.modules])"


@pytest.fixture(scope="module")
def week() -> Assignment:
    return open_assignment(COURSE, "c1w2-elimination-echelon-forms-rank")


@pytest.fixture(scope="module")
def pictures(week: Assignment) -> dict[str, bytes]:
    return drawn_pictures(week, DEFAULT_LIMITS)


def test_the_pictures_that_are_everybody_s_are_kept(week: Assignment, pictures: dict[str, bytes]) -> None:
    assert len(pictures) == 7
    assert all("<img alt=" in json.loads(content)["html"] for content in pictures.values())
    assert week.warm_for(pictures) == week.warm_modules


@pytest.mark.parametrize(("name", "figures"), [("assignment_a", 8), ("quiz", 0)])
def test_a_solved_notebook_shows_every_figure_and_loads_nothing_large(
    week: Assignment, pictures: dict[str, bytes], name: str, figures: int
) -> None:
    cells = [c.source for c in week.notebooks[name] if c.cell_type == "code" and "instructor-only" not in c.tags]
    with AttemptSandbox({**week.extra_files, **pictures}, DEFAULT_LIMITS, week.warm_for(pictures)) as sandbox:
        outputs = sandbox.session([*cells, LOADED], keep_files=False).run().outputs
    assert [output["text"] for output in outputs[len(cells)]] == ["[]\n"]
    shown = [output["data"].get("text/html", "") for some in outputs.values() for output in some if "data" in output]
    assert sum("<img alt=" in html for html in shown) == figures
