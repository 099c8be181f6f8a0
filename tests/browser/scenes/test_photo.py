"""Rank Slider and Layer Peeler without a kernel: the picture is there, and the numbers are the photograph's."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from coursekit.interactives.c1w2.layer_peeler import LAYER_PEELER
from coursekit.interactives.c1w2.photo_layers import layers_of, photograph, small_photograph, storage_share
from coursekit.interactives.c1w2.rank_slider import RANK_SLIDER
from tests.browser.scenes.conftest import OpenScene

pytestmark = pytest.mark.xdist_group("scenes")

# the grey values of the picture that is shown, read back from a canvas
PIXELS = """async () => {
  const image = new Image();
  image.src = document.querySelector("#scene image").getAttribute("href");
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width, image.height];
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const found = context.getImageData(0, 0, image.width, image.height).data;
  return Array.from({ length: image.height }, (_, i) =>
    Array.from({ length: image.width }, (_, k) => found[4 * (i * image.width + k)]));
}"""


@pytest.mark.parametrize("k", [1, 20, 64])
def test_the_page_adds_up_the_layers(open_scene: Callable[..., OpenScene], k: int) -> None:
    scene = open_scene(RANK_SLIDER)
    scene.show(k=k)
    expected = np.clip(layers_of(small_photograph()).sum(k), 0, 255)
    assert np.abs(np.array(scene.page.evaluate(PIXELS)) - expected).max() < 2
    assert f"{100 * photograph().kept(k):.1f}".rstrip("0").rstrip(".") in scene.words


def test_the_slider_tells_the_error_and_counts_the_numbers(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(RANK_SLIDER)
    m, n = photograph().U.shape[0], photograph().V.shape[1]
    for k, error, share in ((20, "1.9", "7.82"), (255, "0.05", "99.7")):
        scene.show(k=k)
        assert float(error) == pytest.approx(100 - 100 * photograph().kept(k), rel=0.1)
        assert float(share) == pytest.approx(100 * storage_share(k, m, n), rel=1e-3)
        assert f"(error {error} %) for {k * (m + n + 1):,} numbers in place of {m * n:,}: {share} %" in scene.words


def test_the_slider_goes_by_keyboard_to_the_whole_photograph(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(RANK_SLIDER)
    scene.page.get_by_role("slider", name="Layers k").focus()
    scene.page.keyboard.press("End")
    assert "427 layers of 427: 100 %" in scene.words and "more than the photograph itself" in scene.words
    assert (np.array(scene.page.evaluate(PIXELS)) == small_photograph()).all()


def test_a_layer_is_a_plaid(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(LAYER_PEELER)
    scene.show(j=2)
    shown = np.array(scene.page.evaluate(PIXELS)) - 127.5
    sizes = np.linalg.svd(shown, compute_uv=False)
    assert sizes[1] < 0.02 * sizes[0]
    assert "3.109 %" in scene.words
