"""Every page of every role, light and dark, on a desktop and on a phone: axe finds nothing against WCAG 2.2 AA."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, expect

from coursegrader.hub.web.session import COOKIE
from tests.browser.every_page import ROLES, Place, RunningExample, running_example
from tests.hub.site import PREFIX

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "only => axe.run(document, {runOnly: only, resultTypes: ['violations']}).then(results => results.violations)"
ALL: dict[str, Any] = {"type": "tag", "values": TAGS}
# what depends on colours and on the layout together
SIGHT: dict[str, Any] = {"type": "rule", "values": ["color-contrast", "link-in-text-block", "target-size"]}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
SMALLEST: ViewportSize = {"width": 320, "height": 640}  # of WCAG 2.2, 1.4.10: nothing needs scrolling both ways
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
    with looking(browser, site, role) as (page, found):
        for place in places[role]:
            page.goto(f"{site.address}{place.path}")
            found.extend(barriers(page))


def test_nor_has_what_a_form_answers(site: RunningExample, browser: Browser) -> None:
    with looking(browser, site, "instructor") as (page, found):
        page.on("dialog", lambda dialog: dialog.accept())
        course = f"{site.address}{PREFIX}/courses/maths"
        page.goto(f"{course}/assignments/week3-determinants")
        page.get_by_label("Attempts allowed").fill("many")
        page.get_by_role("button", name="Save").click()
        expect(page.locator("[aria-invalid=true]")).to_be_visible()
        found.extend(barriers(page))
        page.goto(f"{course}/roster")
        page.locator("summary", has_text="Import").click()
        page.get_by_label("or its lines").fill("username,display_name\nnoor,Noor Aziz\namara,Amara S.")
        page.get_by_role("button", name="See what would change").click()
        expect(page.locator("main")).to_contain_text("Noor Aziz")
        found.extend(barriers(page))
        page.goto(f"{course}/roster/people/aisha")
        page.get_by_role("button", name="Make a new password").click()
        page.wait_for_url("**/passwords/**")
        found.extend(barriers(page))


def test_nor_has_a_page_that_refuses(site: RunningExample, browser: Browser) -> None:
    with looking(browser, site, "learner") as (page, found):
        for path, status in (("courses/maths/gradebook", 403), ("courses/maths/weeks/none", 404), ("nowhere", 404)):
            answer = page.goto(f"{site.address}{PREFIX}/{path}")
            assert answer is not None and answer.status == status
            found.extend(barriers(page))


@contextmanager
def looking(browser: Browser, site: RunningExample, role: str) -> Iterator[tuple[Page, list[str]]]:
    """A page, and the list of what is wrong on what it shows, which must be empty in the end."""
    context = browser.new_context()
    context.add_cookies([{"name": COOKIE, "value": site.cookies[role], "url": site.address}])
    page = context.new_page()
    found: list[str] = []
    page.on("console", lambda message: found.extend(complaints(page, message)))
    page.on("pageerror", lambda error: found.append(f"{page.url}: {error}"))
    yield page, found
    context.close()
    assert not found, "\n".join(sorted(set(found)))


def complaints(page: Page, message: ConsoleMessage) -> Iterator[str]:
    """Errors in the browser's console: what the policy blocked, what could not be loaded."""
    page_itself = message.location["url"] == page.url and message.text.startswith("Failed to load resource")
    if message.type == "error" and not page_itself:  # a page may answer 404, what it loads may not
        yield f"{page.url}: {message.text}"


def barriers(page: Page) -> Iterator[str]:
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    page.evaluate(AXE_SCRIPT)
    for scheme, size, rules in WAYS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size)
        for violation in page.evaluate(RUN, rules):
            yield from (f"{page.url}: {told(violation, node)}" for node in violation["nodes"])
    page.set_viewport_size(SMALLEST)
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        yield f"{page.url}: wider than a screen of {SMALLEST['width']} pixels"
    page.set_viewport_size(DESKTOP)


def told(violation: dict[str, Any], node: dict[str, Any]) -> str:
    what_to_do = node["failureSummary"].splitlines()[-1].strip()
    return f"{violation['id']}: {violation['help']}: {node['html'][:160]} ({what_to_do})"
