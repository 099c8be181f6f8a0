"""A hub and a learner's server that behave well, slowly, badly, or like an attacker."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from coursegrader.errors import NotAllowed, StoreError
from coursegrader.hub import learner_server
from coursegrader.hub.learner_server import Fetched, HandedIn, LearnerServers

WEEK = {"ok": True, "folder": "maths/week1", "notebooks": ["a.ipynb", "b.ipynb"], "new": True}


@dataclass
class FakeHub:
    """Answers as the hub's REST API, and as the one server behind its proxy.

    Attributes:
        state: what the hub says of the server, one a question; the last for ever.
        start_status: the hub's answer when asked to start it.
        answer: what the server answers to a move, with ``status``.
    """

    state: list[dict[str, Any] | None] = field(default_factory=lambda: [{"ready": True, "pending": None}])
    start_status: int = 202
    answer: Any = field(default_factory=lambda: dict(WEEK))
    status: int = 200
    seen: list[str] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        assert request.headers["authorization"] == "token amaras-token"
        path = request.url.path
        self.seen.append(f"{request.method} {path}")
        if path == "/hub/api/users/amara":
            server = self.state.pop(0) if len(self.state) > 1 else self.state[0]
            return httpx.Response(200, json={"name": "amara", "servers": {"": server} if server else {}})
        if path == "/hub/api/users/amara/server":
            return httpx.Response(self.start_status, text="{}")
        assert path.startswith("/user/amara/coursegrader/")
        content = self.answer if isinstance(self.answer, bytes) else json.dumps(self.answer).encode()
        return httpx.Response(self.status, stream=httpx.ByteStream(content))

    def servers(self) -> LearnerServers:
        return LearnerServers("http://hub/hub/api", "http://hub", httpx.MockTransport(self))

    def fetch(self, token: str = "amaras-token") -> Fetched:
        return asyncio.run(self.servers().fetch("amara", token, "maths", "week1"))


def test_a_running_server_fetches() -> None:
    hub = FakeHub()
    assert hub.fetch() == Fetched("maths/week1", ("a.ipynb", "b.ipynb"), True)
    assert "POST /hub/api/users/amara/server" not in hub.seen


def test_a_stopped_server_is_started_once_and_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learner_server, "POLL_SECONDS", 0)
    starting = {"ready": False, "pending": "spawn"}
    hub = FakeHub(state=[None, starting, starting, {"ready": True, "pending": None}])
    assert hub.fetch().folder == "maths/week1"
    assert hub.seen.count("POST /hub/api/users/amara/server") == 1
    assert hub.seen[-1] == "POST /user/amara/coursegrader/fetch"


def test_a_server_that_does_not_start_says_that_files_are_safe() -> None:
    with pytest.raises(StoreError, match="your files are safe"):
        FakeHub(state=[None], start_status=500).fetch()


def test_a_server_that_never_becomes_ready_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learner_server, "POLL_SECONDS", 0.01)
    monkeypatch.setattr(learner_server, "START_SECONDS", 0.05)
    with pytest.raises(StoreError, match="very long to start"):
        FakeHub(state=[{"ready": False, "pending": "spawn"}]).fetch()


def test_without_a_token_of_theirs_nothing_is_asked() -> None:
    hub = FakeHub()
    with pytest.raises(NotAllowed, match="sign in"):
        hub.fetch(token="")
    assert hub.seen == []


def test_submitting_tells_how_old_the_saved_work_is() -> None:
    hub = FakeHub(answer={"ok": True, "saved_seconds_ago": 90.5})
    done = asyncio.run(hub.servers().submit("amara", "amaras-token", "maths", "week1"))
    assert done == HandedIn(90.5)


def test_the_servers_own_reason_is_passed_on() -> None:
    with pytest.raises(StoreError, match="The week is closed"):
        FakeHub(answer={"ok": False, "error": "The week is closed."}).fetch()


@pytest.mark.parametrize("reason", [None, "", 1, [[[]]], {"a": []}])
def test_only_a_sentence_is_a_reason(reason: Any) -> None:
    with pytest.raises(StoreError, match="gave no reason"):
        FakeHub(answer={"ok": False, "error": reason}).fetch()


def test_a_server_without_the_extension_is_to_be_stopped() -> None:
    with pytest.raises(StoreError, match="stop it"):
        FakeHub(status=404, answer=b"<html>").fetch()


@pytest.mark.parametrize(
    "answer",
    [
        b"<html>",
        b"[" * 100_000,
        b" " * (learner_server.MOST_BYTES + 1),
        [1],
        {**WEEK, "folder": "../kenji"},
        {**WEEK, "folder": "/etc"},
        {**WEEK, "folder": "a\\b"},
        {**WEEK, "folder": ["a"]},
        {**WEEK, "notebooks": ["../a.ipynb"]},
        {**WEEK, "notebooks": ["a\n.ipynb"]},
        {**WEEK, "notebooks": "a.ipynb"},
        {**WEEK, "notebooks": ["a"] * 10_000},
    ],
)
def test_an_answer_that_makes_no_sense_is_refused(answer: Any) -> None:
    with pytest.raises(StoreError, match="makes no sense"):
        FakeHub(answer=answer).fetch()
