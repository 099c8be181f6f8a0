"""The course's own pages on the real hub: signing in, and waiting for what the server says by itself."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from coursegrader.store import Attempt, AttemptState, AttemptStore
from tests.browser.conftest import COURSE, Hub

GRADING_SECONDS = 90


def course_url(hub: Hub, *parts: str | int) -> str:
    """The address of a page of the course."""
    return "/".join([f"{hub.url}/services/course/courses/{COURSE}", *map(str, parts)])


def sign_in(page: Page, hub: Hub, user: str) -> None:
    """From the hub's login page to the course, which is where people land."""
    page.goto(hub.url)
    page.fill("#username_input", user)
    page.fill("#password_input", hub.passwords[user])
    page.click("#login_submit")
    page.wait_for_url(lambda url: urlsplit(url).path.startswith("/services/course/courses/"))
    expect(page.get_by_role("navigation", name="Main").or_(page.locator("main")).first).to_be_visible()


def navigate(page: Page, text: str) -> None:
    """Choose an entry of the navigation."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name=text, exact=True).click()


def finished(store: AttemptStore, assignment: str, learner: str) -> Attempt:
    """The learner's latest attempt at an assignment, once it has a result."""
    end = time.monotonic() + GRADING_SECONDS
    while time.monotonic() < end:
        mine = store.attempts(COURSE, assignment=assignment, learner=learner)
        if mine and mine[-1].state is not AttemptState.WAITING:
            assert mine[-1].error is None
            return mine[-1]
        time.sleep(0.1)
    raise AssertionError(f"{learner}'s attempt at {assignment} is not graded after {GRADING_SECONDS} s")
