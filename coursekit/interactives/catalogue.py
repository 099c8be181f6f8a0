"""Every interactive of the course, in the order in which a learner meets them."""

from __future__ import annotations

from coursekit.interactives.base import Interactive
from coursekit.interactives.elimination_stepper import ELIMINATION_STEPPER
from coursekit.interactives.pivot_duel import PIVOT_DUEL

CATALOGUE: tuple[Interactive, ...] = (ELIMINATION_STEPPER, PIVOT_DUEL)


def of_week(folder_name: str) -> tuple[Interactive, ...]:
    """Return the interactives of an assignment folder, such as "c1w2-elimination-echelon-forms-rank"."""
    return tuple(thing for thing in CATALOGUE if folder_name.split("-")[0] == thing.week)
