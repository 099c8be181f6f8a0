"""``site``: the whole application on a temporary store, and a browser for each person."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coursegrader.store import AttemptStore
from tests.hub.web.browse import TestedSite, running_site


@pytest.fixture
def site(store: AttemptStore, tmp_path: Path) -> Iterator[TestedSite]:
    """Courses maths and physics; imani teaches maths, tomas assists, amara, kenji and sofia learn; ada is admin."""
    courses = {"maths": tmp_path / "maths", "physics": tmp_path / "physics"}
    with running_site(store, courses) as made:
        yield made
