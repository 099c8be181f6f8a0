"""What every page works on."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Request

from coursegrader.hub.web.live import Changes
from coursegrader.hub.web.session import Sessions

if TYPE_CHECKING:  # the service starts quicker without what its pages import when they need it
    from coursegrader.hub.grading_queue import GradingQueue
    from coursegrader.hub.hub_api import HubApi
    from coursegrader.hub.learner_server import Servers
    from coursegrader.hub.regrading import Regrading
    from coursegrader.hub.roster import RosterFile
    from coursegrader.store import AttemptStore, Exchange
    from coursegrader.store.policies import Policies


def utc_now() -> datetime:
    """The time by the server's clock, aware, in UTC."""
    return datetime.now(UTC)


@dataclass
class Site:
    """One deployment's parts.

    Attributes:
        courses: course id -> course directory.
        titles: course id -> what people read in its place, for courses that have one.
        roster: who is in which course; None where the hub's own authenticator alone knows.
        servers: learners' own servers.
        tasks: run beside the site, and cancelled when it ends.
        prefix: path below which browsers reach the service, without a slash at the end.
        clock: the time now; tests set it.
        started_at: when the service began.
        rung: name of the sandbox in which attempts are graded; empty if there is none, then all attempts wait.
    """

    store: AttemptStore
    exchange: Exchange
    courses: Mapping[str, Path]
    queue: GradingQueue
    policies: Policies
    hub: HubApi
    sessions: Sessions
    changes: Changes
    regrading: Regrading
    servers: Servers
    titles: Mapping[str, str] = field(default_factory=dict)
    roster: RosterFile | None = None
    tasks: Sequence[Callable[[Site], Coroutine[Any, Any, None]]] = ()
    prefix: str = ""
    clock: Callable[[], datetime] = utc_now
    rung: str = ""
    started_at: datetime = field(default_factory=utc_now)

    def title(self, course: str) -> str:
        """What a course is called on pages."""
        return self.titles.get(course, course)

    def person(self, course: str, user: str) -> str:
        """How a person is called on pages: the display name if the roster has one."""
        return user if self.roster is None else self.roster.name(course, user)


def site_of(request: Request) -> Site:
    """The site that a request is for."""
    site: Site = request.app.state.site
    return site


SiteOf = Annotated[Site, Depends(site_of)]
