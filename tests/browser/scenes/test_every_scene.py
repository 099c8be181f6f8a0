"""What holds for every scene: it opens, fits a phone, is operated by keyboard, and its still frames are its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from coursekit.interactives.catalogue import CATALOGUE
from coursekit.interactives.draw_stills import FOLDER, drawn
from coursekit.interactives.scene import Scene
from tests.browser.scenes.conftest import OpenScene

SCENES = [thing for thing in CATALOGUE if isinstance(thing, Scene)]
OPERABLE = "#scene input, #scene button, #scene select, #scene .ck-handle"

pytestmark = pytest.mark.xdist_group("scenes")


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.slug)
def test_a_scene_opens_fits_a_phone_and_is_reached_by_keyboard(
    scene: Scene, open_scene: Callable[..., OpenScene]
) -> None:
    opened = open_scene(scene, width=320)
    page = opened.page
    assert opened.words
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    operable = page.locator(OPERABLE).all()
    assert operable
    for control in operable:
        if control.is_visible() and control.is_enabled():
            control.focus()
            assert control.evaluate("node => document.activeElement === node")
    for handle in page.locator("#scene .ck-handle").all():
        if handle.is_visible():
            before = handle.get_attribute("aria-valuetext")
            handle.focus()
            for key in ("ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown"):
                page.keyboard.press(key)
                if handle.get_attribute("aria-valuetext") != before:
                    break
            else:
                raise AssertionError(f"{handle.get_attribute('aria-label')} does not move by keyboard")


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.slug)
def test_the_still_frames_are_what_the_scene_draws(scene: Scene, scene_page: Page) -> None:
    assert (FOLDER / f"{scene.slug}.json").read_text(encoding="utf-8") == drawn(scene_page, scene), (
        "run python -m coursekit.interactives.draw_stills, then export the week"
    )
    captions = [frame.caption for frame in scene.strip().frames]
    assert len(set(captions)) == 4


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.slug)
def test_the_prediction_has_one_answer_among_different_options(scene: Scene) -> None:
    options = scene.prediction.options
    assert len(set(options)) == len(options) >= 3
    assert 0 <= scene.prediction.answer < len(options)
