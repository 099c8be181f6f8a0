"""The start-up self-test on every rung that this machine can have, as root and as an ordinary user."""

import functools
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

import pytest

from coursegrader.grader_side.grading_policy import grading_policy, inner_wall
from coursegrader.sandbox import Mount, SandboxPolicy
from coursegrader.sandbox.bubblewrap import Bubblewrap
from coursegrader.sandbox.policy import Limits
from coursegrader.sandbox.self_test import run_self_test
from coursegrader.sandbox.unconfined import Unconfined
from tests.sandbox.people import SELF, people, run_as

IMPORTS = """
import json, sys, types
import coursegrader
# the package's own start imports numpy, which the system's Python may not have
package = types.ModuleType("coursegrader.grader_side")
package.__path__ = [coursegrader.__path__[0] + "/grader_side"]
sys.modules[package.__name__] = package
from coursegrader.grader_side.grading_policy import grading_policy, inner_wall
from coursegrader.sandbox.policy import Limits
"""
RUN = (
    IMPORTS
    + """
from coursegrader.sandbox.probe import LADDER
from coursegrader.sandbox.rung import fit_policy, fit_wall
from coursegrader.sandbox.self_test import run_self_test
policy = grading_policy(Limits())
wall = inner_wall(policy)
told = {}
for rung in LADDER:
    checks = run_self_test(rung, fit_policy(rung, policy), fit_wall(rung, wall)) if rung.available() is None else []
    told[rung.name] = {"reason": rung.available(), "checks": [[c.name, c.safe, c.detail] for c in checks]}
print(json.dumps(told))
"""
)
FEWEST_CHECKS = 20


@functools.cache
def told(who: str) -> dict[str, Any]:
    answer: dict[str, Any] = run_as(who, RUN)
    return answer


@pytest.mark.parametrize("who", people())
@pytest.mark.parametrize("rung", ["bubblewrap", "namespaces", "landlock"])
def test_a_rung_that_starts_holds(rung: str, who: str) -> None:
    found = told(who)[rung]
    names = [name for name, _, _ in found["checks"]]
    if found["reason"] is not None or names == ["start"]:
        assert rung != "bubblewrap", f"make installs it: {found}"
        return
    assert len(names) >= FEWEST_CHECKS
    assert [check for check in found["checks"] if not check[1]] == []


@pytest.mark.parametrize("who", people())
def test_this_machine_has_a_rung(who: str) -> None:
    assert any(len(rung["checks"]) >= FEWEST_CHECKS for rung in told(who).values())


def test_no_wall_at_all_is_found_out() -> None:
    policy = grading_policy(Limits())
    checks = run_self_test(Unconfined(), replace(policy, capabilities=()), inner_wall(policy))
    unsafe = {check.name for check in checks if not check.safe}
    assert unsafe >= {
        "read files that are not in the policy",
        "list folders that are not in the policy",
        "read command lines and environments of the machine's processes",
        "read another process's memory",
        "signal processes of the machine",
        "connect to the machine",
        "open sockets of other families",
        "hold rights",
        "use too much memory",
        "start too many processes",
        "write and open too many files",
        "call what the filter forbids",
        "leave traces on the machine",
    }


@dataclass(frozen=True)
class Leaky:
    """Bubblewrap with a hole: what ``widen`` adds to the policy."""

    widen: Any
    name: ClassVar[str] = "leaky"
    nests: ClassVar[bool] = True
    supervised: ClassVar[bool] = False

    def available(self) -> str | None:
        return None

    def command(self, policy: SandboxPolicy, argv: Any) -> list[str]:
        return Bubblewrap().command(self.widen(policy), argv)


def unsafe_checks(widen: Any, **wall: Any) -> set[str]:
    policy = grading_policy(Limits())
    checks = run_self_test(Leaky(widen), policy, replace(inner_wall(policy), **wall))
    assert len(checks) >= FEWEST_CHECKS, checks
    return {check.name for check in checks if not check.safe}


def same(policy: SandboxPolicy) -> SandboxPolicy:
    return policy


def test_a_single_hole_is_found_out() -> None:
    assert unsafe_checks(same) == set()
    wall = inner_wall(grading_policy(Limits()))
    open_families = replace(wall.calls, socket_families=(1, 2, 10, 16))
    assert unsafe_checks(same, calls=open_families) == {"open sockets of other families"}
    nothing_denied = replace(wall.calls, denied=())
    # an ordinary user's sandbox has another lock on new namespaces
    unsafe = unsafe_checks(same, calls=nothing_denied) - {"make new namespaces"}
    assert unsafe == {"call what the filter forbids"}


def test_a_host_folder_that_is_seen_inside_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory() as home:
        Path(home).chmod(0o755)
        monkeypatch.setenv("HOME", home)

        def widen(policy: SandboxPolicy) -> SandboxPolicy:
            return policy.with_mounts(read_only=(Mount(Path(home)),))

        policy = grading_policy(Limits())
        scratch = tuple(scratch for scratch in policy.scratch if scratch.inside != Path("/tmp"))
        narrow = replace(policy, scratch=scratch)
        wall = replace(inner_wall(narrow), readable=(*inner_wall(policy).readable, Path("/tmp")))
        unsafe = {check.name for check in run_self_test(Leaky(widen), narrow, wall) if not check.safe}
    assert unsafe >= {"read files that are not in the policy", "list folders that are not in the policy"}


def test_a_rung_that_does_not_start_says_why() -> None:
    def impossible(policy: SandboxPolicy) -> SandboxPolicy:
        return policy.with_mounts(read_only=(Mount(policy.cwd / "there-is-no-such-folder"),))

    policy = grading_policy(Limits())
    (check,) = run_self_test(Leaky(impossible), policy, inner_wall(policy))
    assert (check.name, check.safe) == ("start", False)
    assert "there-is-no-such-folder" in check.detail


def test_the_tests_run_as_more_than_one_user_where_they_can() -> None:
    assert people()[0] == SELF
