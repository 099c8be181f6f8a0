"""One attack: what it is, how its submission is made, and what honest grading makes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Family = Literal["forge", "secrets", "exhaust", "people", "notebook"]
FAMILIES: tuple[Family, ...] = ("forge", "secrets", "exhaust", "people", "notebook")

Door = Literal["course", "engine", "folder", "inbox"]
"""How a submission comes in.

``course``: submitted to the exchange, graded into nbgrader's gradebook, feedback released.
``engine``: straight to the grading call, with the short limits that the exhausting attacks need.
``folder``: a learner's folder on disk, read by the exchange client and by ``coursegrader grade``.
``inbox``: a folder already lying in ``submitted/``, graded by nbgrader's own converter.
"""

HONEST: Mapping[str, float] = {"total": 0.0, "greeting": 5.0}
"""What most attacks deserve: nothing for the exercise they attack, full marks for the one they answer honestly."""


@dataclass(frozen=True)
class Material:
    """What an attacker knows. More than any real one would: where everything is, and the grader's process.

    Attributes:
        mark: a word of this attack alone; whatever it starts or writes carries it.
        releases: assignment -> the released files, as a learner fetches them.
        places: placeholders of attack code (``COURSE``, ``HOME``, ``PID``, ...) -> what they stand for.
    """

    mark: str
    releases: Mapping[str, Mapping[str, bytes]]
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Submission:
    """What is handed in. ``lay_out`` makes what no mapping can hold (links, pipes) in the folder that is read."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    lay_out: Callable[[Path], None] | None = None
    assignment: str = "harbour"
    learner: str = ""


@dataclass(frozen=True)
class Attack:
    """One attack.

    Attributes:
        id: its name, unique in the suite.
        title: what it is, in a few words.
        tries: what it tries, one clause.
        build: makes the submission.
        door: how the submission comes in.
        proof: a pattern, found in what the learner sees, that shows that the attack ran; None: what its cells print
            after ``got:`` shows it. Where ``refused`` is true: a pattern of the refusal.
        refused: the submission must be refused as a whole.
        may_be_refused: a pattern of a refusal that is as good as grading it.
        deserved: grade id -> the exact score that honest grading gives.
        may_lose: cells for which less is as good: the attack may break its own interpreter.
        never: a pattern that must not occur in what its cells print after ``got:``.
        again: hand the same in a second time; the verdict is about that.
        seconds: the longest that grading it may take.
    """

    id: str
    family: Family
    title: str
    tries: str
    build: Callable[[Material], Submission]
    door: Door = "course"
    proof: str | None = None
    refused: bool = False
    may_be_refused: str | None = None
    deserved: Mapping[str, float] = field(default_factory=lambda: HONEST)
    may_lose: frozenset[str] = frozenset()
    never: str | None = None
    again: bool = False
    seconds: float = 40.0
