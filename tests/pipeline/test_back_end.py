"""An exercise is judged alike whichever instructions the linear algebra computes with, on both sides of the wall."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from coursegrader.grader_side.grading_policy import FEATURES, KERNELS, grading_policy
from coursegrader.pipeline.back_end import back_end
from coursegrader.sandbox.policy import DEFAULT_LIMITS

COURSE = Path(__file__).parents[2]
SLOWEST = {"x86_64": "Prescott", "aarch64": "ARMV8"}[platform.machine()]
COMMAND = [sys.executable, "-m", "coursegrader.cli", "check", "c1w4-determinants-eigenvectors-pca"]


def test_other_kernels_give_the_same_verdicts() -> None:
    environment = os.environ | {KERNELS: SLOWEST}
    command = [*COMMAND, "--exercise", "pca_fit", "--json"]
    done = subprocess.run(
        command, cwd=COURSE, env=environment, capture_output=True, text=True, timeout=200, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(done.stdout)
    assert report["ok"] and report["total"]["mutants_killed"] == report["total"]["mutants_listed"] > 0
    assert report["back_end"] != back_end()


def test_the_learners_side_computes_as_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (KERNELS, FEATURES):
        monkeypatch.delenv(name, raising=False)
    assert not {"OPENBLAS_CORETYPE", FEATURES} & set(grading_policy(DEFAULT_LIMITS).env)
    monkeypatch.setenv(KERNELS, SLOWEST)
    monkeypatch.setenv(FEATURES, "X86_V4")
    told = grading_policy(DEFAULT_LIMITS).env
    assert (told["OPENBLAS_CORETYPE"], told[FEATURES]) == (SLOWEST, "X86_V4")
