"""The application of a site, and a browser for each person, which sends forms as pages do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from fastapi.testclient import TestClient

from coursegrader.hub.service import make_app
from coursegrader.hub.web.session import COOKIE
from coursegrader.hub.web.site import Site
from coursegrader.store import AttemptStore
from tests.hub.people import FakeHub
from tests.hub.site import PREFIX, Clock, plain_site

Fields = Mapping[str, str | Sequence[str]]


@dataclass
class Browse:
    """One person's browser. Paths are below the site's prefix; redirects are followed unless told otherwise."""

    client: httpx.Client
    csrf: str = ""

    def get(self, path: str, **options: Any) -> httpx.Response:
        """Open a page."""
        return self.client.get(_full(path), **options)

    def post(self, path: str, data: Fields | None = None, **options: Any) -> httpx.Response:
        """Send a form, with the token that each page's forms carry."""
        return self.client.post(_full(path), data={"csrf": self.csrf, **(data or {})}, **options)

    def download(self, path: str) -> bytes:
        """What a link gives, which must be there."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return answer.content


@dataclass
class TestedSite:
    """A site under test; ``site`` holds its parts, and the most used have short names."""

    __test__ = False

    app: FastAPI
    site: Site
    hub: FakeHub
    clock: Clock
    client: TestClient
    sessions: dict[str, str] = field(default_factory=dict)

    @property
    def store(self) -> AttemptStore:
        return self.site.store

    @property
    def courses(self) -> Mapping[str, Path]:
        return self.site.courses

    def as_(self, name: str, *, follow: bool = True) -> Browse:
        """A browser in which a person is logged in."""
        if name not in self.sessions:
            self.sessions[name] = self.site.sessions.begin(name, self.hub.groups[name], name, 3600)
        cookie = self.sessions[name]
        session = self.site.sessions.find(cookie)
        assert session is not None
        return Browse(self._client(follow, {COOKIE: cookie}), session.csrf)

    def anonymous(self, *, follow: bool = False) -> Browse:
        """A browser in which nobody is logged in."""
        return Browse(self._client(follow, {}))

    def forget_answers(self) -> None:
        """Let the time pass for which the hub's answers are kept."""
        self.site.hub.forget_all()

    def _client(self, follow: bool, cookies: Mapping[str, str]) -> httpx.Client:
        # the transport of the running application: everything happens in its one event loop
        return httpx.Client(
            transport=self.client._transport,
            base_url="http://testserver",
            follow_redirects=follow,
            headers={"Accept": "text/html"},
            cookies=dict(cookies),
        )


@contextmanager
def running_site(store: AttemptStore, courses: Mapping[str, Path], hub: FakeHub | None = None) -> Iterator[TestedSite]:
    """The application of a site, running."""
    hub, clock = hub or FakeHub(), Clock()
    site = plain_site(store, courses, hub, clock)
    app = make_app(site)
    with TestClient(app) as client:
        yield TestedSite(app, site, hub, clock, client)


def _full(path: str) -> str:
    return path if path.startswith(PREFIX) else PREFIX + path
