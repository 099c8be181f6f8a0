"""The hub's proxy, pure Python, which passes answers on as they come: ``python -m coursegrader.hub.proxy``.

``configurable-http-proxy`` keeps an answer until it is whole, so that pages would never hear of a change while they are
open, and carries ten requests at once at most, which is a small part of a class. Of a websocket it drops the protocol
that was agreed on, whatever is said before both ends are connected, the difference between text and bytes, and the end:
kernels are then reached at the second try, and a page never hears that its server has gone. The rest of it is used as
it is.
"""

from __future__ import annotations

import asyncio
from typing import Any

from configurable_http_proxy import cli, configproxy
from configurable_http_proxy.handlers import ProxyHandler, apply_timeout
from tornado.httpclient import AsyncHTTPClient, HTTPClientError
from tornado.httputil import HTTPHeaders, HTTPInputError, parse_response_start_line
from tornado.iostream import StreamClosedError
from tornado.websocket import WebSocketClosedError, websocket_connect

MOST_AT_ONCE = 2_000  # requests under way; more wait
MOST_BYTES = 16 * 1024**3  # of one answer, none of which is kept
MOST_MESSAGE_BYTES = 64 * 1024**2  # of one websocket message, which is kept until it is whole: a cell's largest picture
NO_CLOSE_FRAME = (None, 1005, 1006)  # how a websocket ended that nobody closed, which cannot be sent on
GONE = 1011  # what is sent instead
FAILED = 599  # what Tornado says when there was no answer
# about one connection, not about the answer
HOP_BY_HOP = ("connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade", "proxy-authenticate")


class StreamingHandler(ProxyHandler):  # type: ignore[misc]  # it has no type hints
    """Carries one request, and its answer piece by piece; or one websocket."""

    _gone = False
    _lines: list[str]
    _carrying: asyncio.Task[None]

    def on_connection_close(self) -> None:
        """The browser has gone; the next piece of the answer ends the request."""
        self._gone = True
        super().on_connection_close()

    async def call_proxy(self, path: str | None = None) -> None:
        """Pass a request on, and the answer back."""
        url = await self.get_target_url(path)
        if url is None:
            return
        self._lines = []
        request: Any = self._get_proxy_request(url)
        request.decompress_response = False
        request.header_callback = self._on_header
        request.streaming_callback = self._on_piece
        try:
            answer = await AsyncHTTPClient().fetch(request, raise_error=False)
            error = answer.error if answer.code == FAILED else None
        except Exception as failure:  # noqa: BLE001  whatever the target does, the proxy goes on
            error = failure
        if self._gone:
            return
        if error is None:
            self.finish()
        else:
            await self._give_up(error)

    async def _give_up(self, error: BaseException) -> None:
        if self._headers_written:  # too late to say it: a broken connection tells the browser that something is missing
            self.request.connection.stream.close()
        else:
            self.clear()
            await self.handle_proxy_error(503, error)

    def _on_header(self, line: str) -> None:
        if line.strip():
            self._lines.append(line)
            return
        start = parse_response_start_line(self._lines[0].strip())
        headers = HTTPHeaders.parse("".join(self._lines[1:]))
        self.set_status(start.code, start.reason or None)
        for name in ("Server", "Date", "Content-Type"):  # the target's own, or none
            self.clear_header(name)
        for name, value in headers.get_all():
            if name.lower() not in HOP_BY_HOP:
                self.add_header(name, value)
        self._lines = []

    async def _on_piece(self, piece: bytes) -> None:
        try:
            if not self._gone:
                self.write(piece)
                await self.flush()  # a slow browser slows the target down
                return
        except StreamClosedError:
            pass  # it has gone this moment
        raise HTTPInputError("nobody reads this any more")  # the one error that ends a fetch without a fuss

    # -- websockets: the target is connected first, then the browser is answered -----------------------------------

    async def start_ws_client(self, path: str | None = None) -> None:
        """Connect to the target. What it says waits there until the browser is connected as well."""
        url = await self.get_target_url(path)
        if url is None:
            return
        request: Any = self._get_proxy_request(url.replace("http", "ws", 1))
        request.headers.pop("Sec-Websocket-Extensions", None)  # each connection agrees on its own
        try:
            connecting = websocket_connect(request, max_message_size=MOST_MESSAGE_BYTES)
            self.ws_client = await apply_timeout(self.proxy.timeout, connecting)
        except HTTPClientError as error:
            self.set_status(error.code)
            self.finish(error.message)
        except Exception as failure:  # noqa: BLE001  whatever the target does, the proxy goes on
            await self.handle_proxy_error(503, failure)

    def select_subprotocol(self, subprotocols: list[str]) -> str | None:
        """What the target has chosen: a browser that offers some gives up when none is chosen."""
        return self.ws_client.selected_subprotocol if self.ws_client else None

    def open(self, *args: str) -> None:
        """Both ends are connected."""
        self._carrying = asyncio.create_task(self._carry(self.ws_client))

    async def _carry(self, target: Any) -> None:
        """Pass on what the target says, at the browser's pace, and its end."""
        try:
            while (message := await target.read_message()) is not None:
                self._count_as_activity()
                await self.write_message(message, binary=isinstance(message, bytes))
        except WebSocketClosedError:  # the browser has gone, and on_close tells the target
            return
        silent = target.close_code in NO_CLOSE_FRAME
        self.close(GONE if silent else target.close_code, None if silent else target.close_reason)

    async def on_message(self, message: str | bytes) -> None:
        """Pass on what the browser says."""
        if self.ws_client:
            self._count_as_activity()
            try:
                await self.ws_client.write_message(message, binary=isinstance(message, bytes))
            except WebSocketClosedError:
                return  # the target has gone, and the browser is about to hear it

    def _count_as_activity(self) -> None:
        if self.target and self.target["prefix"]:
            self.proxy.update_last_activity(self.target["prefix"])


def main() -> None:
    """The proxy, with the command line of ``configurable-http-proxy``."""
    AsyncHTTPClient.configure(None, max_clients=MOST_AT_ONCE, max_body_size=MOST_BYTES)
    configproxy.ProxyHandler = StreamingHandler
    cli.main()


if __name__ == "__main__":
    main()
