"""Bounds that the notebook's process keeps by itself, below those that the kernel keeps for it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class NotebookLimits:
    """Times in seconds, sizes in bytes."""

    cell_seconds: float
    test_seconds: float
    test_memory: int
    message: int
