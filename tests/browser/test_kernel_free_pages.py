"""The kernel-free pages in a real browser: by keyboard, opened from disk, on a narrow screen, in the dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from coursekit.interactives.c1w2.pivot_duel import PIVOT_DUEL, outcome

PAGES = Path(__file__).parents[2] / "source" / "c1w2-elimination-echelon-forms-rank" / "interactives"

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 375, "height": 720}, color_scheme="dark")
    opened = context.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on(
        "request",
        lambda request: problems.append(request.url) if not request.url.startswith("file:") else None,
    )
    yield opened
    context.close()
    assert problems == []


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def commit(page: Page, name: str, options_down: int) -> None:
    page.goto((PAGES / name).as_uri())
    assert not page.locator("#stage").is_visible()
    press(page, "Tab", *["ArrowDown"] * options_down, "Tab", "Enter")
    assert page.locator("#stage").is_visible()


def test_two_lines_are_solved_by_keyboard(page: Page) -> None:
    commit(page, "elimination_stepper.html", options_down=1)
    press(page, "Tab", "Tab", "Tab", "Tab", "ArrowLeft")  # system, move, row, other row, factor
    assert page.locator("#factor-value").inner_text() == "4/5"
    press(page, "Tab", "Enter", "Tab", "Enter")  # find the factor, make the move
    assert "Move 1: R2 ← R2 − 3·R1" in page.locator("#status").inner_text()
    assert "Staircase reached" in page.locator("#status").inner_text()
    assert "They meet at (1, 2)." in (page.locator("#picture svg").get_attribute("aria-label") or "")
    press(page, "Tab", "Enter")  # undo
    assert "No move yet" in page.locator("#status").inner_text()


def test_three_planes_are_brought_to_a_staircase(page: Page) -> None:
    commit(page, "elimination_stepper.html", options_down=2)
    page.get_by_label("Planes: 3 unknowns").check()
    for row, source in ((2, 1), (3, 1), (3, 2)):
        page.locator(f'input[name="row"][value="{row}"]').check()
        page.locator(f'input[name="source"][value="{source}"]').check()
        page.get_by_role("button", name="Find the c that clears").click()
        page.get_by_role("button", name="Make this move").click()
    assert "Staircase reached" in page.locator("#status").inner_text()
    assert page.locator("#picture .ck-outline").count() == 3


def test_scaling_by_zero_is_refused(page: Page) -> None:
    commit(page, "elimination_stepper.html", options_down=1)
    page.get_by_label("scale", exact=True).check()
    page.locator("#factor").focus()
    press(page, *["ArrowLeft"] * 10)
    assert page.locator("#factor-value").inner_text() == "0"
    page.get_by_role("button", name="Make this move").click()
    assert "this is not a move" in page.locator("#preview").inner_text()
    assert "No move yet" in page.locator("#status").inner_text()


def test_the_duel_is_played_by_keyboard_and_counts_as_the_live_version_does(page: Page) -> None:
    commit(page, "pivot_duel.html", options_down=2)
    press(page, *["ArrowRight"] * 7)
    assert page.locator("#status").inner_text() == outcome(8)


@pytest.mark.parametrize("name", ["elimination_stepper.html", "pivot_duel.html"])
def test_the_commitment_outlives_a_reload_and_nothing_sticks_out(page: Page, name: str) -> None:
    commit(page, name, options_down=1)
    for _ in range(3):  # nobody reloads within a millisecond: the browser may still be writing it down
        page.reload()
        if page.locator("#stage").is_visible():
            break
    assert page.locator("#stage").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 24, 29)"


def test_a_page_embedded_in_a_notebook_opens_and_makes_itself_room(page: Page, tmp_path: Path) -> None:
    outer = tmp_path / "notebook.html"
    outer.write_text(f"<!doctype html><body>{PIVOT_DUEL.kernel_free().html}", encoding="utf-8")
    page.goto(outer.as_uri())
    frame = page.frame_locator("iframe")
    frame.get_by_label("8 of 16", exact=True).check()
    frame.get_by_role("button", name="Commit to this").click()
    frame.locator("#step").wait_for()
    page.wait_for_function("document.querySelector('iframe').clientHeight > 900")


def test_the_frames_are_what_is_printed(page: Page) -> None:
    page.goto((PAGES / "pivot_duel.html").as_uri())
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#still svg").first.is_visible()
    assert not page.locator("#gate").is_visible()
