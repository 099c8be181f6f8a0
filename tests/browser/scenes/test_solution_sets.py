"""Solution-Set Viewer and Four Spaces: what is said agrees with the equations and the matrix."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest

from coursekit.interactives.c1w2.four_spaces import FOUR_SPACES, MATRICES
from coursekit.interactives.c1w2.solution_set_viewer import SOLUTION_SET_VIEWER, SYSTEMS
from tests.browser.scenes.conftest import OpenScene

pytestmark = pytest.mark.xdist_group("scenes")


def points(words: str) -> list[list[float]]:
    """Every point that a sentence names."""
    found = re.findall(r"\(([-−\d., ]+)\)", words)
    return [[float(entry.replace("−", "-")) for entry in point.split(",")] for point in found]


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_the_dot_walks_through_solutions(open_scene: Callable[..., OpenScene], rank: int) -> None:
    scene = open_scene(SOLUTION_SET_VIEWER)
    system = np.array(SYSTEMS[rank][0], dtype=float)
    for s, t in ((0, 0), (1.5, -1)):
        scene.show(rank=rank, s=s, t=t)
        np.testing.assert_allclose(system[:, :3] @ points(scene.words)[-1], system[:, 3], atol=0.02)


def test_a_contradiction_is_named(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(SOLUTION_SET_VIEWER)
    scene.page.get_by_label("one changed").check()
    assert "there is no solution" in scene.words
    assert scene.page.locator("#scene polygon.ck-solved, #scene line.ck-solved").count() == 0
    scene.page.get_by_role("slider", name="Rank").fill("3")
    assert "every right-hand side has a solution" in scene.words


@pytest.mark.parametrize("matrix", ["rank 1", "rank 2"])
def test_walking_along_the_null_space_leaves_the_image(open_scene: Callable[..., OpenScene], matrix: str) -> None:
    scene = open_scene(FOUR_SPACES)
    images = []
    for s in (0, 1.5):
        scene.show(matrix=matrix, u=1, v=0.5, s=s)
        x, seen, lost, _, image = points(scene.words)
        np.testing.assert_allclose(np.array(MATRICES[matrix]["A"]) @ x, image, atol=0.02)
        np.testing.assert_allclose(np.add(seen, lost), x, atol=0.02)
        assert abs(np.dot(seen, lost)) < 0.05
        images.append(image)
    assert images[0] == images[1]


def test_the_sliders_go_back_with_the_point(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(SOLUTION_SET_VIEWER)
    walk = scene.page.get_by_role("slider", name="Free number t")
    walk.fill("1")
    scene.page.get_by_role("slider", name="Rank").fill("1")
    assert (walk.input_value(), scene.state["t"]) == ("0", 0)
    scene = open_scene(FOUR_SPACES)
    walk = scene.page.get_by_role("slider", name="Along the null space")
    walk.fill("2")
    scene.page.get_by_label("rank 1").check()
    assert (walk.input_value(), scene.state["s"]) == ("0", 0)
