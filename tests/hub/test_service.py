"""The service as a whole: what it does where there is no sandbox."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from coursegrader.errors import SandboxUnavailable
from coursegrader.grader_side.machine_rung import machine_rung
from coursegrader.hub import service
from coursegrader.hub.service import make_app, sandbox_holds
from coursegrader.sandbox.unconfined import Unconfined
from coursegrader.store import AttemptStore
from tests.hub.people import FakeHub
from tests.hub.site import PREFIX, NothingGrades, no_grade, plain_site


class Notes(NothingGrades):
    """Notes whether it was started."""

    started = False

    async def run(self) -> None:
        self.started = True
        await asyncio.sleep(0)


@pytest.mark.parametrize("rung", ["bubblewrap", ""])
def test_without_a_sandbox_attempts_wait(rung: str, store: AttemptStore, tmp_path: Path) -> None:
    site = plain_site(store, {"maths": tmp_path}, FakeHub())
    queue = Notes(store, site.courses, no_grade, lambda: None)
    site.queue, site.rung = queue, rung
    with TestClient(make_app(site)) as client:
        status = client.get(f"{PREFIX}/health").json()["status"]
    assert queue.started is bool(rung)
    assert status == ("ok" if rung else "no sandbox: nothing is graded")


def test_at_its_start_it_says_which_sandbox_holds(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        assert sandbox_holds() == machine_rung().name
    assert f"runs in the sandbox '{machine_rung().name}', which has passed its self-test" in caplog.text


def test_at_its_start_it_says_why_nothing_is_graded(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none() -> None:
        raise SandboxUnavailable("no sandbox on this machine: bubblewrap: install it")

    monkeypatch.setattr(service, "machine_rung", none)
    assert not sandbox_holds()
    assert "NOTHING IS GRADED, submissions wait: no sandbox on this machine: bubblewrap: install it" in caplog.text


def test_at_its_start_it_warns_where_there_is_no_wall(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "machine_rung", Unconfined)
    assert sandbox_holds()
    assert "runs without a sandbox" in caplog.text
