"""The judge says UNSAFE: attacks on a grader that trusts its learners succeed, and are seen to."""

from __future__ import annotations

import os
import signal
from dataclasses import replace

import pytest

from coursegrader.attacks.arena import Arena
from coursegrader.attacks.catalogue import ATTACKS
from coursegrader.attacks.judge import Verdict, judge
from coursegrader.attacks.leftovers import surviving_processes
from coursegrader.attacks.scratch import Scratch
from tests.attacks.weak_engine import weak_grade

pytestmark = pytest.mark.xdist_group("attacks")


def verdict_on(scratch: Scratch, name: str, mark: str = "cgweak000") -> Verdict:
    attack = next(attack for attack in ATTACKS if attack.id == name)
    arena = Arena(scratch, grade=weak_grade)
    outcome = arena.attempt(replace(attack, door="engine"), mark)
    return judge(attack, outcome, scratch.canaries)


@pytest.mark.parametrize("name", ["lying-eq", "lying-reflected-eq", "frame-walk", "builtins"])
def test_a_forged_score_is_seen(scratch: Scratch, name: str) -> None:
    verdict = verdict_on(scratch, name)
    assert not verdict.safe
    assert "points for 'total', which deserves 0" in verdict.detail


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("suite-file", "suite_word"),
        ("home-files", "home_word"),
        ("temporary-files", "temporary_word"),
        ("victims-work", "victims_answer"),
        ("environment", "environment_word"),
    ],
)
def test_a_secret_that_comes_out_is_seen(scratch: Scratch, name: str, secret: str) -> None:
    verdict = verdict_on(scratch, name)
    assert not verdict.safe
    assert f"a secret came out: {secret}" in verdict.detail


def test_a_process_that_stays_is_seen(scratch: Scratch) -> None:
    try:
        verdict = verdict_on(scratch, "double-fork-daemon", "cgweak001")
        assert not verdict.safe
        assert "is still running" in verdict.detail
    finally:
        for process in surviving_processes("cgweak001"):
            os.kill(process, signal.SIGKILL)


def test_a_file_that_is_left_is_seen(scratch: Scratch) -> None:
    verdict = verdict_on(scratch, "inputs-in-errors")
    assert "it left" not in verdict.detail
    left = scratch.temporary / "cgweak002.txt"
    try:
        verdict = verdict_on(scratch, "state-between-tests", "cgweak002")
        assert "it left" not in verdict.detail
        left.write_text("x")
        assert f"it left {left}" in verdict_on(scratch, "state-between-tests", "cgweak002").detail
    finally:
        left.unlink()


def test_an_attack_on_the_gradebook_is_seen(scratch: Scratch) -> None:
    verdict = verdict_on(scratch, "gradebook")
    assert not verdict.safe
    assert "a secret came out: victims_name" in verdict.detail
    assert "the gradebook's row of ada in harbour is" in verdict.detail or "was changed" in verdict.detail
