"""Imports point one way: from what uses to what is used, and never from the trusted side to the student's."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LEAVES = {"wire", "sandbox", "results", "errors", "quiz_words"}
# What each part may import of this package, besides itself.
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "results": set(),
    "quiz_words": set(),
    "wire": {"errors"},
    "sandbox": {"errors"},
    "student_side": {"wire", "sandbox", "errors"},
    "grader_side": LEAVES,
    "store": {"errors"},
    "suitekit": set(),  # hidden suites import it; it needs NumPy alone
    "nbgrader_plugins": {"grader_side", "store", *LEAVES},
    "pipeline": {"nbgrader_plugins", "grader_side", "store", *LEAVES},
    # the floor of the bench is both sides of the wall in one process: a yardstick, and no part of grading
    "bench": {"pipeline", "nbgrader_plugins", "grader_side", "student_side", "store", *LEAVES},
    "attacks": {"pipeline", "nbgrader_plugins", "grader_side", "store", *LEAVES},
    "hub": {"pipeline", "nbgrader_plugins", "grader_side", "store", *LEAVES},
    # a class that hands in on a real hub; it hands in what the bench hands in
    "load": {"hub", "bench", "pipeline", "nbgrader_plugins", "grader_side", "store", *LEAVES},
    "report": {"results", "pipeline"},
    "cli": {"report", "attacks", "bench", "load", "pipeline", "grader_side", "store", *LEAVES},
}


def modules(package: str) -> Iterator[Path]:
    return (path for path in (ROOT / package).rglob("*.py") if "__pycache__" not in path.parts)


def imported(path: Path) -> set[str]:
    """Absolute names of everything a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def part_of(name: str) -> str:
    """``coursegrader.store.tables.Row`` -> ``store``."""
    return name.split(".")[1] if "." in name else ""


def part_of_file(path: Path) -> str:
    return path.relative_to(ROOT / "coursegrader").parts[0].removesuffix(".py")


FILES = [path for path in modules("coursegrader") if path.parent.name != "coursegrader" or path.stem != "__init__"]


def test_every_part_is_known() -> None:
    assert {part_of_file(path) for path in FILES} == set(MAY_IMPORT)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_one_way(path: Path) -> None:
    part = part_of_file(path)
    used = {part_of(name) for name in imported(path) if name.split(".")[0] == "coursegrader"} - {part, ""}
    both_sides = part == "student_side" or (part == "bench" and path.stem.startswith("floor"))
    extra = set() if both_sides else {"student_side"} & used
    assert used <= MAY_IMPORT[part] - extra, f"{part} must not import {sorted(used - MAY_IMPORT[part])}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nbgrader_and_jupyterhub_are_met_in_their_own_parts_only(path: Path) -> None:
    tops = {name.split(".")[0] for name in imported(path)}
    part = part_of_file(path)
    if part not in ("nbgrader_plugins", "hub"):
        assert not tops & {"nbgrader", "nbconvert", "traitlets"} or part == "student_side"
    if part != "nbgrader_plugins":
        assert "nbgrader" not in tops
    if part != "hub":
        assert "jupyterhub" not in tops


def test_the_kit_that_learners_get_stands_alone() -> None:
    for path in modules("coursekit"):
        assert "coursegrader" not in {name.split(".")[0] for name in imported(path)}, path


def test_there_is_no_circle_of_modules() -> None:
    names = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in modules("coursegrader")
    }
    graph = {}
    for name, path in names.items():
        top = {n for node in ast.parse(path.read_text()).body for n in _names(node)}
        graph[name] = {_module(n, names) for n in top} - {name, ""}
        if path.stem == "__init__":
            graph[name] = {n for n in graph[name] if not n.startswith(f"{name}.")}
    list(TopologicalSorter(graph).static_order())


def _names(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    if isinstance(node, ast.ImportFrom):
        return {f"{node.module}.{alias.name}" for alias in node.names}
    return set()


def _module(name: str, known: dict[str, Path]) -> str:
    while name and name not in known:
        name = name.rpartition(".")[0]
    return name
