"""The whole service, with a small hub in this process, on which a person's name is their token."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from coursegrader.hub.service import make_app
from coursegrader.nbgrader_plugins.exchange.http_transport import HttpTransport
from coursegrader.store import AttemptStore, DataFolder, Exchange
from tests.hub.people import FakeHub
from tests.hub.site import ADDRESS, plain_site


@dataclass(frozen=True)
class Service:
    """The service's application, as each caller's exchange client reaches it."""

    client: TestClient
    exchange: Exchange

    @property
    def store(self) -> AttemptStore:
        return self.exchange.store

    def as_(self, name: str) -> HttpTransport:
        """The real client, with a caller's token, connected to the application."""
        transport = HttpTransport(ADDRESS, name)
        transport._client = httpx.Client(
            transport=self.client._transport,
            base_url=transport._client.base_url,
            headers={"Authorization": f"token {name}"},
        )
        return transport


@pytest.fixture
def store(tmp_path: Path) -> Iterator[AttemptStore]:
    opened = AttemptStore(DataFolder(tmp_path / "data"))
    yield opened
    opened.close()


@pytest.fixture
def service(store: AttemptStore, tmp_path: Path) -> Iterator[Service]:
    site = plain_site(store, {"maths": tmp_path / "maths", "physics": tmp_path / "physics"}, FakeHub())
    with TestClient(make_app(site)) as client:
        yield Service(client, site.exchange)
