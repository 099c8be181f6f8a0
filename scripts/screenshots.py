"""Pictures of every page for every role, light and dark, on a desktop and on a phone, and of every lab's figures and
interactives: ``make screenshots``. One kind only: ``python -m scripts.screenshots pages`` or ``labs``.

The pages show the example data of the tests' preview; no hub is needed.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

from coursegrader.hub.web.session import COOKIE
from scripts.lab_screenshots import lab_screenshots
from tests.browser.conftest import QUIET
from tests.browser.every_page import ROLES, Place, RunningExample, running_example

SCREENSHOTS = Path(__file__).parents[1] / "build" / "screenshots"
FOLDER = SCREENSHOTS / "pages"
KINDS = ("pages", "labs")
EACH = 3  # of one kind: an attempt that is graded, one that waits, one that failed
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}


def main() -> int:
    """Make them anew; exit status 1 if a page that the service has was not reached by any link."""
    parser = argparse.ArgumentParser(prog="python -m scripts.screenshots", description="Pictures of pages and labs.")
    parser.add_argument("kinds", nargs="*", metavar="kind", help=f"only these: {' or '.join(KINDS)}")
    kinds = parser.parse_args().kinds or KINDS
    if unknown := set(kinds) - set(KINDS):
        parser.error(f"unknown kind: {', '.join(sorted(unknown))}")
    with sync_playwright() as playwright:
        missed = _all_pages(playwright) if "pages" in kinds else []
        if "labs" in kinds:
            browser = _browser(playwright)
            made = [_told(path) for path in lab_screenshots(browser, SCREENSHOTS / "labs")]
            print(f"{len(made)} pictures of labs in {SCREENSHOTS / 'labs'}")
            browser.close()
    for route in missed:
        print(f"no link leads to {route}: link to it, or add example data for it in tests/hub/web", file=sys.stderr)
    return 1 if missed else 0


def _browser(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)


def _told(path: Path) -> Path:
    print(path.relative_to(SCREENSHOTS), flush=True)
    return path


def _all_pages(playwright: Playwright) -> list[str]:
    """Pictures of every page; the routes that no link leads to."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="screenshots-") as folder, running_example(Path(folder)) as site:
        places = [place for role in ROLES for place in site.places(role, EACH)]
        browser = _browser(playwright)
        made = sum(_pictures(browser, site, role, places) for role in ROLES)
        browser.close()
        missed = sorted(site.page_routes() - {place.route for place in places} - {"/"})
    print(f"{made} pictures of {len(places)} pages in {FOLDER}")
    return missed


def _pictures(browser: Browser, site: RunningExample, role: str, places: list[Place]) -> int:
    made = 0
    for scheme in ("light", "dark"):
        for size, (width, height) in SIZES.items():
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme=scheme,  # type: ignore[arg-type]
                reduced_motion="reduce",
            )
            context.add_cookies([{"name": COOKIE, "value": site.cookies[role], "url": site.address}])
            page = context.new_page()
            for place in places:
                if place.role == role:
                    page.goto(f"{site.address}{place.path}")
                    page.screenshot(path=FOLDER / f"{scheme}-{size}" / f"{place.name}.png", full_page=True)
                    made += 1
            context.close()
    return made


if __name__ == "__main__":
    sys.exit(main())
