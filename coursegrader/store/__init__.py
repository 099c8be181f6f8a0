"""The attempt store: releases, attempts, results and feedback of every course, safe on disk.

Everything else asks the store; nothing else touches its files. It imports only :mod:`coursegrader.errors`.

What is named here is imported when it is first asked for: grading workers use parts that need no database.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coursegrader.store.attempt_store import AttemptStore
    from coursegrader.store.data_folder import DataFolder
    from coursegrader.store.exchange import Exchange
    from coursegrader.store.records import Attempt, AttemptState, Release
    from coursegrader.store.submitted_files import FileLimits, check_files, read_folder

__all__ = [
    "Attempt",
    "AttemptState",
    "AttemptStore",
    "DataFolder",
    "Exchange",
    "FileLimits",
    "Release",
    "check_files",
    "read_folder",
]
_HOMES = {
    "Attempt": "records",
    "AttemptState": "records",
    "AttemptStore": "attempt_store",
    "DataFolder": "data_folder",
    "Exchange": "exchange",
    "FileLimits": "submitted_files",
    "Release": "records",
    "check_files": "submitted_files",
    "read_folder": "submitted_files",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
