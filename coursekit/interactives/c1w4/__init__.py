"""The interactives of the fourth week of linear algebra: determinants, eigenvectors, principal components."""

from __future__ import annotations

from coursekit.interactives.c1w4.operation_ledger import OPERATION_LEDGER
from coursekit.interactives.c1w4.volume_meter import VOLUME_METER
from coursekit.interactives.scene import Scene

INTERACTIVES: tuple[Scene, ...] = (VOLUME_METER, OPERATION_LEDGER)
