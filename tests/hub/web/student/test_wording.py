from __future__ import annotations

from datetime import timedelta

import pytest

from coursegrader.hub.web.student.weeks import in_course_order
from coursegrader.hub.web.student.wording import from_now, length_of_time, sentence, spoken
from tests.hub.web.student.records import NOON


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.4, "a moment"),
        (2, "2 seconds"),
        (59, "a minute"),
        (150, "2 minutes"),
        (3600, "an hour"),
        (5 * 3600, "5 hours"),
        (26 * 3600, "a day"),
        (7 * 86400, "7 days"),
        (15 * 86400, "2 weeks"),
    ],
)
def test_lengths_of_time_are_said_roughly(seconds: float, said: str) -> None:
    assert length_of_time(seconds) == said


def test_moments_are_said_from_now() -> None:
    assert from_now(NOON + timedelta(hours=3), NOON) == "in 3 hours"
    assert from_now(NOON - timedelta(days=2), NOON) == "2 days ago"


def test_weeks_are_in_the_order_of_their_numbers() -> None:
    assert in_course_order(["week10", "week2", "extra", "week1-b", "week1-a"]) == [
        "extra",
        "week1-a",
        "week1-b",
        "week2",
        "week10",
    ]


def test_names_and_errors_become_words() -> None:
    assert spoken("week_1-vectors") == "Week 1 vectors"
    assert sentence("no\n server: try again") == "No server: try again."
