"""How long an attempt may take."""

from coursegrader.grader_side.session import MAX_STARTS
from coursegrader.grader_side.time_allowed import not_ended, seconds_allowed
from coursegrader.sandbox import Limits

LIMITS = Limits()


def test_what_learners_code_can_spend_is_allowed() -> None:
    for notebooks, tests in ((1, 1), (1, 50), (5, 3)):
        most = notebooks * MAX_STARTS * LIMITS.notebook_seconds + tests * LIMITS.test_seconds
        assert most < seconds_allowed(LIMITS, notebooks, tests) < 4 * most + 300


def test_it_grows_with_the_limits() -> None:
    assert seconds_allowed(Limits(notebook_seconds=3600.0), 1, 10) > MAX_STARTS * 3600.0
    assert seconds_allowed(Limits(test_seconds=100.0), 1, 10) > 1000.0


def test_the_message_is_one_line() -> None:
    said = not_ended("the hidden suites", 12.3, "line 4 of test_a.py")
    assert said.startswith("the hidden suites did not end within 12 seconds (stopped at line 4 of test_a.py)")
    assert "\n" not in said
