"""A learner's process draws nothing that is everybody's, and loads nothing for what it draws itself."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from coursegrader.grader_side.assignment import Assignment, open_assignment
from coursegrader.grader_side.rebuild import INSTRUCTOR_ONLY
from coursegrader.grader_side.rehearsal import drawn_pictures
from coursegrader.grader_side.sandboxes import AttemptSandbox
from coursegrader.pipeline.check import assignments_of
from coursegrader.sandbox.policy import DEFAULT_LIMITS

COURSE = Path(__file__).parents[2]
# What takes long to load or makes the process that notebooks are forked from large
LARGE = ("matplotlib", "pandas", "pyarrow", "scipy", "sklearn", "PIL", "ipywidgets")
LOADED = f"import sys; print([name for name in {LARGE} if name in sys.modules])"


def week(name: str) -> Assignment:
    return open_assignment(COURSE, name)


@cache
def pictures(name: str) -> dict[str, bytes]:
    return drawn_pictures(week(name), DEFAULT_LIMITS)


def code_of(assignment: Assignment, notebook: str) -> list[str]:
    cells = assignment.notebooks[notebook]
    return [cell.source for cell in cells if cell.cell_type == "code" and INSTRUCTOR_ONLY not in cell.tags]


def cells_that_draw(sources: list[str]) -> Iterator[int]:
    """The cells that call a drawing function: of a module ``coursekit.<topic>_figures``, with a small first letter."""
    trees = [ast.parse(source) for source in sources]
    nodes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names = {alias.asname or alias.name for node in nodes for alias in node.names if alias.name.endswith("_figures")}
    for index, tree in enumerate(trees):
        called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
        drawn = [f for f in called if isinstance(f, ast.Attribute) and getattr(f.value, "id", "") in names]
        if any(function.attr[0].islower() for function in drawn):
            yield index


def is_graded(assignment: Assignment, notebook: str) -> bool:
    return any(cell.is_grade for cell in assignment.notebooks[notebook])


def each(*parameters: Any, of: str) -> Any:
    """A parameter of one week: all of them in one worker, which draws the week's pictures once."""
    return pytest.param(*parameters, id="/".join(parameters), marks=pytest.mark.xdist_group(f"lean-{of}"))


WEEKS = assignments_of(COURSE)
NOTEBOOKS = [(name, notebook) for name in WEEKS for notebook in week(name).notebooks if is_graded(week(name), notebook)]


@pytest.mark.parametrize("name", [each(name, of=name) for name in WEEKS])
def test_the_pictures_that_are_everybody_s_are_kept(name: str) -> None:
    kept = pictures(name)
    assert kept
    assert all("<img alt=" in json.loads(content)["html"] for content in kept.values())
    assert week(name).warm_for(kept) == week(name).warm_modules


@pytest.mark.parametrize(("name", "notebook"), [each(*one, of=one[0]) for one in NOTEBOOKS])
def test_a_solved_notebook_shows_every_figure_and_loads_nothing_large(name: str, notebook: str) -> None:
    cells = code_of(week(name), notebook)
    files = {**week(name).extra_files, **pictures(name)}
    with AttemptSandbox(files, DEFAULT_LIMITS, week(name).warm_for(pictures(name))) as sandbox:
        outputs = sandbox.session([*cells, LOADED], keep_files=False).run().outputs
    assert [output["text"] for output in outputs[len(cells)]] == ["[]\n"]
    for index in cells_that_draw(cells):
        shown = [output["data"].get("text/html") for output in outputs[index] if "data" in output]
        assert shown and all(shown), cells[index]
