"""The attempt store: releases, attempts, results and feedback of every course, safe on disk.

Everything else asks the store; nothing else touches its files. It imports only :mod:`coursegrader.errors`.

What is named here is imported when it is first asked for: grading workers use parts that need no database.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coursegrader.store.attempt_store import AttemptStore
    from coursegrader.store.audit import AuditEntry
    from coursegrader.store.comments import Comment
    from coursegrader.store.data_folder import DataFolder
    from coursegrader.store.exchange import Exchange
    from coursegrader.store.extensions import Extension
    from coursegrader.store.notices import Notice
    from coursegrader.store.policies import Policies
    from coursegrader.store.policy import Counted, Policy, Standing, counted, effective, standing
    from coursegrader.store.records import Attempt, AttemptState, PastResult, Release
    from coursegrader.store.requests import RegradeRequest
    from coursegrader.store.sessions import Session
    from coursegrader.store.submitted_files import FileLimits, check_files, read_folder

__all__ = [
    "Attempt",
    "AttemptState",
    "AttemptStore",
    "AuditEntry",
    "Comment",
    "Counted",
    "DataFolder",
    "Exchange",
    "Extension",
    "FileLimits",
    "Notice",
    "PastResult",
    "Policies",
    "Policy",
    "RegradeRequest",
    "Release",
    "Session",
    "Standing",
    "check_files",
    "counted",
    "effective",
    "read_folder",
    "standing",
]
_HOMES = {
    "Attempt": "records",
    "AttemptState": "records",
    "AttemptStore": "attempt_store",
    "AuditEntry": "audit",
    "Comment": "comments",
    "Counted": "policy",
    "DataFolder": "data_folder",
    "Exchange": "exchange",
    "Extension": "extensions",
    "FileLimits": "submitted_files",
    "Notice": "notices",
    "PastResult": "records",
    "Policies": "policies",
    "Policy": "policy",
    "RegradeRequest": "requests",
    "Release": "records",
    "Session": "sessions",
    "Standing": "policy",
    "check_files": "submitted_files",
    "counted": "policy",
    "effective": "policy",
    "read_folder": "submitted_files",
    "standing": "policy",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
