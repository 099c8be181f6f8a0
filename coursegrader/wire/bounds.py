"""How much may cross, in one message or one value."""

from __future__ import annotations

MAX_FRAME = 64 * 1024 * 1024
MAX_ITEMS = 2_000_000
MAX_DEPTH = 64
MAX_INT_DIGITS = 20_000
MAX_EQUAL_HASHES = 100  # a set or dict made of colliding keys would take hours to build
