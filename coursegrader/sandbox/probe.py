"""Chooses the strongest rung of the ladder that this machine has: one that starts, and holds in the self-test."""

from __future__ import annotations

import os
from typing import Final

from coursegrader.errors import SandboxUnavailable
from coursegrader.sandbox.bubblewrap import Bubblewrap
from coursegrader.sandbox.inner_wall import InnerWall
from coursegrader.sandbox.landlock import Landlock
from coursegrader.sandbox.namespaces import Namespaces
from coursegrader.sandbox.passed_tests import fingerprint, has_passed, remember
from coursegrader.sandbox.policy import SandboxPolicy
from coursegrader.sandbox.rung import CHOICE, Rung, fit_policy, fit_wall
from coursegrader.sandbox.self_test import run_self_test
from coursegrader.sandbox.unconfined import Unconfined

# strongest first
LADDER: Final[tuple[Rung, ...]] = (Bubblewrap(), Namespaces(), Landlock())
# what can be asked for by name
RUNGS: Final[dict[str, Rung]] = {rung.name: rung for rung in (*LADDER, Unconfined())}


def choose_rung(policy: SandboxPolicy, wall: InnerWall) -> Rung:
    """The strongest rung that holds here, or the one that ``COURSEGRADER_SANDBOX`` names.

    Args:
        policy: what grading gives a sandbox.
        wall: what grading builds around each notebook in it.

    Raises:
        SandboxUnavailable: there is none, or the named one does not exist or does not hold; the message says why.
    """
    name = os.environ.get(CHOICE, "")
    if name:
        return _named(name, policy, wall)
    reasons = []
    for rung in LADDER:
        reason = trouble_with(rung, policy, wall)
        if reason is None:
            return rung
        reasons.append(f"{rung.name}: {reason}")
    raise SandboxUnavailable(f"no sandbox on this machine: {'; '.join(reasons)}")


def _named(name: str, policy: SandboxPolicy, wall: InnerWall) -> Rung:
    if name not in RUNGS:
        raise SandboxUnavailable(
            f"{CHOICE}={name}: there is no such sandbox; use one of {', '.join(RUNGS)}, or unset it"
        )
    rung = RUNGS[name]
    if isinstance(rung, Unconfined):
        return rung
    reason = trouble_with(rung, policy, wall)
    if reason is not None:
        raise SandboxUnavailable(f"no sandbox on this machine: {CHOICE}={name}: {reason}")
    return rung


def trouble_with(rung: Rung, policy: SandboxPolicy, wall: InnerWall) -> str | None:
    """Why a rung cannot be used here; None if it can. Runs the self-test unless it is known to have passed."""
    reason = rung.available()
    if reason is not None:
        return reason
    policy, wall = fit_policy(rung, policy), fit_wall(rung, wall)
    key = fingerprint(rung, policy, wall)
    if has_passed(key):
        return None
    unsafe = [check for check in run_self_test(rung, policy, wall) if not check.safe]
    if not unsafe:
        remember(key)
        return None
    first = unsafe[0]
    if first.name == "start":
        return f"it does not start here ({first.detail})"
    more = f" and {len(unsafe) - 1} more" if len(unsafe) > 1 else ""
    return f"it does not hold here: confined code could {first.name} ({first.detail}){more}"
