"""A student's whole path on the real hub, from the login to the second, better attempt."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Page, expect

from coursegrader.hub.roster import ROSTER, Entry, Role, Roster, RosterFile, hash_password, random_password
from tests.browser.conftest import COURSE, WEEK, Hub, picture
from tests.browser.course_pages import PATIENCE, course_url, sign_in

EXERCISE = "row_operation"
HINT = "if one row appears twice, the first assignment overwrote what the second one needed"
POINTS = re.compile(r"([\d.]+) of 110")

pytestmark = pytest.mark.xdist_group("hub")


@pytest.fixture(scope="module")
def newcomer(hub: Hub) -> str:
    """Somebody who has just been put into the roster, and was never here."""
    name, hub.passwords["noor"] = "noor", random_password()
    entry = Entry(name, COURSE, Role.STUDENT, hash_password(hub.passwords[name]), "Noor Hassan")
    RosterFile(hub.data.root / ROSTER).change(lambda roster: Roster((*roster.entries, entry)))
    return name


def wrong_answer(hub: Hub) -> str:
    """A listed misconception: two rows are swapped through views, so that both end equal."""
    wrong = hub.course_dir / "graders" / WEEK / "wrong" / EXERCISE / "m1_swap_through_views.py"
    return wrong.read_text()


def right_answer(hub: Hub) -> str:
    notebook = nbformat.read(hub.course_dir / "source" / WEEK / "assignment_a.ipynb", as_version=4)
    (cell,) = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == f"{EXERCISE}_answer"]
    return str(cell.source)


def write_answer(page: Page, source: str, saved: Path) -> None:
    """Put an answer into its cell in JupyterLab, and save."""
    answer = page.locator(".jp-CodeCell", has_text=f"def {EXERCISE}").first
    answer.locator(".cm-content").click(timeout=PATIENCE)
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(source)
    before = saved.stat().st_mtime_ns
    page.keyboard.press("Control+s")
    for _ in range(100):
        if saved.stat().st_mtime_ns != before:
            return
        page.wait_for_timeout(100)
    raise AssertionError("JupyterLab has not saved")


def points(page: Page) -> float:
    """The attempt's score, once it has come by itself."""
    shown = page.locator(".summary .score").first
    expect(shown).to_have_text(POINTS, timeout=PATIENCE)
    found = POINTS.search(shown.inner_text())
    assert found is not None
    return float(found[1])


def test_from_login_to_a_second_and_better_attempt(page: Page, hub: Hub, newcomer: str) -> None:
    asked_elsewhere: list[str] = []
    page.on("request", lambda request: asked_elsewhere.append(request.url) if hub.url not in request.url else None)
    page.on("dialog", lambda dialog: dialog.accept())
    week = page.locator(".week", has=page.locator(f"a[href$='{WEEK}']"))

    sign_in(page, hub, newcomer)  # lands on the course as a map of weeks
    expect(week).to_contain_text("Not opened")
    picture(page, "student-1-map")
    week.get_by_role("button", name=re.compile("^Open")).click()  # one click
    page.wait_for_url(f"**/user/{newcomer}/lab/tree/{COURSE}/{WEEK}**", timeout=PATIENCE)
    expect(page.locator(".jp-NotebookPanel:visible")).to_be_visible(timeout=PATIENCE)
    work = hub.data.folder("homes", newcomer) / COURSE / WEEK / "assignment_a.ipynb"
    assert work.exists()

    page.goto(course_url(hub, "weeks", WEEK))
    page.locator(".notebooks li", has_text="Elimination that never lies").get_by_role("button").click()
    write_answer(page, wrong_answer(hub), work)

    page.goto(course_url(hub))
    week.get_by_role("button", name=re.compile("^Submit")).click()
    page.wait_for_url("**/attempts/*", timeout=PATIENCE)
    address = page.url
    first = points(page)  # without a reload: the page follows the grading
    assert page.url == address
    exercise = page.locator(f"#exercise-assignment_a-{EXERCISE}")
    expect(exercise).to_contain_text(HINT)
    picture(page, "student-2-hints")

    page.get_by_role("button", name="Go on in JupyterLab").click()
    write_answer(page, right_answer(hub), work)
    page.goto(address)
    page.get_by_role("button", name=re.compile("Submit")).click()
    page.wait_for_url(lambda url: "/attempts/" in url and url != address, timeout=PATIENCE)
    second = points(page)
    assert 0 < first < second == 10
    expect(page.locator(".summary")).to_contain_text("more than attempt 1")
    expect(exercise).not_to_contain_text(HINT)
    picture(page, "student-3-better")

    page.get_by_role("link", name="Your notebook with feedback").first.click()
    expect(page.locator("body")).to_contain_text("Three moves")
    page.goto(course_url(hub))
    expect(week.locator(".score")).to_have_text("10 of 110")
    assert asked_elsewhere == []
