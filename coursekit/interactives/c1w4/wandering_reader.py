"""Wandering Reader: where a crowd that clicks at random is after each click, with and without a dead end."""

from __future__ import annotations

from coursekit.gates import Prediction
from coursekit.interactives.scene import Scene, Still

PAGES = "ABCDE"
LINKS: tuple[tuple[int, ...], ...] = ((1, 2), (2,), (0, 3), (0, 4), (0,))  # the pages that A, B, ... point to

WANDERING_READER = Scene(
    slug="wandering_reader",
    week="c1w4",
    title="Wandering Reader",
    summary="Readers click a random link on every page. Follow their shares from click to click; then add a dead end.",
    prediction=Prediction(
        key="lab_2.wandering_reader",
        question=(
            "Five pages link to each other. One crowd of readers starts on page A, another one on page D, and "
            "everybody clicks links at random. Where are the two crowds after 40 clicks?"
        ),
        options=(
            "The first mostly near A, the second mostly near D",
            "Both evenly spread, a fifth on each page",
            "Both spread alike, but unevenly: some pages hold more than others",
            "That keeps changing: neither crowd ever settles",
        ),
        answer=2,
        notice=(
            "The shares are multiplied by one matrix at every click, and they settle on its direction with factor 1, "
            "wherever they began. Unevenly: pages hold more if many readers are sent there."
        ),
    ),
    start={"web": "five pages", "from": "A", "clicks": 0},
    stills=(
        Still({"from": "A", "clicks": 1}),
        Still({"from": "A", "clicks": 20}, picture=1),
        Still({"from": "D", "clicks": 20}, picture=1),
        Still({"web": "E is a dead end", "from": "A", "clicks": 20}, picture=1),
    ),
    description=(
        "Five pages as circles, filled according to the share of readers on them, with an arrow for each link; and the "
        "same shares as bars. After 20 clicks the bars are alike whether everybody began on A (frame 2) or on D (frame "
        "3), and have reached the marks of the long run. In frame 4 page E has no link: readers leak into the bar "
        "'gone', and every page runs dry."
    ),
    data=lambda: {"pages": list(PAGES), "links": LINKS},
)
