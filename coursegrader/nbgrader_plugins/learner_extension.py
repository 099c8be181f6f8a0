"""Fetching and submitting a week from the course's pages: the learner's own server does it, as Assignment List would.

``POST <server>/coursegrader/fetch`` and ``.../submit`` take ``{"course": ..., "assignment": ...}`` and answer
``{"ok": true, ...}``, or ``{"ok": false, "error": <a sentence for the learner>}``. Jupyter Server decides who may ask:
the owner's token, or their cookie together with the XSRF token.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeError, ExchangeFactory
from nbgrader.server_extensions.assignment_list.handlers import AssignmentList
from tornado import web
from tornado.ioloop import IOLoop

from coursegrader.errors import StoreError
from coursegrader.nbgrader_plugins.exchange.base import Exchange

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")

Answer = dict[str, Any]


class LearnerExchange:
    """nbgrader's exchange classes for one week of one learner, configured as Assignment List configures them."""

    def __init__(self, server: Any, course: str, assignment: str) -> None:
        """Read nbgrader's configuration. It changes the working directory meanwhile, so only the main thread may.

        Args:
            server: the Jupyter server.
            course: the course id.
            assignment: the week.

        Raises:
            StoreError: a name that no course or week can have.
        """
        for what, name in (("course", course), ("week", assignment)):
            if not (isinstance(name, str) and _NAME.fullmatch(name)):
                raise StoreError(f"there is no {what} called {str(name)[:80]!a}: go back to the course and choose one")
        self._root = Path(server.root_dir).absolute()
        self._course, self._assignment = course, assignment
        manager = AssignmentList(parent=server)
        manager.root_dir = str(self._root)
        with manager.get_assignment_dir_config() as config:
            self._home = Path.cwd()
            config.CourseDirectory.course_id = course
            config.CourseDirectory.assignment_id = assignment
            self._config = config

    def fetch(self) -> Answer:
        """Bring the week into the learner's folder. Files that are there already are never touched.

        Returns:
            ``folder``: below the server's root; ``notebooks``: the names of those in it; ``new``: whether this is the
            first copy.

        Raises:
            ExchangeError, StoreError: why not, in a sentence.
        """
        exchange = self._action("FetchAssignment")
        folder = exchange.local_folder(self._course, self._assignment)
        if not folder.resolve().is_relative_to(self._root.resolve()):
            raise StoreError(f"the week would lie in {folder}, which JupyterLab does not show: tell your instructor")
        new = not any(folder.glob("*.ipynb"))
        if new or self._lacks_files(exchange, folder):
            exchange.replace_missing_files = True
            exchange.start()
        notebooks = sorted(path.name for path in folder.glob("*.ipynb"))
        return {"folder": folder.relative_to(self._root).as_posix(), "notebooks": notebooks, "new": new}

    def submit(self) -> Answer:
        """Hand in the learner's folder.

        Returns:
            ``saved_seconds_ago``: how long ago the learner last saved one of the notebooks.

        Raises:
            ExchangeError, StoreError: why not, in a sentence.
        """
        exchange = self._action("Submit")
        folder = exchange.local_folder(self._course, self._assignment)
        if not folder.is_dir():
            raise StoreError("you have not opened this week yet, so there is nothing to submit: open it first")
        exchange.start()
        saved = max((path.stat().st_mtime for path in folder.glob("*.ipynb") if path.is_file()), default=time.time())
        return {"saved_seconds_ago": max(0.0, time.time() - saved)}

    def _action(self, name: str) -> Any:
        directory = CourseDirectory(config=self._config)
        action = getattr(ExchangeFactory(config=self._config), name)(
            coursedir=directory, authenticator=Authenticator(config=self._config), config=self._config
        )
        action.assignment_dir = str(self._home)
        return action

    def _lacks_files(self, exchange: Exchange, folder: Path) -> bool:
        """Whether something released is not there: added by the instructor since, or deleted by the learner."""
        with exchange.errors():
            released = [r for r in exchange.transport.releases(self._course) if r.assignment == self._assignment]
        return any(not (folder / path).exists() for release in released for path in release.files)


class ExchangeHandler(APIHandler):
    """``POST /coursegrader/fetch`` and ``POST /coursegrader/submit``."""

    auth_resource = "coursegrader"

    @web.authenticated
    @authorized
    async def post(self, action: str) -> None:
        """Do it, in a thread: the exchange may take its time, and kernels go on meanwhile."""
        wanted = self.get_json_body()
        if not isinstance(wanted, Mapping):
            raise web.HTTPError(400, "send a JSON object with 'course' and 'assignment'")
        try:
            exchange = LearnerExchange(self.serverapp, wanted.get("course", ""), wanted.get("assignment", ""))
            move = exchange.fetch if action == "fetch" else exchange.submit
            answer = {"ok": True, **await IOLoop.current().run_in_executor(None, move)}
        except (ExchangeError, StoreError) as error:
            answer = {"ok": False, "error": _sentence(str(error))}
        except OSError as error:
            self.log.error("%s failed", action, exc_info=True)
            reason = f"your server cannot use {error.filename or 'a file'} ({error.strerror})"
            answer = {"ok": False, "error": f"{_sentence(reason)} Free some space or tell your instructor."}
        self.finish(answer)


def _sentence(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line[:1].upper() + one_line[1:].rstrip(".") + "."


def _load_jupyter_server_extension(serverapp: Any) -> None:
    base_url = serverapp.web_app.settings["base_url"]
    rule = (url_path_join(base_url, r"/coursegrader/(fetch|submit)"), ExchangeHandler)
    serverapp.web_app.add_handlers(".*$", [rule])
