"""When a submission was handed in, as nbgrader notes it beside the files."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from coursegrader.errors import BadSubmission

TIMESTAMP = "timestamp.txt"
_USUAL = ("%Y-%m-%d %H:%M:%S.%f UTC", "%Y-%m-%d %H:%M:%S UTC")


def read_timestamp(folder: Path) -> datetime | None:
    """When a submission was handed in, in UTC and without a time zone; None if its folder does not say.

    Raises:
        BadSubmission: the folder's ``timestamp.txt`` is no time.
    """
    path = folder / TIMESTAMP
    try:
        stamp = path.read_text("utf-8").strip() if path.is_file() and not path.is_symlink() else ""
        return _utc(stamp) if stamp else None
    except (ValueError, OverflowError):
        raise BadSubmission(f"{path} is no time: write it as 2026-03-01 12:00:00 UTC, or remove the file") from None


def _utc(stamp: str) -> datetime:
    for form in _USUAL:
        with suppress(ValueError):
            return datetime.strptime(stamp, form)
    from nbgrader.utils import parse_utc  # slow to import, and workers need it for unusual notes only

    moment: datetime = parse_utc(stamp)
    return moment
