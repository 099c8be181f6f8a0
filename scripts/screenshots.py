"""Pictures of every page for every role, light and dark, on a desktop and on a phone: ``make screenshots``.

They show the example data of the tests' preview; no hub is needed. The notebooks and labs have pictures of their own,
which the browser tests make below ``build/screenshots``.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from coursegrader.hub.web.session import COOKIE
from tests.browser.conftest import QUIET
from tests.browser.every_page import ROLES, Place, RunningExample, running_example

FOLDER = Path(__file__).parents[1] / "build" / "screenshots" / "pages"
EACH = 3  # of one kind: an attempt that is graded, one that waits, one that failed
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}


def main() -> int:
    """Make them all anew; exit status 1 if a page that the service has was not reached by any link."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="screenshots-") as folder, running_example(Path(folder)) as site:
        places = [place for role in ROLES for place in site.places(role, EACH)]
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
            made = sum(_pictures(browser, site, role, places) for role in ROLES)
            browser.close()
        missed = sorted(site.page_routes() - {place.route for place in places} - {"/"})
    print(f"{made} pictures of {len(places)} pages in {FOLDER}")
    for route in missed:
        print(f"no link leads to {route}: link to it, or add example data for it in tests/hub/web", file=sys.stderr)
    return 1 if missed else 0


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
