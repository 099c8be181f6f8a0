from __future__ import annotations

import pytest

from coursegrader.hub.web.student.waiting import waiting_for


@pytest.mark.parametrize(
    ("place", "is_running", "seconds", "said"),
    [
        (1, True, 0.8, ("Your attempt is being graded right now.", "That takes about 2 seconds.")),
        (1, False, None, ("Your attempt is next in line.", "")),
        (2, False, 3.0, ("One attempt is ahead of yours.", "That takes about 3 seconds.")),
        (41, False, 2.0, ("40 attempts are ahead of yours.", "That takes about 42 seconds.")),
    ],
)
def test_place_and_time_are_said(place: int, is_running: bool, seconds: float | None, said: tuple[str, str]) -> None:
    found = waiting_for(place, is_running=is_running, seconds=seconds, workers=2, may_grade=True)
    assert (found.place, found.time) == said


def test_a_hub_without_a_sandbox_says_that_work_is_safe() -> None:
    found = waiting_for(3, is_running=False, seconds=1, workers=2, may_grade=False)
    assert "Your work is safe" in found.place


def test_a_long_queue_is_looked_at_less_often() -> None:
    near, far = (waiting_for(place, is_running=False, seconds=1, workers=2, may_grade=True) for place in (2, 40))
    assert near.look_again < far.look_again
