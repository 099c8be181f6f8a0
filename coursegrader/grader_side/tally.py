"""What comes together while an attempt is graded."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from coursegrader.errors import CourseError
from coursegrader.results import CellResult, GradedAttempt, Problem, Provenance, Repair


@dataclass
class Tally:
    """Results, repairs and problems so far, and the notebooks that were run."""

    provenance: Provenance
    cells: list[CellResult] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    errors: list[Problem] = field(default_factory=list)
    notebooks: dict[str, dict[str, Any]] = field(default_factory=dict)

    def repairs_of(self, notebook: str) -> list[Repair]:
        """What was put right in one notebook."""
        return [repair for repair in self.repairs if repair.notebook == notebook]

    def result(self, assignment: str) -> GradedAttempt:
        """The sum of it.

        Raises:
            CourseError: a cell has points that do not add up.
        """
        if not all(0 <= cell.max_score < math.inf for cell in self.cells):
            raise CourseError(f"source/{assignment}: a grade cell has points that are not a number; set its points")
        return GradedAttempt(
            assignment=assignment,
            score=round(sum(cell.score or 0.0 for cell in self.cells), 6),
            max_score=sum(cell.max_score for cell in self.cells),
            cells=tuple(self.cells),
            repairs=tuple(self.repairs),
            errors=tuple(self.errors),
            provenance=self.provenance,
        )
