"""Where the hub listens."""

from __future__ import annotations

import socket

import pytest

from coursegrader.errors import CourseError
from coursegrader.hub.deployment import Ports
from coursegrader.hub.relay import LOOPBACK


def test_the_public_port_is_the_one_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server((LOOPBACK, 0)) as holder:
        port = holder.getsockname()[1]
    monkeypatch.setenv("HUB_PORT", str(port))
    ports = Ports.choose()
    assert ports.public == port
    assert len({ports.public, ports.proxy_api, ports.hub, ports.exchange}) == 4


def test_a_port_in_use_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server((LOOPBACK, 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv("HUB_PORT", str(port))
        with pytest.raises(CourseError, match=rf"port {port} .* is a hub running already"):
            Ports.choose()


@pytest.mark.parametrize("wanted", ["http", "0", "70000", "-1"])
def test_what_is_no_port_is_refused(monkeypatch: pytest.MonkeyPatch, wanted: str) -> None:
    monkeypatch.setenv("HUB_PORT", wanted)
    with pytest.raises(CourseError, match="give a port number"):
        Ports.choose()
