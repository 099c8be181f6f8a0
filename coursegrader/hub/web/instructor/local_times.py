"""Dates as people type them into a form, in a named time zone, and the moments they mean."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

DEFAULT_ZONE = "UTC"


class BadLocalTime(ValueError):
    """What was typed is no moment; the message says what to type."""


@cache
def zone_names() -> tuple[str, ...]:
    """The names to choose from, such as ``Europe/Lisbon``."""
    regions = (
        "Africa/",
        "America/",
        "Antarctica/",
        "Asia/",
        "Atlantic/",
        "Australia/",
        "Europe/",
        "Indian/",
        "Pacific/",
    )
    return (DEFAULT_ZONE, *sorted(name for name in available_timezones() if name.startswith(regions)))


def find_zone(name: str) -> ZoneInfo:
    """The time zone of a name.

    Raises:
        BadLocalTime: there is none.
    """
    if name not in zone_names():
        raise BadLocalTime(f"there is no time zone '{name[:40]}': choose one of the list, such as Europe/Lisbon")
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError as error:
        raise BadLocalTime(f"this machine does not know the time zone {name}: choose UTC") from error


def shown(moment: datetime | None, zone: ZoneInfo) -> str:
    """A moment as the value of a ``datetime-local`` field; empty for None."""
    return "" if moment is None else moment.astimezone(zone).strftime("%Y-%m-%dT%H:%M")


def read(text: str, zone: ZoneInfo, now_is: datetime | None = None) -> datetime | None:
    """The moment (UTC) of a ``datetime-local`` field; None if it is empty.

    Args:
        text: what was typed.
        zone: where that clock hangs. A time that the clock shows twice in a night means the later one.
        now_is: the value that the field showed: kept to the second if the text is still the same.

    Raises:
        BadLocalTime: no date, or a time that the clock of this zone never shows.
    """
    text = text.strip()
    if not text:
        return None
    if now_is is not None and text == shown(now_is, zone):
        return now_is
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        raise BadLocalTime("give a date and a time, such as 2027-01-31 23:59") from None
    if local.tzinfo is not None or not 2000 <= local.year <= 2200:
        raise BadLocalTime("give a date and a time, such as 2027-01-31 23:59")
    moment = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != local:
        raise BadLocalTime(
            f"the clock of {zone.key} never shows this time (it is put forward that night): take a later one"
        )
    return moment
