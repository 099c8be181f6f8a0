"""Which rung is chosen."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from coursegrader.errors import SandboxUnavailable
from coursegrader.grader_side.grading_policy import grading_policy, inner_wall
from coursegrader.sandbox import SandboxPolicy, passed_tests, probe
from coursegrader.sandbox.bubblewrap import Bubblewrap
from coursegrader.sandbox.policy import Limits
from coursegrader.sandbox.probe import choose_rung
from coursegrader.sandbox.rung import CHOICE, Rung
from coursegrader.sandbox.self_test import Check
from coursegrader.sandbox.unconfined import Unconfined
from tests.sandbox.people import people, python_for_everybody, run_as
from tests.sandbox.test_self_test import IMPORTS

# as default Docker does: no new namespaces, and, for root, few rights
IN_A_CONTAINER = (
    IMPORTS
    + """
import os
from coursegrader.errors import SandboxUnavailable
from coursegrader.sandbox import syscalls
from coursegrader.sandbox.inner_wall import CallFilter
from coursegrader.sandbox.probe import choose_rung
from coursegrader.sandbox.seccomp import assemble
if os.geteuid() == 0:
    rights = ("CHOWN", "DAC_OVERRIDE", "FOWNER", "KILL", "SETGID", "SETUID", "SETPCAP")
    syscalls.drop_bounding_set(rights)
    syscalls.set_capabilities(rights)
syscalls.set_no_new_privileges()
NO_NAMESPACES = CallFilter(("unshare", "mount", "setns"), socket_families=(1, 2, 10, 16))
syscalls.install_filter(assemble(NO_NAMESPACES))
policy = grading_policy(Limits())
try:
    answer = choose_rung(policy, inner_wall(policy)).name
except SandboxUnavailable as error:
    answer = str(error)
print(json.dumps([answer, syscalls.landlock_abi()]))
"""
)
FIRST_VERSION_THAT_KEEPS_SIGNALS = 6


@dataclass(frozen=True)
class Fake:
    name: str
    reason: str | None = None
    nests: bool = True
    supervised: bool = False

    def available(self) -> str | None:
        return self.reason

    def command(self, policy: SandboxPolicy, argv: Any) -> list[str]:
        return ["false"]


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv(CHOICE, raising=False)


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The rungs whose self-test ran; those called "weak" do not hold."""
    names: list[str] = []

    def test(rung: Rung, *_: object) -> list[Check]:
        names.append(rung.name)
        return [Check("read secrets", rung.name != "weak", "one was there"), Check("leave", safe=True, detail="")]

    monkeypatch.setattr(probe, "run_self_test", test)
    return names


def choose() -> Rung:
    policy = grading_policy(Limits())
    return choose_rung(policy, inner_wall(policy))


def test_the_strongest_that_holds_is_chosen(tried: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "LADDER", (Fake("first", "not installed"), Fake("weak"), Fake("third"), Fake("fourth")))
    assert choose().name == "third"
    assert tried == ["weak", "third"]


def test_without_any_every_reason_is_told(tried: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "LADDER", (Fake("first", "install it"), Fake("weak")))
    with pytest.raises(SandboxUnavailable) as caught:
        choose()
    assert str(caught.value) == (
        "no sandbox on this machine: first: install it; "
        "weak: it does not hold here: confined code could read secrets (one was there)"
    )


def test_a_passed_self_test_is_not_made_again(tried: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "LADDER", (Fake("first"),))
    assert choose() == choose()
    assert tried == ["first"]


def test_a_failed_one_is(tried: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "LADDER", (Fake("weak"),))
    for _ in range(2):
        with pytest.raises(SandboxUnavailable):
            choose()
    assert tried == ["weak", "weak"]


def test_no_sandbox_only_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not any(isinstance(rung, Unconfined) for rung in probe.LADDER)
    monkeypatch.setenv(CHOICE, "unconfined")
    assert isinstance(choose(), Unconfined)


def test_an_unknown_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CHOICE, "bublewrap")
    with pytest.raises(SandboxUnavailable, match="SANDBOX=bublewrap: there is no such sandbox; use one of"):
        choose()


def test_a_named_one_that_cannot_be_had(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CHOICE, "bubblewrap")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SandboxUnavailable, match="SANDBOX=bubblewrap: bubblewrap is not installed: install"):
        choose()


def test_here_it_is_bubblewrap_which_has_passed() -> None:
    assert isinstance(choose(), Bubblewrap)


@pytest.mark.parametrize("who", people())
def test_where_no_namespaces_can_be_made_landlock_takes_over(who: str) -> None:
    answer, landlock = run_as(who, IN_A_CONTAINER)
    if landlock >= FIRST_VERSION_THAT_KEEPS_SIGNALS and (os.geteuid() != 0 or python_for_everybody()):
        assert answer == "landlock"
    else:
        assert "bubblewrap: it does not start here" in answer and "namespaces: " in answer and "landlock: " in answer


# ---- the memory of passed tests


def test_the_file_is_believed_only_if_nobody_else_can_write_it(tmp_path: Path) -> None:
    passed_tests.remember("a")
    file = tmp_path / "coursegrader" / passed_tests.FILE
    assert passed_tests.has_passed("a") and not passed_tests.has_passed("b")
    file.chmod(0o666)
    assert not passed_tests.has_passed("a")
    file.chmod(0o600)
    assert passed_tests.has_passed("a")
    file.parent.chmod(0o777)
    assert not passed_tests.has_passed("a")
    file.parent.chmod(0o700)
    elsewhere = tmp_path / "elsewhere.json"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)
    assert not passed_tests.has_passed("a")


@pytest.mark.parametrize("content", ["", "{", '{"a": 1}', '[["a"]]', "null", "\x00"])
def test_nonsense_in_the_file_is_nothing(tmp_path: Path, content: str) -> None:
    passed_tests.remember("a")
    (tmp_path / "coursegrader" / passed_tests.FILE).write_text(content)
    assert not passed_tests.has_passed("a")
    passed_tests.remember("b")
    assert passed_tests.has_passed("b")


def test_another_policy_wall_or_rung_is_another_test() -> None:
    policy = grading_policy(Limits())
    wall = inner_wall(policy)
    keys = {
        passed_tests.fingerprint(Fake("a"), policy, wall),
        passed_tests.fingerprint(Fake("b"), policy, wall),
        passed_tests.fingerprint(Fake("a"), policy.with_mounts(), inner_wall(grading_policy(Limits(memory=1 << 30)))),
        passed_tests.fingerprint(Fake("a"), policy.with_mounts(read_only=policy.read_only[:1]), wall),
    }
    assert len(keys) == 4
    again = grading_policy(Limits())  # with another user drawn
    assert passed_tests.fingerprint(Fake("a"), again, inner_wall(again)) in keys
