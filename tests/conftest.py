"""What collecting thousands of tests should not cost."""

from __future__ import annotations

import gc
from collections.abc import Generator

import pytest

LONGEST_ID = 60


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name a test after the beginning of a long text: pytest would name it after all of it, and some have megabytes."""
    if isinstance(val, str | bytes) and len(val) > LONGEST_ID:
        start = val[:LONGEST_ID] if isinstance(val, str) else val[:LONGEST_ID].decode("latin-1")
        return f"{ascii(start)[1:-1][:LONGEST_ID]}... ({len(val)} long)"
    return None


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Hundreds of thousands of objects are made, and hardly any is garbage, now or later: nobody looks for it."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()
