"""The interactives of the third week of linear algebra: vectors, maps, one-layer networks."""

from __future__ import annotations

from coursekit.interactives.c1w3.angle_or_distance import ANGLE_OR_DISTANCE
from coursekit.interactives.c1w3.boundary_bender import BOUNDARY_BENDER
from coursekit.interactives.c1w3.impossible_four import IMPOSSIBLE_FOUR
from coursekit.interactives.c1w3.norm_balls import NORM_BALLS
from coursekit.interactives.c1w3.order_matters import ORDER_MATTERS
from coursekit.interactives.c1w3.plane_warp import PLANE_WARP
from coursekit.interactives.c1w3.shape_tracer import SHAPE_TRACER
from coursekit.interactives.c1w3.undo import UNDO
from coursekit.interactives.scene import Scene

INTERACTIVES: tuple[Scene, ...] = (
    NORM_BALLS,
    ANGLE_OR_DISTANCE,
    PLANE_WARP,
    ORDER_MATTERS,
    UNDO,
    SHAPE_TRACER,
    BOUNDARY_BENDER,
    IMPOSSIBLE_FOUR,
)
