"""Scenes in a browser: each is opened as the page that a learner without a kernel has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page

from coursekit.interactives.scene import Scene


@dataclass(frozen=True)
class OpenScene:
    """A scene whose gate has been passed."""

    page: Page

    def show(self, **state: Any) -> None:
        """Set parts of the state at the beginning, as the kernel would."""
        self.page.evaluate("state => window.drawn.show(state)", state)

    @property
    def words(self) -> str:
        """The sentence on what is seen now."""
        return str(self.page.evaluate("() => window.drawn.words()"))

    @property
    def state(self) -> dict[str, Any]:
        """What the reader has set."""
        return dict(self.page.evaluate("() => window.drawn.state()"))

    def handle(self, name: str) -> Locator:
        """A point that can be dragged or moved with the arrow keys."""
        return self.page.get_by_role("slider", name=name)

    def drag(self, name: str, right: float, down: float) -> None:
        """Drag a handle by so many pixels."""
        self.handle(name).scroll_into_view_if_needed()
        box = self.handle(name).locator(".ck-grip").bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + right, y + down, steps=4)
        self.page.mouse.up()


@pytest.fixture(scope="module")
def scene_page(browser: Browser) -> Iterator[Page]:
    """One page for a module's tests: a new one for each would cost as much as all else that they do."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def open_scene(scene_page: Page, tmp_path: Path) -> Iterator[Callable[..., OpenScene]]:
    """Open a scene's kernel-free page and pass its gate; at the end, no script has failed and nothing was asked for."""
    problems: list[str] = []
    listeners: dict[Any, Callable[[Any], None]] = {
        "pageerror": lambda error: problems.append(str(error)),
        "console": lambda message: problems.append(message.text) if message.type == "error" else None,
        "request": lambda asked: problems.append(asked.url) if not asked.url.startswith("file:") else None,
    }
    for event, listener in listeners.items():
        scene_page.on(event, listener)

    def opened(scene: Scene, width: int = 1000) -> OpenScene:
        scene_page.set_viewport_size({"width": width, "height": 800})
        path = tmp_path / f"{scene.slug}.html"
        path.write_text(scene.page(), encoding="utf-8")
        scene_page.goto(path.as_uri())
        scene_page.locator("#gate input").first.check()
        scene_page.locator("#gate button").click()
        return OpenScene(scene_page)

    yield opened
    for event, listener in listeners.items():
        scene_page.remove_listener(event, listener)
    # as good as new: nothing is committed to, and the mouse is nowhere
    scene_page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    scene_page.mouse.move(0, 0)
    scene_page.goto("about:blank")
    assert problems == []
