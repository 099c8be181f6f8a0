"""What was typed into a form, field by field, and what to mend: a refused form comes back as it was sent."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from coursegrader.hub.web.instructor.local_times import DEFAULT_ZONE, BadLocalTime, find_zone, read


@dataclass
class FormFields:
    """The texts of a form's fields, and the faults found while reading them.

    Attributes:
        texts: field -> what was typed.
        faults: field -> what is wrong and what to type.
    """

    texts: dict[str, str]
    faults: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """What was typed; empty if the field is missing."""
        return self.texts.get(name, "").strip()

    def zone(self, name: str = "zone") -> ZoneInfo:
        """The chosen time zone; UTC, and a fault, if there is none of that name."""
        try:
            return find_zone(self.text(name) or DEFAULT_ZONE)
        except BadLocalTime as error:
            self.faults[name] = str(error)
            return find_zone(DEFAULT_ZONE)

    def moment(self, name: str, zone: ZoneInfo, now_is: datetime | None = None) -> datetime | None:
        """A date and time; ``now_is`` is what the field showed."""
        try:
            return read(self.text(name), zone, now_is)
        except BadLocalTime as error:
            self.faults[name] = str(error)
            return None

    def number(self, name: str, default: float, most: float) -> float:
        """A number from 0 to ``most``; a comma is taken for a point."""
        text = self.text(name).removesuffix("%").strip().replace(",", ".")
        if not text:
            return default
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not 0 <= value <= most:
            self.faults[name] = f"give a number from 0 to {most:g}"
            return default
        return value

    def count(self, name: str, least: int, most: int) -> int | None:
        """A whole number; None if the field is empty."""
        text = self.text(name)
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and least <= int(text[:12]) <= most):
            self.faults[name] = f"give a whole number from {least} to {most}, or leave it empty"
            return None
        return int(text)

    def line(self, name: str, most: int, needed: str = "") -> str:
        """One line of text. ``needed``: the fault if it is empty."""
        text = " ".join(self.text(name).split())
        if needed and not text:
            self.faults[name] = needed
        elif len(text) > most:
            self.faults[name] = f"{len(text)} characters are too long: at most {most}"
        elif not text.isprintable():
            self.faults[name] = "it has an unprintable character: type it anew"
        return text
