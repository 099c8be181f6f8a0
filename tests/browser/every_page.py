"""Every page that each role can reach by following links, on a site with example data."""

from __future__ import annotations

import re
import socket
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx
import uvicorn
from fastapi import FastAPI

from coursegrader.hub.service import make_app
from coursegrader.hub.web.session import COOKIE
from tests.hub.people import FakeHub
from tests.hub.site import PREFIX
from tests.hub.web.example_site import example_site

ROLES = {"learner": "amara", "assistant": "tomas", "instructor": "imani", "admin": "ada"}
# answers that are no pages, or that send the browser elsewhere
NO_PAGES = (
    "/api/", "/static/", "/login", "/logout", "/oauth_callback", "/events", "/health", "/metrics",
    ".csv", ".json", "/feedback/",
    "/passwords/",  # of people just made, shown once to who made them
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """One page as one role sees it. ``route`` is its path in the OpenAPI document, without the prefix."""

    role: str
    route: str
    path: str

    @property
    def name(self) -> str:
        """A name for a file."""
        words = (
            urlsplit(self.path)
            .path.removeprefix(PREFIX)
            .strip("/")
            .replace("courses/maths", "course")
            .replace("/", "-")
        )
        return f"{self.role}-{words or 'home'}"


class RunningExample:
    """The example site; ``cookies``: role -> session of somebody who has it."""

    def __init__(self, app: FastAPI, address: str, cookies: Mapping[str, str]) -> None:
        self.app, self.address, self.cookies = app, address, cookies
        self._routes = [
            path.removeprefix(PREFIX) for path, methods in app.openapi()["paths"].items() if "get" in methods
        ]
        in_order = sorted(self._routes, key=lambda route: route.count("{"))  # /a/new before /a/{name}
        self._patterns = [(re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(route))), route) for route in in_order]

    def page_routes(self) -> set[str]:
        """Every GET route of the OpenAPI document that gives a page."""
        return {route for route in self._routes if not any(part in route for part in NO_PAGES)}

    def places(self, role: str, each: int = 2) -> list[Place]:
        """The pages that somebody with this role reaches by following links, ``each`` of one route at most."""
        found: list[Place] = []
        seen, waiting, counts = {f"{PREFIX}/"}, [f"{PREFIX}/"], Counter[str]()
        with httpx.Client(base_url=self.address, cookies={COOKIE: self.cookies[role]}, trust_env=False) as client:
            while waiting:
                path = waiting.pop(0)
                route = self._route(urlsplit(path).path)
                if route is None or any(part in route for part in NO_PAGES) or counts[route] >= each:
                    continue
                answer = client.get(path)
                if answer.is_redirect:
                    links = [answer.headers["location"]]
                else:
                    assert answer.status_code == 200, f"{role}: a link leads to {path}: {answer.status_code}"
                    links = _links(answer.text)
                    found.append(Place(role, route, path))
                    counts[route] += 1
                for link in (urlsplit(urljoin(f"{self.address}{path}", link)) for link in links):
                    if link.netloc == urlsplit(self.address).netloc and link.path not in seen:
                        seen.add(link.path)
                        waiting.append(f"{link.path}?{link.query}" if link.query else link.path)
        return found

    def _route(self, path: str) -> str | None:
        below = path.removeprefix(PREFIX)
        return next((route for pattern, route in self._patterns if pattern.fullmatch(below)), None)


@contextmanager
def running_example(folder: Path) -> Iterator[RunningExample]:
    """Serve the example site, kept in a folder, on a free port."""
    hub = FakeHub()
    site = example_site(folder, hub)
    app = make_app(site)
    cookies = {role: site.sessions.begin(name, hub.groups[name], name, 3600) for role, name in ROLES.items()}
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        httpx.get(f"{address}{PREFIX}/login", trust_env=False)  # waits in the listener's queue until it is served
        try:
            yield RunningExample(app, address, cookies)
        finally:
            server.should_exit = True
            thread.join(10)


class _Anchors(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        target = dict(attrs).get("href")
        if tag == "a" and target:
            self.found.append(target)


def _links(html: str) -> list[str]:
    anchors = _Anchors()
    anchors.feed(html)
    return anchors.found
