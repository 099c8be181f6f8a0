"""The hub's proxy, pure Python, which passes answers on as they come: ``python -m coursegrader.hub.proxy``.

``configurable-http-proxy`` keeps an answer until it is whole, so that pages would never hear of a change while they are
open, and carries ten requests at once at most, which is a small part of a class. The rest of it is used as it is.
"""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from configurable_http_proxy import cli, configproxy
from configurable_http_proxy.handlers import ProxyHandler
from tornado.httpclient import AsyncHTTPClient
from tornado.httputil import HTTPHeaders, HTTPInputError, parse_response_start_line

MOST_AT_ONCE = 2_000  # requests under way; more wait
MOST_BYTES = 16 * 1024**3  # of one answer, none of which is kept
FAILED = 599  # what Tornado says when there was no answer
# about one connection, not about the answer
HOP_BY_HOP = ("connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade", "proxy-authenticate")


class StreamingHandler(ProxyHandler):  # type: ignore[misc]  # it has no type hints
    """Carries one request, and its answer piece by piece."""

    _gone = False
    _lines: list[str]

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

    def _on_piece(self, piece: bytes) -> Awaitable[None]:
        if self._gone:
            raise HTTPInputError("nobody reads this any more")  # the one error that ends a fetch without a fuss
        self.write(piece)
        return self.flush()  # type: ignore[no-any-return]  # a slow browser slows the target down


def main() -> None:
    """The proxy, with the command line of ``configurable-http-proxy``."""
    AsyncHTTPClient.configure(None, max_clients=MOST_AT_ONCE, max_body_size=MOST_BYTES)
    configproxy.ProxyHandler = StreamingHandler
    cli.main()


if __name__ == "__main__":
    main()
