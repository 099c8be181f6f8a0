from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from nbgrader.exchange import ExchangeError

from coursegrader.store import AttemptStore
from tests.nbgrader_plugins.exchange.conftest import Make, notebook


def test_a_release_can_be_listed(released: Make) -> None:
    (info,) = released("List").start()
    assert (info["course_id"], info["assignment_id"], info["status"]) == ("maths", "week1", "released")
    assert [nb["notebook_id"] for nb in info["notebooks"]] == ["a"]


def test_a_second_release_needs_force(released: Make, course: Path, store: AttemptStore) -> None:
    (course / "release" / "week1" / "a.ipynb").write_text(notebook("2"))
    with pytest.raises(ExchangeError, match="already released in 'maths': add --force"):
        released("ReleaseAssignment").start()
    released("ReleaseAssignment", force=True).start()
    assert store.blobs.get(store.find_release("maths", "week1").files["a.ipynb"]) == notebook("2").encode()


def test_an_assignment_that_is_not_built_yet(make: Make, course: Path) -> None:
    shutil.move(course / "release", course / "source")
    with pytest.raises(ExchangeError, match="run `nbgrader generate_assignment` first"):
        make("ReleaseAssignment").start()


def test_a_release_can_be_withdrawn(released: Make) -> None:
    released("List", remove=True).start()
    assert released("List").start() == []
    with pytest.raises(ExchangeError, match="not released"):
        released("FetchAssignment", learner="amara").start()
