"""Where time goes: each moment counts for one stage, in forked children too, and every stage is still there."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from coursegrader.bench.profiled import STAGES
from coursegrader.bench.stage_clock import Stage, StageClock
from coursegrader.errors import CourseError

SCRIPT = """
import json, os, sys, time
from coursegrader.bench.stage_clock import Stage, StageClock

def burn(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end: pass

def outer():
    burn(0.2)
    inner()
    if os.fork() == 0:
        inner()
        os._exit(0)
    os.wait()

def inner():
    burn(0.1)

clock = StageClock([Stage("outer", ("__main__:outer",)), Stage("inner", ("__main__:inner",))])
clock.install()
began = time.perf_counter()
outer()
took = time.perf_counter() - began
print(json.dumps([took, {name: [spent.wall, spent.cpu, spent.calls] for name, spent in clock.spent().items()}]))
"""


def test_nested_and_forked_stages() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=60, check=True)
    took, spent = json.loads(done.stdout)
    assert spent["outer"][1] == pytest.approx(0.2, abs=0.05)
    assert spent["inner"][1] == pytest.approx(0.2, abs=0.05)
    assert [spent[name][2] for name in ("outer", "inner")] == [1, 2]
    assert spent["inner"][0] >= 0.19
    # the wait for the child, which takes 0.1 s or more, is not counted twice, however slow the machine is
    assert spent["outer"][0] + spent["inner"][0] < took + 0.05


def test_every_stage_of_the_profile_exists() -> None:
    script = "from coursegrader.bench.profiled import STAGES, StageClock; StageClock(STAGES).install()"
    subprocess.run([sys.executable, "-c", script], timeout=60, check=True)
    assert len({stage.name for stage in STAGES}) == len(STAGES)


def test_a_stage_that_is_gone_is_told() -> None:
    with pytest.raises(CourseError, match="the profile's stage 'old' names json:nothing, which is gone"):
        StageClock([Stage("old", ("json:nothing",))]).install()
