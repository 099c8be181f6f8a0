"""An instructor on the real hub: a wrong hidden test mended, and the regrade previewed, applied and undone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from coursegrader.store import AttemptStore
from tests.browser.conftest import COURSE, Hub, picture
from tests.browser.course_pages import course_url, finished, navigate, sign_in
from tests.browser.warm_up import WarmUp

REASON = "The test of arrays asked for 5 where 4 is right."

pytestmark = pytest.mark.xdist_group("hub")


def scores(store: AttemptStore, warm_up: WarmUp) -> dict[str, float | None]:
    """The score of each learner's latest attempt at the warm-up."""
    return {attempt.learner: attempt.score for attempt in store.attempts(COURSE, assignment=warm_up.name)}


def test_an_assignment_is_named_withdrawn_and_released_again(page: Page, hub: Hub, warm_up: WarmUp) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, hub, "imani")
    navigate(page, "Assignments")
    page.locator(f"main a[href$='assignments/{warm_up.name}']").click()
    page.get_by_label("Title").fill("Warm-up")
    page.get_by_label("Attempts allowed").fill("7")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Warm-up")
    assert "attempts = 7" in (hub.course_dir / "source" / f"{warm_up.name}.toml").read_text()
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_role("button", name="Withdraw")).to_have_count(0)
    page.get_by_role("button", name="Release as built").click()
    expect(page.get_by_role("button", name="Withdraw")).to_be_visible()


def test_a_regrade_is_previewed_applied_and_undone(
    page: Page, browser: Browser, hub: Hub, store: AttemptStore, warm_up: WarmUp
) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    warm_up.write_suite(right=False)
    for learner in ("amara", "kenji"):
        warm_up.hand_in(store, learner)
        assert finished(store, warm_up.name, learner).score == 2
    sign_in(page, hub, "imani")

    page.goto(course_url(hub, "review", warm_up.name, "explain") + "?notebook=work&learner=kenji")
    page.get_by_label("Points, of 2").fill("1.5")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status").or_(page.get_by_role("alert")).first).to_be_visible()
    assert scores(store, warm_up)["kenji"] == 3.5

    warm_up.write_suite(right=True)
    navigate(page, "Regrades")
    page.get_by_label("Assignment").select_option(warm_up.name)
    page.get_by_label("What was corrected, and why?").fill(REASON)
    page.get_by_role("button", name="Preview", exact=True).click()
    badge = page.locator(".badge").first
    expect(badge).to_have_text("ready to apply")  # comes by itself
    gains = page.locator(".tile", has_text="Learners who gain").locator("dd")
    expect(gains).to_have_text("2")
    through = page.get_by_role("row", name=re.compile("test_doubles_arrays"))
    expect(through.first).to_contain_text("2")
    assert scores(store, warm_up) == {"amara": 2, "kenji": 3.5}  # nothing yet
    picture(page, "instructor-1-preview")

    page.get_by_role("button", name=re.compile("^Apply to 2")).click()
    expect(badge).to_have_text("applied")
    assert scores(store, warm_up) == {"amara": 4, "kenji": 5.5}  # the mark that a person gave is kept
    told(browser, hub, "amara")

    page.get_by_role("button", name="Undo this regrade").click()
    expect(badge).to_have_text("undone")
    assert scores(store, warm_up) == {"amara": 2, "kenji": 3.5}
    navigate(page, "Audit")
    log = page.locator("table")
    for action in ("regrade preview", "regrade apply", "regrade undo"):
        expect(log).to_contain_text(action)
    expect(log).to_contain_text(REASON)
    picture(page, "instructor-2-audit")


def told(browser: Browser, hub: Hub, learner: str) -> None:
    """The learner finds the new score and the reason where they land."""
    context = browser.new_context()
    page = context.new_page()
    sign_in(page, hub, learner)
    expect(page.get_by_role("region", name="News")).to_contain_text(REASON)
    context.close()
