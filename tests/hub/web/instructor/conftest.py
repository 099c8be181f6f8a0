"""The example course with its people: imani teaches, tomas assists, amara, kenji, sofia and lena learn."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from coursegrader.hub.roster import ROSTER, RosterFile
from coursegrader.store import AttemptStore, DataFolder
from tests.hub.people import FakeHub
from tests.hub.site import Clock, plain_site
from tests.hub.web import example
from tests.hub.web.browse import TestedSite
from tests.hub.web.instructor.example_people import LEARNERS, roster_of


@pytest.fixture(scope="session")
def example_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once, copied for each test."""
    folder = tmp_path_factory.mktemp("example")
    store = AttemptStore(DataFolder(folder / "data"))
    made = plain_site(store, {"maths": folder / "maths", "physics": folder / "physics"}, FakeHub(), Clock())
    roster_of(made, LEARNERS | {"lena": "Lena =1+1"})
    example.fill(made)
    store.close()
    return folder


@pytest.fixture
def store(example_folder: Path, tmp_path: Path) -> Iterator[AttemptStore]:
    """In place of the empty store that ``site`` otherwise gets."""
    shutil.copytree(example_folder, tmp_path, dirs_exist_ok=True)
    opened = AttemptStore(DataFolder(tmp_path / "data"))
    yield opened
    opened.close()


@pytest.fixture
def course(site: TestedSite) -> TestedSite:
    """Weeks 1 to 3 are released, week 3 is open; attempts in every state."""
    site.site.roster = RosterFile(site.store.folder.root / ROSTER)
    return site
