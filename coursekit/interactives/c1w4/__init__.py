"""The interactives of the fourth week of linear algebra: determinants, eigenvectors, principal components."""

from __future__ import annotations

from coursekit.interactives.c1w4.component_scope import COMPONENT_SCOPE
from coursekit.interactives.c1w4.eigen_hunt import EIGEN_HUNT
from coursekit.interactives.c1w4.operation_ledger import OPERATION_LEDGER
from coursekit.interactives.c1w4.power_trail import POWER_TRAIL
from coursekit.interactives.c1w4.rotate_the_cloud import ROTATE_THE_CLOUD
from coursekit.interactives.c1w4.units_trap import UNITS_TRAP
from coursekit.interactives.c1w4.volume_meter import VOLUME_METER
from coursekit.interactives.c1w4.wandering_reader import WANDERING_READER
from coursekit.interactives.scene import Scene

INTERACTIVES: tuple[Scene, ...] = (
    VOLUME_METER,
    OPERATION_LEDGER,
    EIGEN_HUNT,
    POWER_TRAIL,
    WANDERING_READER,
    ROTATE_THE_CLOUD,
    COMPONENT_SCOPE,
    UNITS_TRAP,
)
