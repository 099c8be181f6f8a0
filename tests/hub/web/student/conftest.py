"""A course with a released week, and learners' servers that do what they are asked."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from coursegrader.results import CellResult
from coursegrader.store import Attempt
from tests.hub.web.browse import TestedSite
from tests.hub.web.student.fake_servers import FakeServers
from tests.hub.web.student.records import ASSIGNMENT, cell, notebook, result

WEEK = "/courses/maths/weeks/week1"
FILES = {"assignment.ipynb": ASSIGNMENT, "lab_1.ipynb": notebook("# Lab: moves by hand")}
PAGE = b"<!doctype html><html><head><style>h1 { color: red }</style></head><body><h1>Feedback</h1></body></html>"


class Course:
    """The course maths, as amara works in it."""

    def __init__(self, site: TestedSite) -> None:
        self.site = site
        self.servers = FakeServers(site.site.exchange)
        site.site.servers = self.servers
        self.release("week1")

    def release(self, assignment: str, files: Mapping[str, bytes] = FILES) -> None:
        self.site.store.add_release("maths", assignment, files)

    def hand_in(self, learner: str = "amara", assignment: str = "week1") -> Attempt:
        """An attempt, waiting; what the learner opened before is not asked for."""
        store = self.site.store
        if assignment not in store.fetched("maths", learner):
            store.record_fetch("maths", assignment, learner)
        return store.add_attempt("maths", assignment, learner, FILES, received_at=self.site.clock.now)

    def graded(self, *cells: CellResult, learner: str = "amara", page: bytes = PAGE) -> Attempt:
        """An attempt with a result; without any cells, one exercise done and one half done."""
        attempt = self.hand_in(learner)
        given = cells or (
            cell("moves", 4, 4, (True, ""), (True, ""), notebook="assignment"),
            cell("staircase", 3, 6, (True, ""), (False, "A zero pivot needs a `swap`."), notebook="assignment"),
        )
        assert self.site.store.record_result(attempt, result(*given), {"assignment.html": page})
        return self.site.store.find_attempt("maths", attempt.id)

    def policy(self, text: str, assignment: str = "week1") -> None:
        """Write the week's policy file."""
        (self.site.courses["maths"] / "source" / f"{assignment}.toml").write_text(text)

    @property
    def attempts(self) -> list[Attempt]:
        return self.site.store.attempts("maths", assignment="week1", learner="amara")


@pytest.fixture
def course(site: TestedSite) -> Course:
    return Course(site)
