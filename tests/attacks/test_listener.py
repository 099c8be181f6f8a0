"""What nothing behind the wall may reach is there as long as it is wanted, and no longer."""

from __future__ import annotations

import socket

from coursegrader.attacks.listener import Listener


def test_who_connects_is_told_the_secret_and_seen() -> None:
    with Listener("secret", "cgtest781") as listener, socket.create_connection(("127.0.0.1", listener.port)) as one:
        assert one.recv(100) == b"secret\n"
        assert listener.visited in ([], ["a TCP port"])  # told a moment later


def test_its_name_is_free_once_it_is_closed() -> None:
    for _ in range(50):
        with Listener("secret", "cgtest782") as listener:
            assert not listener.visited
