"""Numbers of descriptors that are agreed upon."""

from __future__ import annotations

from typing import Final

# the one that a notebook's process keeps, besides the standard streams
CONNECTION: Final = 3
