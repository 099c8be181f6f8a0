"""Broadcast Explorer and Who Shares Memory?: what is said is what NumPy does."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np
import pytest

from coursekit.interactives.c1w1.broadcast_explorer import BROADCAST_EXPLORER, SHAPES, written
from coursekit.interactives.c1w1.who_shares_memory import FAMILY, WHO_SHARES_MEMORY, made
from tests.browser.scenes.conftest import OpenScene

pytestmark = pytest.mark.xdist_group("scenes")


def test_every_pair_of_shapes_is_stretched_or_refused_as_numpy_does(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(BROADCAST_EXPLORER)
    for a, b in product(SHAPES, SHAPES):
        scene.show(a=written(a), b=written(b))
        try:
            expected = np.broadcast_shapes(a, b)
        except ValueError:
            assert "clash" in scene.words and scene.page.locator("#scene td.ck-clash").count() == 3
            continue
        assert f"give {written(expected)}: {int(np.prod(expected, dtype=int))} sums" in scene.words


def test_a_changed_cell_is_seen_by_those_who_share_it(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(WHO_SHARES_MEMORY)
    for name, _, _ in FAMILY:
        arrays = made()
        before = {other: array.copy() for other, array in arrays.items()}
        arrays[name].flat[0] += 100
        changed = [other for other in arrays if other != name and not np.array_equal(arrays[other], before[other])]
        scene.show(edits=[[name, 0]])
        told = f"so did {', '.join(changed)}:" if changed else "nobody else did"
        assert told in scene.words


def test_a_cell_is_written_by_keyboard(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(WHO_SHARES_MEMORY)
    scene.page.get_by_role("slider", name="Cell").focus()
    scene.page.keyboard.press("ArrowRight")
    scene.page.keyboard.press("Tab")
    scene.page.keyboard.press("Enter")
    assert scene.state["edits"] == [["b", 1]] and "so did a, e:" in scene.words
