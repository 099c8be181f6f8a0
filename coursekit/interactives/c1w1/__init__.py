"""The interactives of the first week of linear algebra: systems, arrays, singularity."""

from __future__ import annotations

from coursekit.interactives.c1w1.broadcast_explorer import BROADCAST_EXPLORER
from coursekit.interactives.c1w1.line_lab import LINE_LAB
from coursekit.interactives.c1w1.narrow_crossing import NARROW_CROSSING
from coursekit.interactives.c1w1.redundancy_dial import REDUNDANCY_DIAL
from coursekit.interactives.c1w1.three_planes import THREE_PLANES
from coursekit.interactives.c1w1.who_shares_memory import WHO_SHARES_MEMORY
from coursekit.interactives.scene import Scene

INTERACTIVES: tuple[Scene, ...] = (
    BROADCAST_EXPLORER,
    WHO_SHARES_MEMORY,
    LINE_LAB,
    NARROW_CROSSING,
    THREE_PLANES,
    REDUNDANCY_DIAL,
)
