"""Volume Meter and Operation Ledger: the numbers are NumPy's determinants, and the ledger balances."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from coursekit.interactives.c1w4.operation_ledger import OPERATION_LEDGER, START
from coursekit.interactives.c1w4.volume_meter import VOLUME_METER
from tests.browser.scenes.conftest import OpenScene

pytestmark = pytest.mark.xdist_group("scenes")


def said(value: float) -> str:
    return f"{value:g}".replace("-", "−")


@pytest.mark.parametrize(
    ("u", "v", "tip"),
    [
        ([2, 0], [0.5, 1.5], [0.5, 0.5, 1.5]),
        ([0.5, 1.5], [2, 0], [1, -1, 2]),
        ([1, 1], [-1, 2], [0, 2, -1]),
    ],
)
def test_the_meter_shows_the_determinant(
    open_scene: Callable[..., OpenScene], u: list[float], v: list[float], tip: list[float]
) -> None:
    scene = open_scene(VOLUME_METER)
    scene.show(u=u, v=v, tip=tip)
    determinant = round(np.linalg.det(np.column_stack([[*u, 0], [*v, 0], tip])), 3)
    assert f"the determinant is {said(determinant)}." in scene.words
    assert ("left hand" in scene.words) == (determinant < 0)
    assert ("the second arrow lies clockwise of the first" in scene.words) == (np.linalg.det([u, v]) < 0)


def test_leaning_keeps_the_volume_and_exchanging_flips_the_sign(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(VOLUME_METER)
    scene.drag("Above which point of the floor", right=60, down=40)
    assert scene.state["tip"][:2] != [0.5, 0.5] and "the determinant is 4.5." in scene.words
    scene.page.get_by_role("button", name="Exchange the first two arrows").click()
    assert "the determinant is −4.5." in scene.words


def test_the_ledger_balances_after_each_booking(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(OPERATION_LEDGER)
    page = scene.page
    page.get_by_role("button", name="Book it").click()  # the swap of R1 and R2 that is set at the beginning
    page.get_by_label("add a multiple").check()
    page.get_by_role("group", name="Row that changes").get_by_label("R3").check()
    page.get_by_role("group", name="Other row").get_by_label("R1").check()
    factor = page.get_by_role("slider", name="Factor")
    factor.fill("-2")
    page.get_by_role("button", name="Book it").click()
    page.get_by_role("group", name="Other row").get_by_label("R2").check()
    factor.fill("1")
    page.get_by_role("button", name="Book it").click()
    rows = np.array(scene.state["rows"])
    assert np.allclose(rows, np.triu(rows))
    begin, now = np.linalg.det(START), np.linalg.det(rows)
    assert np.isclose(begin * np.prod([by for _, by in scene.state["ledger"]]), now)
    assert "A staircase" in scene.words


def test_what_is_no_operation_is_refused(open_scene: Callable[..., OpenScene]) -> None:
    scene = open_scene(OPERATION_LEDGER)
    scene.page.get_by_label("scale").check()
    scene.page.get_by_role("slider", name="Factor").fill("0")
    scene.page.get_by_role("button", name="Book it").click()
    assert "no row operation" in scene.words and scene.state["ledger"] == []
