"""The interactives of the first week of linear algebra: systems, arrays, singularity."""

from __future__ import annotations

from coursekit.interactives.c1w1.line_lab import LINE_LAB
from coursekit.interactives.c1w1.narrow_crossing import NARROW_CROSSING
from coursekit.interactives.scene import Scene

INTERACTIVES: tuple[Scene, ...] = (
    LINE_LAB,
    NARROW_CROSSING,
)
