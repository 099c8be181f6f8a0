"""The whole suite, once, on this machine; and the command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import pytest
from typer.testing import CliRunner

from coursegrader.attacks import run
from coursegrader.attacks.attack import Attack
from coursegrader.attacks.catalogue import ATTACKS
from coursegrader.attacks.judge import MEMORY, Verdict
from coursegrader.attacks.memory import MemoryWatch
from coursegrader.attacks.run import AttackReport, chosen, run_attacks
from coursegrader.cli import app

pytestmark = [pytest.mark.xdist_group("attacks"), pytest.mark.timeout(1500)]
COMMAND = [sys.executable, "-m", "coursegrader.cli", "attack"]


def attack(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | environment
    return subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, timeout=1400, env=env, check=False)


def test_every_attack_is_safe_and_honest_work_keeps_its_marks() -> None:
    done = attack("--json")
    report = json.loads(done.stdout)
    assert list(report) == ["attacks", "control_ok", "rung"]
    assert [(row["id"], row["detail"]) for row in report["attacks"] if not row["safe"]] == []
    assert [row["id"] for row in report["attacks"]] == [attack.id for attack in ATTACKS]
    assert all(list(row) == ["id", "family", "title", "safe", "detail"] for row in report["attacks"])
    assert report["control_ok"] is True
    assert report["rung"] in ("bubblewrap", "namespaces", "landlock")
    assert done.returncode == 0


def test_a_grader_without_a_wall_is_seen_to_be_unsafe() -> None:
    done = attack("--only", "home-files", "--json", COURSEGRADER_SANDBOX="unconfined")
    report = json.loads(done.stdout)
    assert report["rung"] == "unconfined"
    (row,) = report["attacks"]
    assert not row["safe"]
    assert "a secret came out: home_word" in row["detail"]
    assert done.returncode == 1


def test_people_get_a_table() -> None:
    done = attack("--only", "lying-eq")
    assert done.returncode == 0, done.stderr
    assert "forge/lying-eq" in done.stdout
    assert "1 of 1 attacks got nothing." in done.stdout
    assert "Control: 2 honest rounds among them got full marks." in done.stdout


@pytest.mark.parametrize(
    ("safe", "fault", "word", "count", "control", "code"),
    [
        (True, "", "safe", "1 of 1", "Control: 2 honest rounds among them got full marks.", 0),
        (False, "", "UNSAFE forge/lying-eq: 10 points", "0 of 1", "Control: 2 honest rounds", 1),
        (True, "after lying-eq: 5 of 15", "safe", "1 of 1", "CONTROL FAILED after lying-eq: 5 of 15", 1),
    ],
)
def test_the_table_tells_what_an_attack_or_the_control_lost(
    safe: bool, fault: str, word: str, count: str, control: str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found(attacks: Sequence[Attack], *_: object) -> AttackReport:
        (one,) = attacks
        verdict = Verdict(one.id, one.family, one.title, one.tries, safe, "10 points, [b]as such[/b]")
        return AttackReport([verdict], 2, [fault] if fault else [], "bubblewrap")

    monkeypatch.setattr(run, "run_attacks", found)  # what it finds, the other tests tell
    done = CliRunner().invoke(app, ["attack", "--only", "lying-eq"])
    assert done.exit_code == code
    for shown in ("sandbox: bubblewrap", "forge/lying-eq", "[b]as such[/b]", word, f"{count} attacks got nothing."):
        assert shown in done.stdout
    assert control in done.stdout


def test_memory_that_others_may_have_taken_is_measured_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    peaks: list[int] = []

    class Watch(MemoryWatch):
        def __exit__(self, *error: Any) -> None:
            super().__exit__(*error)
            self.peak = peaks.pop()

    monkeypatch.setattr(run, "MemoryWatch", Watch)
    for second, safe in (0, True), (2 * MEMORY, False):
        peaks += [second, 2 * MEMORY]
        report = run_attacks(chosen(only="lying-eq"))
        assert [verdict.safe for verdict in report.verdicts] == [safe] and report.control_ok
    assert not peaks


def test_an_unknown_name_is_told_in_one_line() -> None:
    done = attack("--only", "nothing")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("coursegrader: no attack 'nothing'")
