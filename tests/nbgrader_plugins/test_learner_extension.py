"""A real Jupyter server with a learner's configuration, asked as the course's pages ask it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from nbgrader.utils import get_username

from coursegrader.hub.server_config import write_learner_config
from coursegrader.store import Attempt, AttemptStore, DataFolder
from tests.nbgrader_plugins.exchange.conftest import notebook

TOKEN = "the-owner"
START_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """A running server, the learner's home that it shows, and the store beside it."""

    url: str
    home: Path
    store: AttemptStore

    def post(self, action: str, token: str = TOKEN, assignment: str = "week1") -> httpx.Response:
        return httpx.post(
            f"{self.url}/coursegrader/{action}",
            json={"course": "maths", "assignment": assignment},
            headers={"Authorization": f"token {token}"} if token else {},
            trust_env=False,
        )

    def do(self, action: str, assignment: str = "week1") -> dict[str, Any]:
        answer = self.post(action, assignment=assignment)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def attempts(self, assignment: str) -> list[Attempt]:
        return self.store.attempts("maths", assignment=assignment)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("learner")
    home, config, log = folder / "home", folder / "config", folder / "server.log"
    home.mkdir()
    write_learner_config(config, ["maths"])
    store = AttemptStore(DataFolder(folder / "data"))
    for week in ("week1", "week2", "week3"):
        store.add_release("maths", week, {"a.ipynb": notebook().encode(), "data/t.csv": b"1,2"})
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
    options = {"ServerApp.root_dir": home, "ServerApp.port": port, "IdentityProvider.token": TOKEN}
    arguments = ["--no-browser", "--allow-root", *(f"--{name}={value}" for name, value in options.items())]
    env = {name: value for name, value in os.environ.items() if name != "COURSEGRADER_EXCHANGE_URL"}
    own = {"HOME": folder, "JUPYTER_CONFIG_PATH": config, "JUPYTER_CONFIG_DIR": folder / "own", "TMPDIR": folder}
    env.update({name: str(value) for name, value in own.items()}, COURSEGRADER_DATA=str(folder / "data"))
    with log.open("w") as output:
        command = [sys.executable, "-m", "jupyter", "server", *arguments]
        process = subprocess.Popen(command, cwd=home, env=env, stdout=output, stderr=output)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_for(url, process, log)
        yield Server(url, home, store)
    finally:
        process.terminate()
        process.wait(30)
        store.close()


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            if httpx.get(f"{url}/api/status?token={TOKEN}", trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            pass  # not listening yet
        time.sleep(0.1)
    pytest.fail(f"the server did not start:\n{log.read_text()[-4000:]}")


def test_a_week_is_fetched_once_and_opened_from_then_on(server: Server) -> None:
    assert server.do("fetch") == {"ok": True, "folder": "maths/week1", "notebooks": ["a.ipynb"], "new": True}
    work = server.home / "maths" / "week1" / "a.ipynb"
    assert work.read_text() == notebook()
    work.write_text("my work")
    again = server.do("fetch")
    assert again["ok"] and not again["new"]
    assert work.read_text() == "my work"


def test_what_is_missing_comes_back_and_nothing_else_changes(server: Server) -> None:
    server.do("fetch", "week3")
    folder = server.home / "maths" / "week3"
    (folder / "a.ipynb").write_text("my work")
    (folder / "data" / "t.csv").unlink()
    files = {"a.ipynb": notebook("2").encode(), "b.ipynb": notebook().encode(), "data/t.csv": b"1,2"}
    server.store.add_release("maths", "week3", files)  # the instructor adds a notebook
    assert server.do("fetch", "week3")["notebooks"] == ["a.ipynb", "b.ipynb"]
    assert (folder / "a.ipynb").read_text() == "my work"
    assert (folder / "data" / "t.csv").read_text() == "1,2"


def test_what_the_learner_saved_is_submitted(server: Server) -> None:
    server.do("fetch", "week2")
    work = server.home / "maths" / "week2" / "a.ipynb"
    work.write_text("my work")
    os.utime(work, (time.time() - 600,) * 2)
    answer = server.do("submit", "week2")
    assert answer["ok"] and 590 < answer["saved_seconds_ago"] < 700
    (attempt,) = server.attempts("week2")
    assert attempt.learner == get_username()
    assert server.store.blobs.get_all(attempt.files)["a.ipynb"] == b"my work"


def test_a_refusal_is_one_sentence(server: Server) -> None:
    for action, assignment in (("fetch", "nothing"), ("submit", "nothing"), ("fetch", "../../etc")):
        answer = server.do(action, assignment)
        assert not answer["ok"]
        assert answer["error"][0].isupper() and answer["error"].endswith(".") and "\n" not in answer["error"]
        assert "Traceback" not in answer["error"]
    assert "open it first" in server.do("submit", "nothing")["error"]
    assert "not released" in server.do("fetch", "nothing")["error"]


def test_nobody_but_the_owner_is_answered(server: Server) -> None:
    assert server.post("fetch", token="somebody-else").status_code == 403
    assert server.post("submit", token="").status_code == 403


def test_another_site_cannot_submit_with_the_owners_cookie(server: Server) -> None:
    with httpx.Client(base_url=server.url, trust_env=False) as browser:
        browser.get("/api/status", params={"token": TOKEN})  # logs in: the cookie stays
        assert browser.get("/api/status").status_code == 200
        body = {"course": "maths", "assignment": "week1"}
        assert browser.post("/coursegrader/submit", json=body).status_code == 403
    assert server.attempts("week1") == []
