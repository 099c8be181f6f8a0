from __future__ import annotations

from pathlib import Path

import pytest
from nbgrader.exchange import ExchangeError

from tests.nbgrader_plugins.exchange.conftest import Make, notebook


def test_all_files_arrive(released: Make, home: Path) -> None:
    released("FetchAssignment", learner="amara").start()
    assert (home / "week1" / "a.ipynb").read_text() == notebook()
    assert (home / "week1" / "data" / "t.csv").read_text() == "1,2"
    (info,) = released("List", learner="amara").start()
    assert info["status"] == "fetched"


def test_the_course_can_be_part_of_the_path(released: Make, home: Path) -> None:
    released("FetchAssignment", learner="amara", path_includes_course=True).start()
    assert (home / "maths" / "week1" / "a.ipynb").is_file()


def test_a_copy_is_never_overwritten(released: Make, home: Path) -> None:
    released("FetchAssignment", learner="amara").start()
    (home / "week1" / "a.ipynb").write_text("my work")
    (home / "week1" / "data" / "t.csv").unlink()
    with pytest.raises(ExchangeError, match="already have a copy"):
        released("FetchAssignment", learner="amara").start()
    released("FetchAssignment", learner="amara", replace_missing_files=True).start()
    assert (home / "week1" / "a.ipynb").read_text() == "my work"
    assert (home / "week1" / "data" / "t.csv").read_text() == "1,2"
