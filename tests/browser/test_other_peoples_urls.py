"""A student who tries other people's addresses on the real hub finds nothing; what a student hands in runs nowhere."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from coursegrader.store import AttemptStore
from tests.browser.conftest import COURSE, WEEK, Hub
from tests.browser.course_pages import course_url, finished, sign_in
from tests.browser.warm_up import WarmUp

SCRIPT = "<script>top.ran = 1; self.ran = 1; alert(1)</script><img src=x onerror='top.ran = 1; self.ran = 1'>"

pytestmark = pytest.mark.xdist_group("hub")


def test_other_peoples_addresses_give_nothing(page: Page, hub: Hub, store: AttemptStore, warm_up: WarmUp) -> None:
    warm_up.hand_in(store, "kenji", essay="An answer of Kenji's, nobody else's.")
    theirs = finished(store, warm_up.name, "kenji")
    sign_in(page, hub, "amara")
    pages = [
        f"attempts/{theirs.id}",
        f"attempts/{theirs.id}/receipt.json",
        f"attempts/{theirs.id}/feedback/work.html",
        *(f"{part}/{warm_up.name}" for part in ("assignments", "insight")),
        *("review", f"review/{warm_up.name}/explain", "gradebook", "gradebook.csv", "assignments"),
        *("students/kenji", "insight", "regrades", "roster", "extensions", "audit"),
    ]
    elsewhere = [
        f"{hub.url}/services/course/admin",
        f"{hub.url}/services/course/courses/no-such-course",
        f"{hub.url}/services/course/api/courses/{COURSE}/attempts/{theirs.id}/feedback",
        f"{hub.url}/user/kenji/lab",
        f"{hub.url}/user/kenji/api/contents",
        f"{hub.url}/hub/admin",
        f"{hub.url}/hub/api/users",
    ]
    for address in [*(course_url(hub, part) for part in pages), *elsewhere]:
        answer = page.request.get(address)
        assert answer.status in (403, 404), f"{address}: {answer.status}"
        assert "Kenji's" not in answer.text()
        assert "test_doubles" not in answer.text()


def test_forms_of_the_staff_do_nothing_for_a_student(page: Page, hub: Hub, warm_up: WarmUp) -> None:
    sign_in(page, hub, "amara")
    csrf = page.locator("input[name=csrf]").first.get_attribute("value") or ""
    before = (hub.course_dir / "source").stat().st_mtime_ns
    posts = {
        f"assignments/{warm_up.name}/policy": {"attempts": "99"},
        f"assignments/{warm_up.name}/withdraw": {},
        f"assignments/{warm_up.name}/again": {"which": "all", "reason": "why not"},
        f"review/{warm_up.name}/explain": {"notebook": "work", "learner": "amara", "do": "full"},
        "regrades": {"assignment": warm_up.name, "reason": "more points"},
        "extensions": {"learner": "amara", "assignment": warm_up.name, "more_attempts": "9", "reason": "please"},
        "comments": {"text": "mine"},
    }
    for part, form in posts.items():
        answer = page.request.post(course_url(hub, part), form={"csrf": csrf, **form})
        assert answer.status == 403, f"{part}: {answer.status}"
    without_token = page.request.post(course_url(hub, "weeks", WEEK, "open"), form={})
    assert without_token.status == 403
    assert (hub.course_dir / "source").stat().st_mtime_ns == before


def test_what_a_student_hands_in_runs_in_nobodys_browser(
    page: Page, browser: Browser, hub: Hub, store: AttemptStore, warm_up: WarmUp
) -> None:
    warm_up.hand_in(store, "amara", essay=SCRIPT)
    attempt = finished(store, warm_up.name, "amara")
    warnings: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        warnings.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    sign_in(page, hub, "imani")
    pages = [
        course_url(hub, "review", warm_up.name, "explain") + "?notebook=work&learner=amara",
        course_url(hub, "attempts", attempt.id, "feedback", "work.html"),
        course_url(hub, "attempts", attempt.id),
    ]
    for address in pages:
        answer = page.goto(address)
        assert answer is not None and answer.status == 200, address
        assert page.evaluate("typeof window.ran") == "undefined"
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy.replace("style-src 'unsafe-inline'", "")
    expect(page.locator("main")).to_be_visible()
    assert warnings == []
    assert json.loads(page.request.get(course_url(hub, "attempts", attempt.id, "receipt.json")).text())
