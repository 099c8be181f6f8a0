"""Every route that the service has, as everybody: made from its OpenAPI document, so that no route can be forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from coursegrader.hub.web.access import Rule
from coursegrader.store import AttemptStore, DataFolder
from tests.hub.people import FakeHub
from tests.hub.site import PREFIX
from tests.hub.web import example
from tests.hub.web.browse import TestedSite, running_site

STREAMS = "/events"  # answer for ever
# who each rule lets in, in the course maths
ALLOWED = {
    Rule.SIGNED_IN: {"amara", "kenji", "tomas", "imani", "other", "ada"},
    Rule.MEMBER: {"amara", "kenji", "tomas", "imani"},
    Rule.STAFF: {"tomas", "imani"},
    Rule.INSTRUCTOR: {"imani"},
    Rule.ADMIN: {"ada"},
}
PEOPLE = ("amara", "kenji", "tomas", "imani", "other", "ada")
UNKNOWN = 999_999


@dataclass(frozen=True)
class Route:
    """One operation of the OpenAPI document."""

    method: str
    path: str
    rule: Rule | None

    def __str__(self) -> str:
        return f"{self.method} {self.path.removeprefix(PREFIX)}"

    def url(self, **values: str | int) -> str:
        """The path with its parameters filled in; a name that is not known is something harmless."""
        return re.sub(r"\{(\w+)(:\w+)?\}", lambda match: str(values.get(match[1], "1")), self.path)


def routes_of(document: dict[str, Any]) -> list[Route]:
    """All operations."""
    return [
        Route(method.upper(), path, Rule(operation["x-rule"]) if "x-rule" in operation else None)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    ]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestedSite]:
    """One filled site for all routes: refusals change nothing in it."""
    folder = tmp_path_factory.mktemp("access")
    store = AttemptStore(DataFolder(folder / "data"))
    with running_site(store, {"maths": folder / "maths", "physics": folder / "physics"}) as made:
        example.fill(made.site)
        yield made
    store.close()


@pytest.fixture(scope="module")
def routes(running: TestedSite) -> list[Route]:
    return routes_of(running.app.openapi())


def send(running: TestedSite, route: Route, name: str | None, **values: str | int) -> httpx.Response:
    """Ask for a route as a person (None: nobody), with the token of their own forms."""
    browse = running.anonymous() if name is None else running.as_(name, follow=False)
    data = {"csrf": browse.csrf} if route.method != "GET" else None
    return browse.client.request(route.method, route.url(**values), data=data)


def test_every_route_says_who_may_use_it(running: TestedSite, routes: list[Route]) -> None:
    assert not [str(route) for route in routes if route.rule is None]
    for route in served(running.app.router):
        # one that is left out of the document would be missing in all the tests below
        assert isinstance(route, APIRoute) and route.include_in_schema, f"{route}: no rule can be told"


def test_rules_about_courses_stand_on_paths_of_courses(routes: list[Route]) -> None:
    of_course = {Rule.MEMBER, Rule.STAFF, Rule.INSTRUCTOR}
    for route in routes:
        assert (route.rule in of_course) == ("{course}" in route.path), str(route)


def test_only_harmless_routes_are_open_to_everybody(routes: list[Route]) -> None:
    known = {"/health", "/metrics", "/login", "/oauth_callback", "/static/{name}"}
    assert {route.path.removeprefix(PREFIX) for route in routes if route.rule is Rule.PUBLIC} == known
    assert all(route.method == "GET" for route in routes if route.rule is Rule.PUBLIC)


def test_nobody_gets_nothing(running: TestedSite, routes: list[Route]) -> None:
    for route in routes:
        if route.rule is Rule.PUBLIC:
            continue
        answer = send(running, route, None, course="maths")
        to_login = answer.status_code == 303 and answer.headers["location"].startswith(f"{PREFIX}/login?")
        assert to_login or answer.status_code == 401, f"{route}: {answer.status_code}"


@pytest.mark.parametrize("name", PEOPLE)
def test_who_is_not_allowed_is_refused(running: TestedSite, routes: list[Route], name: str) -> None:
    before = snapshot(running)
    for route in routes:
        if route.rule is Rule.PUBLIC or name in ALLOWED[route.rule or Rule.ADMIN]:
            continue
        answer = send(running, route, name, course="maths", attempt=first_attempt(running))
        assert answer.status_code == 403, f"{route} as {name}: {answer.status_code}"
    assert snapshot(running) == before


@pytest.mark.parametrize("name", PEOPLE)
def test_who_is_allowed_is_not_refused(running: TestedSite, routes: list[Route], name: str) -> None:
    mine = first_attempt(running, name if name in ("amara", "kenji") else "amara")
    for route in routes:
        if route.method != "GET" or STREAMS in route.path or name not in ALLOWED.get(route.rule, set()):  # type: ignore[arg-type]
            continue
        answer = send(running, route, name, course="maths", attempt=mine, assignment=example.WEEKS[0])
        own_only = name in ("tomas", "imani") and "{attempt}" in route.path and route.rule is Rule.MEMBER
        assert answer.status_code not in (401, 405, *(() if own_only else (403,))), f"{route} as {name}"


@pytest.mark.parametrize("name", ["amara", "tomas", "imani", "ada"])
def test_forms_of_those_who_may_are_taken(tmp_path: Path, store: AttemptStore, routes: list[Route], name: str) -> None:
    with running_site(store, {"maths": tmp_path / "maths"}) as made:
        example.fill(made.site)
        attempt = first_attempt(made)
        for route in routes:
            if route.method == "GET" or name not in ALLOWED[route.rule or Rule.ADMIN] or "logout" in route.path:
                continue
            answer = send(made, route, name, course="maths", attempt=attempt, assignment=example.WEEKS[0])
            own_only = route.rule is Rule.MEMBER and name != "amara"  # what learners do is not for everybody
            assert answer.status_code not in (401, 405, *(() if own_only else (403,))), f"{route} as {name}"


@pytest.mark.parametrize("name", ["imani", "amara", "ada", "other"])
def test_there_is_nothing_in_courses_that_are_not_there(running: TestedSite, routes: list[Route], name: str) -> None:
    for route in routes:
        if "{course}" in route.path:
            answer = send(running, route, name, course="history", attempt=first_attempt(running))
            assert answer.status_code == 404, f"{route}: {answer.status_code}"


def test_an_attempt_of_somebody_else_stays_theirs(running: TestedSite, routes: list[Route]) -> None:
    theirs = first_attempt(running, "amara")
    before = snapshot(running)
    reached = 0
    for route in routes:
        if "{attempt}" not in route.path:
            continue
        answer = send(running, route, "kenji", course="maths", attempt=theirs)
        assert answer.status_code == 403, f"{route}: {answer.status_code}"
        # nor is its number a key in another course, even for the staff there
        elsewhere = send(running, route, "other", course="physics", attempt=theirs)
        assert elsewhere.status_code == 404, f"{route}: {elsewhere.status_code}"
        missing = send(running, route, "imani", course="maths", attempt=UNKNOWN)
        assert missing.status_code == 404, f"{route}: {missing.status_code}"
        reached += 1
    assert reached > 2
    assert snapshot(running) == before


def test_learners_named_in_paths_are_no_way_around(running: TestedSite, routes: list[Route]) -> None:
    for route in routes:
        if "{learner}" in route.path:
            for name in ("amara", "kenji", "other", "ada"):
                answer = send(running, route, name, course="maths", learner="amara")
                assert answer.status_code == 403, f"{route} as {name}"


def test_a_form_from_elsewhere_changes_nothing(running: TestedSite, routes: list[Route]) -> None:
    before = snapshot(running)
    for route in routes:
        if route.method == "GET" or route.rule is Rule.PUBLIC:
            continue
        name = "ada" if route.rule is Rule.ADMIN else "imani"
        for csrf in ({}, {"csrf": "0" * 64}, {"csrf": running.as_("tomas").csrf}):
            browse = running.as_(name, follow=False)
            url = route.url(course="maths", attempt=first_attempt(running), assignment=example.WEEKS[0])
            answer = browse.client.request(route.method, url, data=csrf)
            assert answer.status_code == 403, f"{route}: {answer.status_code}"
            assert "does not come from a page of yours" in answer.text
    assert snapshot(running) == before


def test_who_leaves_the_roster_is_out(tmp_path_factory: pytest.TempPathFactory, routes: list[Route]) -> None:
    folder = tmp_path_factory.mktemp("left")
    store = AttemptStore(DataFolder(folder / "data"))
    hub = FakeHub()
    with running_site(store, {"maths": folder / "maths"}, hub) as made:
        tomas, amara = made.as_("tomas", follow=False), made.as_("amara", follow=False)
        assert tomas.get("/courses/maths/gradebook").status_code == 200
        hub.groups["tomas"] = frozenset({"nbgrader-maths"})  # no assistant any more
        del hub.groups["amara"]
        made.forget_answers()
        assert tomas.get("/courses/maths/gradebook").status_code == 403
        assert amara.get("/courses/maths").status_code == 303
        assert made.site.sessions.find(made.sessions["amara"]) is None
    store.close()


def served(router: Any) -> Iterator[BaseRoute]:
    """Every single route of a router, those of included routers as well."""
    for route in router.routes:
        included = getattr(route, "original_router", None)
        yield from [route] if included is None else served(included)


def first_attempt(running: TestedSite, learner: str = "amara") -> int:
    """The number in the database of a learner's first attempt."""
    return running.store.attempts("maths", learner=learner)[0].id


def snapshot(running: TestedSite) -> tuple[object, ...]:
    """What a route could have changed."""
    store = running.store
    return (
        [(attempt.id, attempt.state, attempt.score) for attempt in store.attempts("maths")],
        [release.released_at for release in store.releases("maths")],
        store.audit.entries("maths"),
        store.extensions.all("maths"),
        store.comments.all("maths"),
        store.requests.open("maths"),
        store.notices.all("maths", "amara"),
    )
