"""Every page of every role, light and dark, on a desktop and on a phone: axe finds nothing against WCAG 2.2 AA."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from coursegrader.hub.web.session import COOKIE
from tests.browser.conftest import QUIET
from tests.browser.every_page import ROLES, Place, RunningExample, running_example

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "only => axe.run(document, {runOnly: only, resultTypes: ['violations']}).then(results => results.violations)"
ALL: dict[str, Any] = {"type": "tag", "values": TAGS}
# what depends on colours and on the layout together
SIGHT: dict[str, Any] = {"type": "rule", "values": ["color-contrast", "link-in-text-block", "target-size"]}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
WAYS: list[tuple[Literal["light", "dark"], ViewportSize, dict[str, Any]]] = [
    ("light", DESKTOP, ALL),
    ("dark", DESKTOP, SIGHT),
    ("dark", PHONE, ALL),
    ("light", PHONE, SIGHT),
]

pytestmark = pytest.mark.xdist_group("pages")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningExample]:
    with running_example(tmp_path_factory.mktemp("preview")) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def places(site: RunningExample) -> dict[str, list[Place]]:
    return {role: site.places(role) for role in ROLES}


def test_every_page_of_the_openapi_document_is_reached_by_links(
    site: RunningExample, places: dict[str, list[Place]]
) -> None:
    """What this finds is looked at by the other tests here: a page that nothing links to would escape them."""
    reached = {place.route for found in places.values() for place in found}
    assert site.page_routes() <= reached | {"/"}


@pytest.mark.parametrize("role", ROLES)
def test_no_page_has_a_barrier(
    role: str, site: RunningExample, places: dict[str, list[Place]], browser: Browser
) -> None:
    context = browser.new_context()
    context.add_cookies([{"name": COOKIE, "value": site.cookies[role], "url": site.address}])
    page = context.new_page()
    found: list[str] = []
    page.on("console", lambda message: found.append(f"{page.url}: {message.text}") if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(f"{page.url}: {error}"))
    for place in places[role]:
        found.extend(f"{place.path}: {line}" for line in barriers(page, site, place))
    context.close()
    assert not found, "\n".join(sorted(set(found)))


def barriers(page: Page, site: RunningExample, place: Place) -> Iterator[str]:
    page.goto(f"{site.address}{place.path}")
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    page.evaluate(AXE_SCRIPT)
    for scheme, size, rules in WAYS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size)
        for violation in page.evaluate(RUN, rules):
            yield from (told(violation, node) for node in violation["nodes"])
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            yield f"wider than a screen of {size['width']} pixels"


def told(violation: dict[str, Any], node: dict[str, Any]) -> str:
    what_to_do = node["failureSummary"].splitlines()[-1].strip()
    return f"{violation['id']}: {violation['help']}: {node['html'][:160]} ({what_to_do})"
