"""The interactives of the second week of linear algebra: elimination, echelon forms, rank."""

from __future__ import annotations

from coursekit.interactives.base import Interactive
from coursekit.interactives.c1w2.elimination_stepper import ELIMINATION_STEPPER
from coursekit.interactives.c1w2.four_spaces import FOUR_SPACES
from coursekit.interactives.c1w2.layer_peeler import LAYER_PEELER
from coursekit.interactives.c1w2.pivot_duel import PIVOT_DUEL
from coursekit.interactives.c1w2.rank_slider import RANK_SLIDER
from coursekit.interactives.c1w2.solution_set_viewer import SOLUTION_SET_VIEWER
from coursekit.interactives.scene import Scene

INTERACTIVES: tuple[Interactive | Scene, ...] = (
    ELIMINATION_STEPPER,
    PIVOT_DUEL,
    SOLUTION_SET_VIEWER,
    FOUR_SPACES,
    RANK_SLIDER,
    LAYER_PEELER,
)
