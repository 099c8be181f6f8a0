"""Figures with handles: as plain data, and as a still."""

from typing import Any

import pytest

from coursekit.quiz.scene import Handle, Image, Scene, Shape, answer_of, scene_of
from coursekit.quiz.scene_svg import scene_svg

SCENE = Scene(
    (-4, 4, -3, 3),
    (
        Shape("polygon", ((0, 0), "P", "P+Q", "Q")),
        Shape("arrow", ((0, 0), Image(((2, 1), (0, 1)), "P")), 2, "image"),
        Shape("cross", ((1, 1), (2, 2)), 0),
        Shape("line", ("P", "Q"), 3),
    ),
    (Handle("P", (1, 0)), Handle("Q", (0, 2), on_circle=True)),
    "A parallelogram.",
    0.5,
)


def test_plain_data_and_back() -> None:
    assert scene_of(SCENE.data()) == SCENE


def test_shapes_follow_the_handles() -> None:
    points = ((2.0, 1.0), (0.0, 1.0))
    assert SCENE.spot("P+Q", points) == (2, 2)
    assert SCENE.spot(Image(((2, 1), (0, 1)), "P"), points) == (5, 1)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("window", [0, 0, 1, 2]),
        ("window", [0, 1]),
        ("handles", [{"name": "P", "at": [1], "on_circle": False}]),
        ("handles", []),
        ("shapes", [{"what": "circle", "spots": [], "style": 1, "label": ""}]),
        ("snap", None),
    ],
)
def test_damaged_data_is_refused(name: str, value: Any) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        scene_of({**SCENE.data(), name: value})


def test_coordinates_are_kept_short() -> None:
    assert answer_of([(0.1 + 0.2, -0.00001), (3.0, -2.5)]) == [["0.3", "0"], ["3", "-2.5"]]


def test_the_still_shows_the_answer_and_says_what_it_is() -> None:
    before, after = scene_svg(SCENE, None), scene_svg(SCENE, [["2", "1"], ["0", "1"]])
    assert before != after
    assert 'aria-label="A parallelogram."' in after and ">P</text>" in after
    assert scene_svg(SCENE, [["x"]]) == before
