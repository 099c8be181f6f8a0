"""The exchange, grading and pages of a hub's courses: ``python -m coursegrader.hub.service``, started by the hub."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

import uvicorn
from fastapi import FastAPI

from coursegrader.errors import SandboxUnavailable, StoreError
from coursegrader.grader_side.machine_rung import machine_rung
from coursegrader.hub import health, metrics, routes
from coursegrader.hub.grading_queue import GradingQueue
from coursegrader.hub.hub_api import HubAddress, HubApi
from coursegrader.hub.learner_server import LearnerServers
from coursegrader.hub.regrading import Regrading
from coursegrader.hub.roster import ROSTER, RosterFile
from coursegrader.hub.service_lock import only_service
from coursegrader.hub.web import page_routers
from coursegrader.hub.web.errors import add_error_answers
from coursegrader.hub.web.headers import SecurityHeaders
from coursegrader.hub.web.live import Changes
from coursegrader.hub.web.review import bring_over
from coursegrader.hub.web.session import Sessions
from coursegrader.hub.web.site import Site
from coursegrader.nbgrader_plugins.personal_files import personal_files
from coursegrader.sandbox import unconfined
from coursegrader.sandbox.cgroups import describe
from coursegrader.store import Attempt, AttemptStore, DataFolder
from coursegrader.store.policies import Policies

log = logging.getLogger("coursegrader.hub")

GRACE_SECONDS = 3  # for answers under way when the hub stops us; open streams end at once


def make_app(site: Site) -> FastAPI:
    """The web application of a site. While it runs, so does the site's queue, if there is a sandbox to grade in."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        site.queue.on_graded = partial(_tell, site.changes)
        tasks = [asyncio.create_task(task(site)) for task in site.tasks]
        if site.rung:
            tasks += [asyncio.create_task(site.queue.run()), asyncio.create_task(site.regrading.run())]
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        site.queue.close()

    # no schema pages: they would be served to everybody, without a rule
    app = FastAPI(lifespan=lifespan, openapi_url=None)
    app.state.site = site
    for router in (routes.router, health.router, metrics.router, *page_routers()):
        app.include_router(router, prefix=site.prefix)
    add_error_answers(app)
    app.add_middleware(SecurityHeaders)
    return app


def _tell(changes: Changes, attempt: Attempt) -> None:
    changes.publish(attempt.course, attempt.learner)


def courses_from_environment() -> dict[str, Path]:
    """Course id -> course directory, as ``jupyterhub_config.py`` hands them over."""
    return {course: Path(folder) for course, folder in json.loads(os.environ["COURSEGRADER_COURSES"]).items()}


def titles_from_environment() -> dict[str, str]:
    """Course id -> title, for courses that have one."""
    titles: dict[str, str] = json.loads(os.environ.get("COURSEGRADER_TITLES", "{}"))
    return titles


def sandbox_holds() -> str:
    """Choose a rung of the sandbox ladder and run its self-test.

    Returns:
        The rung's name; empty if learners' code cannot be run safely here.
    """
    try:
        rung = machine_rung()
    except SandboxUnavailable as error:
        log.error("NOTHING IS GRADED, submissions wait: %s; mend this and start the hub again", error)
        return ""
    if rung.name == unconfined.NAME:
        log.warning("learners' code runs without a sandbox (%s)", unconfined.WARNING)
    else:
        log.info("learners' code runs in the sandbox '%s', which has passed its self-test; %s", rung.name, describe())
    return rung.name


def make_site(folder: DataFolder, courses: Mapping[str, Path], address: HubAddress, prefix: str) -> Site:
    """A deployment's parts, put together.

    Args:
        folder: where the deployment keeps its state.
        courses: course id -> course directory.
        address: where the hub is.
        prefix: path below which the hub's proxy reaches the service, without a slash at the end.
    """
    store, policies, changes = AttemptStore(folder), Policies(courses), Changes()

    def own_files(course: str, assignment: str, learner: str) -> Mapping[str, bytes]:
        return personal_files(store, courses[course], course, assignment, learner)

    path = folder.root / ROSTER
    roster = RosterFile(path) if path.exists() else None
    learners = {} if roster is None else {courses[course]: roster.learners(course) for course in courses}
    exchange = metrics.CountedExchange(store, own_files, policies)
    queue = GradingQueue.of_service(store, courses, learners)
    return Site(
        store=store,
        exchange=exchange,
        courses=courses,
        queue=queue,
        policies=policies,
        hub=HubApi(address),
        sessions=Sessions(store.sessions),
        changes=changes,
        regrading=Regrading(exchange, courses, queue, changes, prefix),
        servers=LearnerServers(address.api_url, address.public_url, prefix=address.base_url.rstrip("/")),
        roster=roster,
        tasks=(bring_over.run,),
        prefix=prefix,
    )


class WebServer(uvicorn.Server):
    """Ends the streams of open pages when it is told to stop; it would wait for them."""

    def __init__(self, config: uvicorn.Config, changes: Changes) -> None:
        super().__init__(config)
        self._changes = changes

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Called on SIGTERM and SIGINT."""
        self._changes.close()
        super().handle_exit(sig, frame)


def main() -> None:
    """Serve until the hub stops us."""
    logging.basicConfig(level=logging.INFO, format="[%(levelname)1.1s %(asctime)s %(name)s] %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)  # a line for each question to the hub helps nobody
    os.umask(0o022)  # the sandbox's user must be able to read the copies of a submission made for it
    prefix = os.environ["JUPYTERHUB_SERVICE_PREFIX"].rstrip("/")
    folder = DataFolder(Path(os.environ["COURSEGRADER_DATA"]))
    url = urlsplit(os.environ["JUPYTERHUB_SERVICE_URL"])
    try:
        with only_service(folder):
            site = make_site(folder, courses_from_environment(), HubAddress.from_environment(), prefix)
            site.rung, site.titles = sandbox_holds(), titles_from_environment()
            config = uvicorn.Config(
                make_app(site),
                host=url.hostname or "127.0.0.1",
                port=url.port or 80,
                log_level="warning",
                server_header=False,
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
            with suppress(KeyboardInterrupt):  # an ordinary end
                WebServer(config, site.changes).run()
    except StoreError as error:
        sys.exit(f"The service cannot start: {error}")


if __name__ == "__main__":
    main()
