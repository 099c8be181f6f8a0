"""The service without a hub: callers are told by their token, which is their name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from coursegrader.errors import NotAllowed
from coursegrader.hub.callers import Caller
from coursegrader.hub.grading_queue import GradingQueue
from coursegrader.hub.service import make_app
from coursegrader.nbgrader_plugins.exchange.http_transport import HttpTransport
from coursegrader.store import AttemptStore, DataFolder, Exchange

GROUPS = {
    "imani": {"formgrade-maths", "instructor-maths"},
    "tomas": {"formgrade-maths"},
    "amara": {"nbgrader-maths"},
    "kenji": {"nbgrader-maths"},
    "other": {"nbgrader-physics", "formgrade-physics", "instructor-physics"},
}


async def identify(authorization: str) -> Caller:
    """As HubCallers, with names for tokens."""
    name = authorization.removeprefix("token ")
    if name not in GROUPS:
        raise NotAllowed("the hub does not know this token: restart your server")
    return Caller(name, frozenset(GROUPS[name]))


class NothingGrades(GradingQueue):
    """Leaves attempts waiting."""

    async def run(self) -> None:
        return

    def close(self) -> None:
        return


def no_grade(*args: object) -> tuple[dict[str, Any], dict[str, bytes]]:
    raise AssertionError("nothing is graded here")


@dataclass(frozen=True)
class Service:
    """The service's application, as each caller reaches it."""

    client: TestClient
    exchange: Exchange

    @property
    def store(self) -> AttemptStore:
        return self.exchange.store

    def as_(self, name: str) -> HttpTransport:
        """The real client, with a caller's token, connected to the application."""
        transport = HttpTransport("http://testserver", name)
        transport._client = httpx.Client(
            transport=self.client._transport, base_url="http://testserver", headers={"Authorization": f"token {name}"}
        )
        return transport


@pytest.fixture
def store(tmp_path: Path) -> Iterator[AttemptStore]:
    opened = AttemptStore(DataFolder(tmp_path / "data"))
    yield opened
    opened.close()


@pytest.fixture
def service(store: AttemptStore, tmp_path: Path) -> Iterator[Service]:
    courses = {"maths": tmp_path, "physics": tmp_path}
    exchange = Exchange(store, lambda course, assignment, learner: {"variant.json": learner.encode()})
    queue = NothingGrades(store, courses, no_grade, lambda: None, make_executor=lambda: None)  # type: ignore[arg-type,return-value]
    with TestClient(make_app(exchange, courses, identify, queue)) as client:
        yield Service(client, exchange)
