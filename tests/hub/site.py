"""A site as the service makes it, but with a small hub, a clock that stands and a queue that grades nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from coursegrader.hub.grading_queue import GradingQueue
from coursegrader.hub.regrading import Regrading
from coursegrader.hub.web.live import Changes
from coursegrader.hub.web.session import Sessions
from coursegrader.hub.web.site import Site
from coursegrader.store import AttemptStore, Exchange
from coursegrader.store.database import utc_now
from coursegrader.store.policies import Policies
from tests.hub.people import FakeHub
from tests.hub.web.student.fake_servers import FakeServers

PREFIX = "/services/course"
ADDRESS = f"http://testserver{PREFIX}"
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)  # a Monday


@dataclass
class Clock:
    """The server's clock; set ``now``."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now


class NothingGrades(GradingQueue):
    """Leaves attempts waiting."""

    async def run(self) -> None:
        return

    def close(self) -> None:
        return


class IdleRegrading(Regrading):
    """Takes what instructors ask for, and works on none of it."""

    async def run(self) -> None:
        return


def no_grade(*args: object) -> tuple[dict[str, Any], dict[str, bytes]]:
    raise AssertionError("nothing is graded here")


def plain_site(
    store: AttemptStore, courses: Mapping[str, Path], hub: FakeHub, clock: Callable[[], datetime] = utc_now
) -> Site:
    """A site on a store; attempts stay waiting."""
    for folder in courses.values():
        (folder / "source").mkdir(parents=True, exist_ok=True)
    policies, changes = Policies(courses), Changes()
    exchange = Exchange(
        store, lambda course, assignment, learner: {"variant.json": learner.encode()}, policies, clock=clock
    )
    queue = NothingGrades(store, courses, no_grade, lambda: None, make_executor=lambda: None)  # type: ignore[arg-type,return-value]
    return Site(
        store=store,
        exchange=exchange,
        courses=courses,
        queue=queue,
        policies=policies,
        hub=hub.api(),
        sessions=Sessions(store.sessions),
        changes=changes,
        regrading=IdleRegrading(exchange, courses, queue, changes, PREFIX),
        servers=FakeServers(exchange),
        titles={"physics": "Physics from the beginning"},
        prefix=PREFIX,
        rung="bubblewrap",
        clock=clock,
    )
