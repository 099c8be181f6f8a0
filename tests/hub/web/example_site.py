"""A whole site with example data: what the preview serves, what pictures are made of and accessibility is tested on."""

from __future__ import annotations

from pathlib import Path

from coursegrader.hub.web.site import Site, utc_now
from coursegrader.store import AttemptStore, DataFolder
from tests.hub.people import FakeHub
from tests.hub.site import plain_site
from tests.hub.web import example, example_class
from tests.hub.web.instructor import example_people
from tests.hub.web.regrades import example_regrades
from tests.hub.web.review import example_marks


def example_site(folder: Path, hub: FakeHub) -> Site:
    """A site kept in a folder: course maths with some weeks behind it, and physics with nothing yet."""
    store = AttemptStore(DataFolder(folder / "data"))
    site = plain_site(store, {"maths": folder / "maths", "physics": folder / "physics"}, hub, utc_now)
    example.fill(site)
    example_class.fill(site)
    example_people.fill(site)
    example_regrades.fill(site)
    example_marks.fill(site)  # last: it writes a gradebook of all that is graded
    return site
