"""The proxy, as a process, in front of a small server."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx
import pytest
from tornado.httpclient import HTTPClientError
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.iostream import StreamClosedError
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketClientConnection, WebSocketHandler, WebSocketProtocol13, websocket_connect

TOKEN = "token of the proxy's own interface"
TOGETHER = 30
LARGE = bytes(range(256)) * 40_000


class Target(RequestHandler):
    """Answers by path; ``ended`` is set when a stream's reader has gone, ``inside`` counts slow requests."""

    ended = threading.Event()
    inside = 0

    async def get(self, what: str) -> None:
        if what == "slow":
            Target.inside += 1
            while Target.inside < TOGETHER:
                await asyncio.sleep(0.05)
            self.write("together")
        elif what == "cookies":
            self.set_header("Set-Cookie", "a=1")
            self.add_header("Set-Cookie", "b=2")
            self.redirect("/elsewhere", status=303)
        elif what == "zipped":
            self.set_header("Content-Encoding", "gzip")
            self.write(b"not unpacked on the way")
        elif what == "large":
            self.write(LARGE)
        elif what == "private":
            self.set_status(403)
        elif what == "broken":
            self.set_header("Content-Length", "1000")
            self.write("half")
            await self.flush()
            self.request.connection.stream.close()  # type: ignore[union-attr]
        else:
            await self._stream()

    def head(self, what: str) -> None:
        self.set_header("Content-Length", "7")

    def post(self, what: str) -> None:
        self.set_status(201)
        self.write(self.request.body)

    async def _stream(self) -> None:
        self.set_header("Content-Type", "text/event-stream")
        try:
            for number in range(200):
                self.write(f"data: {number}\n\n")
                await self.flush()
                await asyncio.sleep(0.05)
        except StreamClosedError:
            Target.ended.set()


class Talker(WebSocketHandler):
    """A websocket that speaks first, repeats what it hears, and ends as it is asked to."""

    def select_subprotocol(self, subprotocols: list[str]) -> str | None:
        return "second" if "second" in subprotocols else None

    def open(self, *args: str, **kwargs: str) -> None:
        self.write_message("said before anybody listens")
        self.write_message(LARGE * 2, binary=True)

    async def on_message(self, message: str | bytes) -> None:
        if message == "end":
            self.close(4001, "as asked")
        elif message == "vanish":
            assert isinstance(self.ws_connection, WebSocketProtocol13) and self.ws_connection.stream is not None
            self.ws_connection.stream.close()
        else:
            await self.write_message(message, binary=isinstance(message, bytes))

    def on_close(self) -> None:
        Target.ended.set()


@pytest.fixture(scope="module")
def proxy() -> Iterator[str]:
    """The address of a proxy whose every path leads to the target."""
    with _target() as target, _free_port() as port, _free_port() as api:
        command = [sys.executable, "-m", "coursegrader.hub.proxy", "--ip=127.0.0.1", f"--port={port}"]
        command += ["--api-ip=127.0.0.1", f"--api-port={api}", "--log-level=error"]
        process = subprocess.Popen(command, env={**os.environ, "CONFIGPROXY_AUTH_TOKEN": TOKEN})
        try:
            for path, port_behind in (("/", target), ("/nobody", 9)):
                _add_route(f"http://127.0.0.1:{api}/api/routes{path}", f"http://127.0.0.1:{port_behind}")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(10)


def test_pieces_come_as_they_are_sent(proxy: str) -> None:
    start = time.monotonic()
    with httpx.stream("GET", f"{proxy}/events", trust_env=False) as answer:
        first = next(answer.iter_text())
        assert first.startswith("data: 0")
        assert answer.headers["content-type"] == "text/event-stream"
    assert time.monotonic() - start < 5
    assert Target.ended.wait(5), "the target goes on although nobody reads"


def test_many_requests_run_at_once(proxy: str) -> None:
    with ThreadPoolExecutor(TOGETHER) as threads:
        asked = [threads.submit(httpx.get, f"{proxy}/slow", trust_env=False, timeout=30) for _ in range(TOGETHER)]
    assert {answer.result().text for answer in asked} == {"together"}


def test_answers_stay_what_they_are(proxy: str) -> None:
    moved = httpx.get(f"{proxy}/cookies", trust_env=False)
    assert (moved.status_code, moved.headers["location"]) == (303, "/elsewhere")
    assert moved.headers.get_list("set-cookie") == ["a=1", "b=2"]
    with httpx.stream("GET", f"{proxy}/zipped", trust_env=False) as zipped:
        assert zipped.headers["content-encoding"] == "gzip"
        assert b"".join(zipped.iter_raw()) == b"not unpacked on the way"
    assert httpx.get(f"{proxy}/large", trust_env=False).content == LARGE
    assert httpx.head(f"{proxy}/large", trust_env=False).headers["content-length"] == "7"
    posted = httpx.post(f"{proxy}/form", content=LARGE, headers={"Content-Type": "x/y"}, trust_env=False)
    assert (posted.status_code, posted.content) == (201, LARGE)


def test_half_an_answer_is_no_answer(proxy: str) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(f"{proxy}/broken", trust_env=False)


def test_nobody_there_is_said(proxy: str) -> None:
    assert httpx.get(f"{proxy}/nobody/home", trust_env=False).status_code == 503


def test_a_websocket_is_carried_as_it_is(proxy: str) -> None:
    async def talk() -> None:
        talker = await _connect(proxy, "first", "second")
        assert talker.selected_subprotocol == "second"
        assert await talker.read_message() == "said before anybody listens"
        assert await talker.read_message() == LARGE * 2
        for message in ("text", b"\xff bytes", ""):
            await talker.write_message(message, binary=isinstance(message, bytes))
            assert await talker.read_message() == message
        talker.close()

    Target.ended.clear()
    asyncio.run(asyncio.wait_for(talk(), 30))
    assert Target.ended.wait(5), "the target goes on although nobody listens"


@pytest.mark.parametrize(("last_words", "code", "reason"), [("end", 4001, "as asked"), ("vanish", 1011, None)])
def test_the_browser_hears_that_a_websocket_has_ended(
    last_words: str, code: int, reason: str | None, proxy: str
) -> None:
    async def talk() -> None:
        talker = await _connect(proxy)
        assert talker.selected_subprotocol is None
        await talker.write_message(last_words)
        while await talker.read_message() is not None:
            pass
        assert (talker.close_code, talker.close_reason) == (code, reason)

    asyncio.run(asyncio.wait_for(talk(), 30))


@pytest.mark.parametrize(("path", "status"), [("/private", 403), ("/nobody/home", 503)])
def test_a_websocket_that_the_target_refuses_is_refused(path: str, status: int, proxy: str) -> None:
    async def talk() -> None:
        with pytest.raises(HTTPClientError) as refused:
            await websocket_connect(f"{proxy.replace('http', 'ws')}{path}")
        assert refused.value.code == status

    asyncio.run(asyncio.wait_for(talk(), 30))


async def _connect(proxy: str, *subprotocols: str) -> WebSocketClientConnection:
    address = f"{proxy.replace('http', 'ws')}/talk"
    offered = list(subprotocols) or None
    return await websocket_connect(address, subprotocols=offered, max_message_size=len(LARGE) * 3)


@contextmanager
def _target() -> Iterator[int]:
    started: list[tuple[IOLoop, int]] = []
    ready = threading.Event()

    def run() -> None:
        async def serve() -> None:
            server = HTTPServer(Application([(r"/talk", Talker), (r"/(.*)", Target)]))
            listeners = bind_sockets(0, "127.0.0.1")
            server.add_sockets(listeners)
            started.append((IOLoop.current(), listeners[0].getsockname()[1]))
            ready.set()
            await asyncio.Event().wait()

        with pytest.raises(RuntimeError):  # stopped while it waits
            asyncio.run(serve())

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(10)
    loop, port = started[0]
    yield port
    loop.add_callback(loop.stop)
    thread.join(5)


@contextmanager
def _free_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
    yield port


def _add_route(address: str, target: str) -> None:
    body = json.dumps({"target": target})
    for _ in range(100):
        try:
            answer = httpx.post(address, content=body, headers={"Authorization": f"token {TOKEN}"}, trust_env=False)
        except httpx.TransportError:
            time.sleep(0.1)  # not listening yet
            continue
        assert answer.status_code == 201, answer.text
        return
    raise AssertionError("the proxy did not start")
