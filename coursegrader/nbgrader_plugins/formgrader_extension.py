"""nbgrader's formgrader for staff servers, with two of its requests answered differently.

Loaded instead of ``nbgrader.server_extensions.formgrader``, so that our handlers come first.
"""

from __future__ import annotations

import json
import os
import time
from typing import Any

from jupyter_server.utils import url_path_join
from nbgrader.server_extensions.formgrader import formgrader
from nbgrader.server_extensions.formgrader.apihandlers import AutogradeHandler
from nbgrader.server_extensions.formgrader.base import check_notebook_dir, check_xsrf
from nbgrader.server_extensions.formgrader.handlers import FormgraderHandler
from tornado import web
from tornado.ioloop import IOLoop

from coursegrader.errors import CourseGraderError
from coursegrader.nbgrader_plugins.exchange.http_transport import HttpTransport
from coursegrader.store import AttemptState

GRADING_SECONDS = 300.0
POLL_SECONDS = 0.3


class FixedCourseHandler(FormgraderHandler):  # type: ignore[misc]  # nbgrader has no type hints
    """Formgrader's entry page, for the one course that this server was started for."""

    def get(self) -> Any:
        """nbgrader would run the ``nbgrader_config.py`` of whatever folder ``path`` names, on a mere link."""
        if "path" in self.request.arguments:
            raise web.HTTPError(
                400, "formgrader serves the course of this server only: open it without the 'path' parameter"
            )
        return super().get()


class GradeByServiceHandler(AutogradeHandler):  # type: ignore[misc]
    """Formgrader's autograde button: the grading service grades, as it did when the attempt arrived.

    A staff server could not: it is confined itself, and it does not hold the secret that quiz variants come from.
    """

    @web.authenticated
    @check_xsrf  # type: ignore[untyped-decorator]
    @check_notebook_dir  # type: ignore[untyped-decorator]
    async def post(self, assignment_id: str, student_id: str) -> None:
        """Grade the learner's latest attempt again and answer as nbgrader would."""
        course = self.coursedir.course_id
        answer = await IOLoop.current().run_in_executor(None, grade_latest, course, assignment_id, student_id)
        self.write(json.dumps(answer))


def grade_latest(course: str, assignment: str, learner: str) -> dict[str, Any]:
    """Have the latest attempt graded again and wait for it; the answer is nbgrader's (success, log, error)."""
    transport = HttpTransport(os.environ["COURSEGRADER_EXCHANGE_URL"], os.environ["JUPYTERHUB_API_TOKEN"])
    try:
        attempts = transport.all_attempts(course, assignment, learner)
        if not attempts:
            return _failure(f"{learner} has submitted nothing for {assignment}: there is nothing to grade")
        transport.grade_again(attempts[-1])
        end = time.monotonic() + GRADING_SECONDS
        while time.monotonic() < end:
            latest = transport.all_attempts(course, assignment, learner)[-1]
            if latest.state is AttemptState.FAILED:
                return _failure(latest.error or "grading failed")
            if latest.state is AttemptState.GRADED:
                return {"success": True, "log": f"graded by the grading service: {latest.timestamp}"}
            time.sleep(POLL_SECONDS)
    except CourseGraderError as error:
        return _failure(str(error))
    return _failure(f"the grading service is still busy after {GRADING_SECONDS:.0f} s: reload the page later")


def _failure(message: str) -> dict[str, Any]:
    return {"success": False, "error": message, "log": message}


def _load_jupyter_server_extension(serverapp: Any) -> None:
    base_url = serverapp.web_app.settings["base_url"]
    handlers = [
        (r"/formgrader/?", FixedCourseHandler),
        (r"/formgrader/api/submission/([^/]+)/([^/]+)/autograde", GradeByServiceHandler),
    ]
    rules = [(url_path_join(base_url, pattern), handler) for pattern, handler in handlers]
    serverapp.web_app.add_handlers(".*$", rules)
    formgrader.load_jupyter_server_extension(serverapp)
