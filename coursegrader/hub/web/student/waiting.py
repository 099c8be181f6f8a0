"""How long it still takes until an attempt is graded, in words."""

from __future__ import annotations

from dataclasses import dataclass

from coursegrader.hub.web.student.wording import length_of_time

SOON, LATER = 5, 15  # seconds; many wait at once when a week is due, and the score itself is told at once


@dataclass(frozen=True)
class Waiting:
    """One sentence about the place in the queue, and one about the time ("" if that cannot be said).

    ``look_again``: seconds after which the page had better ask again, because others move on in the queue.
    """

    place: str
    time: str
    look_again: int = SOON


def waiting_for(place: int, *, is_running: bool, seconds: float | None, workers: int, may_grade: bool) -> Waiting:
    """What to tell the learner.

    Args:
        place: in the queue, from 1.
        is_running: whether it is being graded at this moment.
        seconds: how long grading an attempt took lately; None if there was none yet.
        workers: how many are graded at once.
        may_grade: whether anything is graded on this machine at all.
    """
    if not may_grade:
        return Waiting(
            "Grading is paused on this hub. Your work is safe.",
            "It will be graded as soon as the people who run the hub have mended it.",
            LATER,
        )
    if is_running:
        return Waiting("Your attempt is being graded right now.", _about(seconds))
    ahead = max(0, place - 1)
    if not ahead:
        return Waiting("Your attempt is next in line.", _about(seconds))
    rounds = -(-place // max(1, workers))
    attempts = "One attempt is" if ahead == 1 else f"{ahead} attempts are"
    time = _about(None if seconds is None else seconds * rounds)
    return Waiting(f"{attempts} ahead of yours.", time, SOON if place <= 2 * workers else LATER)


def _about(seconds: float | None) -> str:
    return "" if seconds is None else f"That takes about {length_of_time(max(1.5, seconds))}."
