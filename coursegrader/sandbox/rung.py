"""What a rung of the ladder is: one way of building the wall, stronger or weaker, on the machine at hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from coursegrader.sandbox.inner_wall import InnerWall
from coursegrader.sandbox.policy import SandboxPolicy

# the environment variable that asks for one rung by name
CHOICE = "COURSEGRADER_SANDBOX"


class Rung(Protocol):
    """One way to run a command under a policy."""

    @property
    def name(self) -> str:
        """As recorded with each result, and as asked for in ``COURSEGRADER_SANDBOX``."""

    @property
    def nests(self) -> bool:
        """Whether the warm process may wall off its children from one another; if not, it serves one notebook only."""

    @property
    def supervised(self) -> bool:
        """Whether the first process has to tidy up, and so is asked to end (SIGTERM) before it is made to."""

    def available(self) -> str | None:
        """Why it cannot be used here, with what to do about it; None if nothing is known against it."""

    def command(self, policy: SandboxPolicy, argv: Sequence[str]) -> list[str]:
        """The command line that runs ``argv`` under ``policy``.

        Raises:
            SandboxUnavailable: something that it needs is missing.
        """


def fit_policy(rung: Rung, policy: SandboxPolicy) -> SandboxPolicy:
    """The policy as a rung can keep it: where it cannot nest walls, the warm process needs no rights to build them."""
    return policy if rung.nests else replace(policy, capabilities=())


def fit_wall(rung: Rung, wall: InnerWall) -> InnerWall:
    """The inner wall likewise: where no mounts can be made, the sandbox's own rules say which files may be used."""
    return wall if rung.nests else replace(wall, scratch=(), readable=(), devices=())
