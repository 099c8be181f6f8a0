from __future__ import annotations

from datetime import UTC, datetime

import pytest

from coursegrader.hub.web.instructor.local_times import BadLocalTime, find_zone, read, shown

LISBON, NEW_YORK = find_zone("Europe/Lisbon"), find_zone("America/New_York")


def test_a_time_is_read_in_its_zone_in_summer_and_winter() -> None:
    assert read("2026-01-10T23:59", NEW_YORK) == datetime(2026, 1, 11, 4, 59, tzinfo=UTC)
    assert read("2026-07-10 23:59", NEW_YORK) == datetime(2026, 7, 11, 3, 59, tzinfo=UTC)
    assert read("  ", NEW_YORK) is None


def test_a_time_that_the_clock_skips_is_refused() -> None:
    with pytest.raises(BadLocalTime, match="never shows this time"):
        read("2027-03-28T01:30", LISBON)


def test_a_time_that_comes_twice_is_the_later_one() -> None:
    assert read("2026-10-25T01:30", LISBON) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_what_was_not_touched_stays_to_the_microsecond() -> None:
    before = datetime(2026, 10, 25, 0, 30, 12, 345, tzinfo=UTC)  # the first 01:30 of that night
    assert read(shown(before, LISBON), LISBON, before) == before


@pytest.mark.parametrize("text", ["tomorrow", "2026-13-01T10:00", "2026-01-01T10:00Z", "1026-01-01T10:00", "0"])
def test_what_is_no_time_says_how_to_write_one(text: str) -> None:
    with pytest.raises(BadLocalTime, match="2027-01-31 23:59"):
        read(text, LISBON)


@pytest.mark.parametrize("name", ["", "Nowhere/City", "../etc/passwd", "posixrules"])
def test_only_known_zones_are_taken(name: str) -> None:
    with pytest.raises(BadLocalTime, match="no time zone"):
        find_zone(name)
