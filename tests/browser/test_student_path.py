"""A student's whole path on the real hub, from the login to the second, better attempt."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from coursegrader.hub.roster import ROSTER, Entry, Role, Roster, RosterFile, hash_password, random_password
from tests.browser.conftest import COURSE, WEEK, Hub, picture
from tests.browser.course_pages import course_url, sign_in
from tests.browser.lab_pages import right_answer, save, write_answer, wrong_answer

EXERCISE = "row_operation"
MISCONCEPTION = "m1_swap_through_views"  # both rows end equal
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


def forget_what_was_open(page: Page) -> None:
    """Let JupyterLab never keep which notebooks are open, as if the learner had left before it could, every time."""
    kept = re.compile("/lab/api/workspaces/")
    page.route(kept, lambda route: route.fulfill(status=204) if route.request.method == "PUT" else route.continue_())


def points(page: Page) -> float:
    """The attempt's score, once it has come by itself."""
    shown = page.locator(".summary .score").first
    expect(shown).to_have_text(POINTS)
    found = POINTS.search(shown.inner_text())
    assert found is not None
    return float(found[1])


def test_from_login_to_a_second_and_better_attempt(page: Page, hub: Hub, newcomer: str) -> None:
    asked_elsewhere: list[str] = []
    page.on("request", lambda request: asked_elsewhere.append(request.url) if hub.url not in request.url else None)
    page.on("dialog", lambda dialog: dialog.accept())
    forget_what_was_open(page)
    week = page.locator(".week", has=page.locator(f"a[href$='{WEEK}']"))

    sign_in(page, hub, newcomer)  # lands on the course as a map of weeks
    expect(week).to_contain_text("Not opened")
    picture(page, "student-1-map")
    week.get_by_role("button", name=re.compile("^Open")).click()  # one click
    page.wait_for_url(f"**/user/{newcomer}/lab/tree/{COURSE}/{WEEK}**")
    expect(page.locator(".jp-NotebookPanel:visible")).to_be_visible()
    work = hub.data.folder("homes", newcomer) / COURSE / WEEK / "assignment_a.ipynb"
    assert work.exists()

    page.goto(course_url(hub, "weeks", WEEK))
    page.locator(".notebooks li", has_text="Elimination that never lies").get_by_role("button").click()
    answer = wrong_answer(hub, EXERCISE, MISCONCEPTION)
    write_answer(page, EXERCISE, answer)
    save(page, work, answer)

    page.goto(course_url(hub))
    week.get_by_role("button", name=re.compile("^Submit")).click()
    page.wait_for_url("**/attempts/*")
    address = page.url
    first = points(page)  # without a reload: the page follows the grading
    assert page.url == address
    exercise = page.locator(f"#exercise-assignment_a-{EXERCISE}")
    expect(exercise).to_contain_text(HINT)
    picture(page, "student-2-hints")

    page.get_by_role("button", name="Go on in JupyterLab").click()
    answer = right_answer(hub, EXERCISE)
    write_answer(page, EXERCISE, answer)
    save(page, work, answer)
    page.goto(address)
    page.get_by_role("button", name=re.compile("Submit")).click()
    page.wait_for_url(lambda url: "/attempts/" in url and url != address)
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
