"""Where the hub listens."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from traitlets.config import Config

from coursegrader.errors import CourseError
from coursegrader.hub.callers import ADMINS
from coursegrader.hub.deployment import SERVICE, Ports, configure_hub
from coursegrader.hub.hub_api import CACHE_SECONDS
from coursegrader.hub.relay import LOOPBACK
from coursegrader.store import DataFolder


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


@pytest.fixture
def hub_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    with socket.create_server((LOOPBACK, 0)) as holder:
        port = holder.getsockname()[1]
    monkeypatch.setenv("HUB_PORT", str(port))
    config = Config()
    (tmp_path / "maths").mkdir()
    configure_hub(config, {"maths": tmp_path / "maths"}, DataFolder(tmp_path / "data"))
    return config


def test_people_land_on_the_course(hub_config: Config) -> None:
    assert hub_config.JupyterHub.default_url == f"/services/{SERVICE}/"


def test_the_service_gets_no_right_over_anybody_but_who_logs_in(hub_config: Config) -> None:
    (service,) = hub_config.JupyterHub.services
    scopes = set(service["oauth_client_allowed_scopes"])
    assert f"access:services!service={SERVICE}" in scopes
    assert all(scope.endswith("!user") for scope in scopes if not scope.startswith("access:services!"))
    assert not any(SERVICE in role.get("services", ()) for role in hub_config.JupyterHub.load_roles)


def test_administrators_open_nobodys_server(hub_config: Config) -> None:
    mine = [role for role in hub_config.JupyterHub.load_roles if ADMINS in role["groups"]]
    scopes = {scope for role in mine for scope in role["scopes"]}
    assert "admin-ui" in scopes
    assert not any(scope.startswith(("access:servers", "tokens", "inherit", "admin:groups")) for scope in scopes)


def test_who_leaves_the_roster_is_out_within_a_minute(hub_config: Config) -> None:
    assert hub_config.Authenticator.auth_refresh_strict
    assert hub_config.Authenticator.auth_refresh_age + CACHE_SECONDS < 60
