"""The clock of hidden tests, read in one process and set in another."""

import time

from coursegrader.student_side.clock import Clock
from tests.sandbox.forked import in_child


def test_a_test_has_less_time_left_the_longer_it_runs() -> None:
    clock = Clock()
    assert clock.runs and 4.9 < clock.left(5.0) <= 5.0
    time.sleep(0.2)
    assert 4.5 < clock.left(5.0) <= 4.8 and clock.left(0.1) < 0


def test_what_a_child_sets_is_seen_here() -> None:
    clock = Clock()
    time.sleep(0.1)
    assert in_child(lambda: clock.stop()) is None
    assert not clock.runs and clock.left(0.01) == 0.01
    assert in_child(lambda: clock.start()) is None
    assert clock.runs and clock.left(10.0) > 9.5
