"""Every interactive of the course, in the order in which a learner meets them."""

from __future__ import annotations

from coursekit.interactives import c1w1, c1w2, c1w3, c1w4
from coursekit.interactives.base import Interactive
from coursekit.interactives.scene import Scene

CATALOGUE: tuple[Interactive | Scene, ...] = (
    *c1w1.INTERACTIVES,
    *c1w2.INTERACTIVES,
    *c1w3.INTERACTIVES,
    *c1w4.INTERACTIVES,
)


def of_week(folder_name: str) -> tuple[Interactive | Scene, ...]:
    """Return the interactives of an assignment folder, such as "c1w2-elimination-echelon-forms-rank"."""
    return tuple(thing for thing in CATALOGUE if folder_name.split("-")[0] == thing.week)
