"""A released one-notebook course, and nbgrader's exchange classes as its apps make them."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory
from traitlets.config import Config

from coursegrader.nbgrader_plugins.exchange import configure_exchange
from coursegrader.store import AttemptStore, DataFolder

Make = Callable[..., Any]


def notebook(source: str = "1 + 1") -> str:
    """A notebook of one cell, as text."""
    return str(nbformat.writes(new_notebook(cells=[new_code_cell(source, id="only")])))


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course directory whose week1 is built, but not released."""
    monkeypatch.setenv("COURSEGRADER_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("COURSEGRADER_EXCHANGE_URL", raising=False)
    # nbgrader starts alembic by its bare name when it makes a gradebook
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    release = tmp_path / "course" / "release" / "week1"
    (release / "data").mkdir(parents=True)
    (release / "a.ipynb").write_text(notebook())
    (release / "data" / "t.csv").write_text("1,2")
    return tmp_path / "course"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A learner's folder."""
    made = tmp_path / "home"
    made.mkdir()
    return made


@pytest.fixture
def store(course: Path) -> Iterator[AttemptStore]:
    """The course's store, opened beside the exchange classes."""
    opened = AttemptStore(DataFolder.of_course(course))
    yield opened
    opened.close()


@pytest.fixture
def make(course: Path, home: Path) -> Make:
    """``make("Submit", learner="amara", option=value)``: one exchange action, as nbgrader's apps build it."""

    def build(action: str, learner: str = "*", assignment: str = "week1", **options: Any) -> Any:
        config = Config()
        configure_exchange(config)
        config.Exchange.assignment_dir = str(home)
        coursedir = CourseDirectory(root=str(course), course_id="maths", assignment_id=assignment, student_id=learner)
        factory = ExchangeFactory(config=config)
        made = getattr(factory, action)(coursedir=coursedir, authenticator=Authenticator(), config=config)
        for name, value in options.items():
            setattr(made, name, value)
        made.log.setLevel(logging.INFO)
        return made

    return build


@pytest.fixture
def released(make: Make) -> Make:
    """Like ``make``, with week1 released."""
    make("ReleaseAssignment").start()
    return make
