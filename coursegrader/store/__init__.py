"""The attempt store: releases, attempts, results and feedback of every course, safe on disk.

Everything else asks the store; nothing else touches its files. It imports only :mod:`coursegrader.errors`.
"""

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
