"""The warm process, where the wall around a notebook cannot be built."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from coursegrader.errors import SandboxUnavailable
from coursegrader.grader_side.connection import Connection
from coursegrader.grader_side.warm_sandbox import WarmSandbox
from tests.grader_side.conftest import QUICK

CELL = """
import os
for place in ("/tmp", os.path.expanduser("~"), ".", "/dev/shm"):
    with open(os.path.join(place, "mine"), "w") as file: file.write("x")
for place in ("/usr", "/opt/student-side", "/proc/sys/kernel/hostname"):
    try: os.open(os.path.join(place, "") if os.path.isdir(place) else place, os.O_WRONLY)
    except OSError: print("refused", end=" ")
print(open("/proc/self/oom_score_adj").read().strip(), os.getuid() != 0)
"""


class WithoutOneStep(WarmSandbox):
    """A sandbox in whose inner wall one mount is refused, after everything else has worked."""

    def _hello(self, warm: Any) -> dict[str, Any]:
        hello = super()._hello(warm)
        hello["wall"]["scratch"][-1][1] = "no size"
        return hello


@pytest.fixture
def sandbox() -> Iterator[WarmSandbox]:
    sandbox = WithoutOneStep(QUICK, ("numpy",))
    yield sandbox
    sandbox.close()


def test_where_a_step_of_the_wall_fails_one_notebook_is_served_and_can_work(sandbox: WarmSandbox) -> None:
    assert sandbox.obstacle is not None and "Invalid argument" in sandbox.obstacle
    with Connection(sandbox) as connection:
        connection.put_files({}, "work")
        connection.send({"op": "notebook", "cells": [CELL], "skip": [], "seed": 0, "keep": False})
        start, cell, ready = (connection.receive(10) for _ in range(3))
        assert [start["op"], ready["op"]] == ["start", "ready"]
        assert [output["text"] for output in cell["outputs"]] == ["refused refused refused 800 True\n"]
        with pytest.raises(SandboxUnavailable, match="served its one notebook"):
            Connection(sandbox)
    assert not sandbox.is_running(), "it ends with its notebook"
