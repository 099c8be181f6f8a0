"""The result of grading one attempt: frozen dataclasses, and their JSON form.

The JSON document is a public contract: names and nesting below are what ``coursegrader grade --json`` prints, what
the services store and what the notebooks' ``coursegrader`` metadata repeats.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Rule = Literal["suite", "nbgrader", "manual"]


@dataclass(frozen=True)
class TestResult:
    """One hidden test: its name, whether it passed, and the sentence the learner reads when it did not."""

    __test__ = False  # not a test class, whatever pytest thinks of the name

    name: str
    passed: bool
    hint: str
    weight: float = 1.0


@dataclass(frozen=True)
class CellResult:
    """One grade cell. ``score`` is None where a person, or nbgrader's own rule, has to give it."""

    notebook: str
    grade_id: str
    score: float | None
    max_score: float
    tests: tuple[TestResult, ...] = ()
    rule: Rule = "suite"

    def to_json(self) -> dict[str, Any]:
        """The result as JSON-ready dicts and lists."""
        return {**vars(self), "tests": tuple(dict(vars(test)) for test in self.tests)}


@dataclass(frozen=True)
class Repair:
    """Something in the submitted notebook that was put right before grading."""

    notebook: str
    cell: str
    what: str


@dataclass(frozen=True)
class Problem:
    """Something that went wrong while grading, and where."""

    where: str
    message: str


@dataclass(frozen=True)
class Provenance:
    """What a result is a function of: sha256 (hex) of each input, the seed, and the sandbox rung that was used."""

    attempt: str
    suite: str
    source: str
    environment: str
    seed: str
    sandbox: str


@dataclass(frozen=True)
class GradedAttempt:
    """The result of one attempt at one assignment. Scores are in points."""

    assignment: str
    score: float
    max_score: float
    cells: tuple[CellResult, ...]
    repairs: tuple[Repair, ...]
    errors: tuple[Problem, ...]
    provenance: Provenance

    def to_json(self) -> dict[str, Any]:
        """The result as JSON-ready dicts and lists."""
        # dataclasses.asdict makes a deep copy of every value, and these have none that could change
        return {
            **vars(self),
            "cells": tuple(cell.to_json() for cell in self.cells),
            "repairs": tuple(dict(vars(repair)) for repair in self.repairs),
            "errors": tuple(dict(vars(error)) for error in self.errors),
            "provenance": dict(vars(self.provenance)),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> GradedAttempt:
        """The inverse of :meth:`to_json`.

        Raises:
            KeyError, TypeError: a field is missing or unknown.
        """
        cells = tuple(
            CellResult(**{**cell, "tests": tuple(TestResult(**test) for test in cell["tests"])})
            for cell in data["cells"]
        )
        return cls(
            assignment=data["assignment"],
            score=data["score"],
            max_score=data["max_score"],
            cells=cells,
            repairs=tuple(Repair(**repair) for repair in data["repairs"]),
            errors=tuple(Problem(**problem) for problem in data["errors"]),
            provenance=Provenance(**data["provenance"]),
        )
