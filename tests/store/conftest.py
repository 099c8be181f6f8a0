from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coursegrader.store import AttemptStore, DataFolder


@pytest.fixture
def store(tmp_path: Path) -> Iterator[AttemptStore]:
    opened = AttemptStore(DataFolder(tmp_path))
    yield opened
    opened.close()
