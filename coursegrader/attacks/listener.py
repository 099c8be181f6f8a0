"""Sockets of the trusted side that nothing behind the wall may reach; each says a secret to whoever connects."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self

CLOSE_SECONDS = 5.0


class Listener:
    """A TCP and a UDP port on this machine's loopback, and an abstract socket called ``name``.

    Attributes:
        port: of TCP and UDP.
        visited: what somebody connected to, since it was last cleared.
    """

    def __init__(self, secret: str, name: str) -> None:
        self.visited: list[str] = []
        self._secret = secret.encode()
        tcp = socket.create_server(("127.0.0.1", 0))
        self.port = int(tcp.getsockname()[1])
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.bind(("127.0.0.1", self.port))
        abstract = socket.socket(socket.AF_UNIX)
        abstract.bind(f"\0{name}")
        abstract.listen()
        self._sockets = {"a TCP port": tcp, "a UDP port": udp, "an abstract socket": abstract}
        self._threads = [
            threading.Thread(target=self._serve, args=(where, stream), daemon=True)
            for where, stream in self._sockets.items()
        ]
        for thread in self._threads:
            thread.start()

    def _serve(self, where: str, stream: socket.socket) -> None:
        while True:
            try:
                if stream.type == socket.SOCK_DGRAM:
                    stream.recvfrom(1024)
                else:
                    peer, _ = stream.accept()
                    with peer:
                        peer.sendall(self._secret + b"\n")
            except OSError:
                return  # closed
            self.visited.append(where)

    def close(self) -> None:
        """Stop listening; the ports and the name are free then."""
        for stream in self._sockets.values():
            with suppress(OSError):  # a UDP socket is not connected, but its thread wakes all the same
                stream.shutdown(socket.SHUT_RDWR)
            stream.close()
        for thread in self._threads:  # a socket in which one of them still waits is open
            thread.join(CLOSE_SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()
