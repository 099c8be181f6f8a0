"""The exchange and grading service, a managed service of the hub: ``python -m coursegrader.hub.service``."""

from __future__ import annotations

import asyncio
import json
import logging
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from coursegrader.errors import BadSubmission, NotAllowed, SandboxUnavailable, StoreError
from coursegrader.grader_side.machine_rung import machine_rung
from coursegrader.grader_side.variants import render_variant
from coursegrader.hub import grading_task
from coursegrader.hub.callers import HubCallers
from coursegrader.hub.grading_queue import GradingQueue
from coursegrader.hub.roster import ROSTER, Role, Roster
from coursegrader.hub.routes import Identify, exchange_routes, status_of
from coursegrader.sandbox import unconfined
from coursegrader.sandbox.cgroups import describe
from coursegrader.store import AttemptStore, DataFolder, Exchange

log = logging.getLogger("coursegrader.hub")


def make_app(
    exchange: Exchange,
    courses: Mapping[str, Path],
    identify: Identify,
    queue: GradingQueue,
    prefix: str = "",
    *,
    may_grade: bool = True,
) -> FastAPI:
    """The web application.

    Args:
        exchange: the rules and the store.
        courses: course id -> course directory.
        identify: tells who is asking.
        queue: told of each new attempt; runs while the application does.
        prefix: path below which the hub's proxy reaches the service.
        may_grade: False leaves all attempts waiting, because there is no sandbox to grade them in.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        grading = asyncio.create_task(queue.run()) if may_grade else None
        yield
        if grading is not None:
            grading.cancel()
        queue.close()

    # no schema pages: they would be served to everybody, without a rule
    app = FastAPI(lifespan=lifespan, openapi_url=None)
    app.state.identify, app.state.courses = identify, courses
    app.include_router(exchange_routes(exchange, courses, queue.wake), prefix=prefix)

    @app.get(f"{prefix}/health")
    async def health() -> dict[str, object]:
        status = "ok" if may_grade else "no sandbox: nothing is graded"
        return {"status": status, "waiting": exchange.store.count_waiting()}

    async def refuse(request: Request, error: Exception) -> JSONResponse:
        if isinstance(error, StoreError | BadSubmission):
            return JSONResponse({"detail": str(error)}, status_code=status_of(error))
        raise error

    for kind in (StoreError, NotAllowed, BadSubmission):
        app.add_exception_handler(kind, refuse)
    return app


def courses_from_environment() -> dict[str, Path]:
    """Course id -> course directory, as ``jupyterhub_config.py`` hands them over."""
    return {course: Path(folder) for course, folder in json.loads(os.environ["COURSEGRADER_COURSES"]).items()}


def _learners(folder: DataFolder, courses: Mapping[str, Path]) -> dict[Path, dict[str, str]]:
    """Course directory -> user name -> display name, from the roster if this deployment has one."""
    path = folder.root / ROSTER
    entries = Roster.read(path).entries if path.exists() else ()
    return {
        course_dir: {e.username: e.display_name for e in entries if e.course == course and e.role is Role.STUDENT}
        for course, course_dir in courses.items()
    }


def sandbox_holds() -> bool:
    """Whether learners' code can be run safely here: chooses a rung of the sandbox ladder and runs its self-test."""
    try:
        rung = machine_rung()
    except SandboxUnavailable as error:
        log.error("NOTHING IS GRADED, submissions wait: %s; mend this and start the hub again", error)
        return False
    if rung.name == unconfined.NAME:
        log.warning("learners' code runs without a sandbox (%s)", unconfined.WARNING)
    else:
        log.info("learners' code runs in the sandbox '%s', which has passed its self-test; %s", rung.name, describe())
    return True


def main() -> None:
    """Serve until the hub stops us."""
    logging.basicConfig(level=logging.INFO, format="[%(levelname)1.1s %(asctime)s %(name)s] %(message)s")
    os.umask(0o022)  # the sandbox's user must be able to read the copies of a submission made for it
    courses = courses_from_environment()
    folder = DataFolder(Path(os.environ["COURSEGRADER_DATA"]))
    store = AttemptStore(folder)

    def personal_files(course: str, assignment: str, learner: str) -> Mapping[str, bytes]:
        return render_variant(courses[course], assignment, learner, folder.secret())

    warm = partial(grading_task.warm, _learners(folder, courses))
    queue = GradingQueue(store, courses, grading_task.grade, warm)
    prefix = os.environ["JUPYTERHUB_SERVICE_PREFIX"].rstrip("/")
    exchange = Exchange(store, personal_files)
    app = make_app(exchange, courses, HubCallers().identify, queue, prefix, may_grade=sandbox_holds())
    url = urlsplit(os.environ["JUPYTERHUB_SERVICE_URL"])
    uvicorn.run(app, host=url.hostname or "127.0.0.1", port=url.port or 80, log_level="warning", server_header=False)


if __name__ == "__main__":
    main()
