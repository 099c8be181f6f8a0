"""Shape Tracer: what fits, what explodes and what comes out are NumPy's."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np
import pytest

from coursekit.interactives.c1w3.shape_tracer import BIASES, SHAPE_TRACER, bias_shape
from tests.browser.scenes.conftest import OpenScene

pytestmark = pytest.mark.xdist_group("scenes")


def test_every_shape_is_that_of_numpy(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(SHAPE_TRACER)
    for n, rows, k, bias in product((1, 2, 3, 4), (2, 3), (1, 2, 3), BIASES):
        state = {"n": n, "d": 3, "rows": rows, "k": k, "bias": bias}
        scene.show(**state)
        try:
            result = (np.ones((n, 3)) @ np.ones((rows, k)) + np.ones(bias_shape(state))).shape
        except ValueError:
            assert "not fit" in scene.words, state
            assert scene.page.locator("#scene .ck-cross").count() >= 1, state
        else:
            assert f"gives {result}." in scene.words, state
            assert scene.page.locator("#scene .ck-cross").count() == 0, state
            assert ("meant" in scene.words) == (result != (n, k)), state


def test_a_mismatch_explodes_and_is_repaired_by_keyboard(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(SHAPE_TRACER)
    scene.page.get_by_label("rows of W").focus()
    scene.page.keyboard.press("ArrowRight")
    assert scene.state["rows"] == 4 and "nothing comes out" in scene.words
    scene.page.get_by_label("d: columns of X").focus()
    scene.page.keyboard.press("ArrowRight")
    assert "X (5, 4) @ W (4, 2) gives (5, 2)" in scene.words


def test_a_bias_that_goes_to_the_examples_is_called_wrong(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(SHAPE_TRACER)
    scene.show(n=3, k=3, bias="(k, 1)")
    assert "by accident, and wrongly" in scene.words
    scene.show(n=3, k=3, bias="(n,)")
    assert "because n is k or 1, by accident" in scene.words
    scene.show(n=3, k=3, bias="(k,)")
    assert "accident" not in scene.words
