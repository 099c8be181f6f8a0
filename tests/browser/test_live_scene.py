"""A lab in a real JupyterLab: the gate opens the picture, an arrow is dragged, and the next cell computes with it."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from coursekit.interactives.c1w3.plane_warp import PLANE_WARP
from tests.browser.conftest import run_all
from tests.browser.lab_server import LabServer, running_lab

SOURCE = Path(__file__).parents[2] / "source" / "c1w3-vectors-maps-one-layer-networks"
LAB = "lab_2_matrix_moves_the_plane.ipynb"
SLOW = 60_000  # milliseconds: starting a browser page or a kernel on a busy machine

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    scratch = tmp_path_factory.mktemp("live")
    folder = scratch / "week"
    folder.mkdir()
    shutil.copy(SOURCE / LAB, folder)
    with running_lab(folder, scratch) as server:
        yield server


def test_the_kernel_computes_with_what_was_dragged(page: Page, lab: LabServer) -> None:
    page.goto(lab.notebook(LAB))
    run_all(page)
    cell = page.locator(".jp-CodeCell", has_text=re.compile(r"predict_first\(\s*PLANE_WARP"))
    cell.scroll_into_view_if_needed(timeout=SLOW)
    expect(cell.locator(".ck-scene")).to_have_count(0)  # the picture is behind the gate
    option = PLANE_WARP.prediction.options[PLANE_WARP.prediction.answer]
    cell.get_by_label(option).check(timeout=SLOW)
    cell.get_by_role("button", name="Commit to this").click()
    scene = cell.locator(".ck-scene")
    expect(scene).to_be_visible(timeout=SLOW)
    expect(scene.locator(".ck-status")).to_contain_text("(1, 0) goes to (1, 0)")

    grip = scene.get_by_role("slider", name="Image of the first basis arrow").locator(".ck-grip")
    grip.scroll_into_view_if_needed()
    box, picture = grip.bounding_box(), scene.locator("svg").first.bounding_box()
    assert box is not None and picture is not None
    unit = picture["width"] / 7
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + unit, y - unit, steps=4)
    page.mouse.up()
    scene.get_by_role("slider", name="Image of the second basis arrow").press("Shift+ArrowLeft")
    expect(scene.locator(".ck-status")).to_contain_text("(1, 0) goes to (2, 1) and (0, 1) to (−1, 1)")
    expect(scene.locator(".ck-status")).to_contain_text("area 3")

    after = page.locator(".jp-CodeCell", has_text="where you left the arrows")
    after.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    expect(after.locator(".jp-OutputArea-output pre", has_text=re.compile(r"2\.?\s+-1"))).to_be_visible(timeout=SLOW)

    kept = lab.folder / ".coursekit_predictions.json"  # the commitment outlives the kernel
    end = time.monotonic() + 20
    while not kept.exists() and time.monotonic() < end:
        time.sleep(0.05)
    assert json.loads(kept.read_text()) == {PLANE_WARP.prediction.key: option}
