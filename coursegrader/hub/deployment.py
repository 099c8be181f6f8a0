"""Everything ``jupyterhub_config.py`` sets, given the courses to serve: one call makes a deployment."""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coursegrader.errors import CourseError
from coursegrader.hub import proxy, staff_folders
from coursegrader.hub.authenticator import RosterAuthenticator
from coursegrader.hub.callers import ADMINS, INSTRUCTORS, LEARNERS, STAFF
from coursegrader.hub.relay import LOOPBACK
from coursegrader.hub.roster import ROSTER, announcement, demo_roster
from coursegrader.hub.spawner import SandboxedSpawner
from coursegrader.store import AttemptStore, DataFolder

SERVICE = "course"  # the exchange's API, the grading queue and all pages
DEFAULT_PORT = 8000
LOGIN_DAYS = 7
# the service lets nobody stay who left the roster a minute ago: this, and as long again for what it keeps itself
REFRESH_SECONDS = 30
PROXY_TIMEOUT_MS = 600_000  # grading a whole class from formgrader is one request


@dataclass(frozen=True)
class Ports:
    """TCP ports on loopback. All but the first are chosen by the system, so that several hubs can run side by side."""

    public: int
    proxy_api: int
    hub: int
    exchange: int

    @classmethod
    def choose(cls) -> Ports:
        """``$HUB_PORT`` and three free ones.

        Raises:
            CourseError: HUB_PORT is no port, or something listens there already.
        """
        public = _public_port()
        holders = [socket.create_server((LOOPBACK, 0)) for _ in range(3)]
        free = [holder.getsockname()[1] for holder in holders]
        for holder in holders:
            holder.close()
        return cls(public, *free)


def _public_port() -> int:
    """The port to listen on, which must be free: JupyterHub would take whatever is there for its own lost proxy."""
    wanted = os.environ.get("HUB_PORT") or str(DEFAULT_PORT)
    if not (wanted.isascii() and wanted.isdigit() and 0 < int(wanted) < 65536):
        raise CourseError(f"HUB_PORT is {wanted!r}: give a port number, such as {DEFAULT_PORT}")
    try:
        socket.create_server((LOOPBACK, int(wanted))).close()
    except OSError as error:
        raise CourseError(
            f"port {wanted} on {LOOPBACK} cannot be used ({os.strerror(error.errno or 0)}): is a hub running already? "
            f"Stop it, or choose another port: HUB_PORT={int(wanted) % 65535 + 1} make hub"
        ) from None
    return int(wanted)


def configure_hub(
    c: Any, courses: Mapping[str, Path], data: DataFolder, titles: Mapping[str, str] | None = None
) -> None:
    """Configure a JupyterHub on this machine, reachable on loopback only.

    Args:
        c: JupyterHub's configuration object.
        courses: course id -> course directory.
        data: where the deployment keeps its state.
        titles: course id -> what people read on its pages instead of the id.
    """
    folders = {course: folder.absolute() for course, folder in courses.items()}
    ports = Ports.choose()
    store = AttemptStore(data)
    for course, folder in folders.items():  # now, while nothing has a gradebook open
        staff_folders.place_gradebook(folder, store.staff_group_id(course))
    store.close()
    _configure_network(c, ports)
    _configure_state(c, data)
    _configure_people(c, data, list(folders))
    _configure_service(c, data, folders, ports, titles or {})
    _configure_servers(c, data, folders, ports)


def _configure_network(c: Any, ports: Ports) -> None:
    c.JupyterHub.bind_url = _public_url(ports)
    c.JupyterHub.default_url = f"/services/{SERVICE}/"  # the hub's own page stays at /hub/home
    c.JupyterHub.hub_bind_url = f"http://{LOOPBACK}:{ports.hub}"
    c.ConfigurableHTTPProxy.api_url = f"http://{LOOPBACK}:{ports.proxy_api}"
    # JupyterHub's usual proxy needs Node
    command = [sys.executable, "-m", proxy.__name__, "--proxy-timeout", str(PROXY_TIMEOUT_MS)]
    c.ConfigurableHTTPProxy.command = command
    c.ConfigurableHTTPProxy.log_level = "error"


def _configure_state(c: Any, data: DataFolder) -> None:
    hub = data.folder("hub")
    c.JupyterHub.db_url = f"sqlite:///{hub / 'jupyterhub.sqlite'}"
    c.JupyterHub.cookie_secret_file = str(hub / "cookie_secret")
    c.ConfigurableHTTPProxy.pid_file = str(hub / "proxy.pid")


def _configure_people(c: Any, data: DataFolder, courses: list[str]) -> None:
    roster = data.root / ROSTER
    if not roster.exists():
        _first_roster(roster, courses)
    c.JupyterHub.authenticator_class = RosterAuthenticator
    c.RosterAuthenticator.roster_file = str(roster)
    c.Authenticator.allow_all = True  # whoever is not in the roster has no password
    c.Authenticator.manage_groups = True
    c.Authenticator.auth_refresh_age = REFRESH_SECONDS
    c.Authenticator.auth_refresh_strict = True  # whoever left the roster is out with what they hold, tokens included
    c.JupyterHub.cookie_max_age_days = LOGIN_DAYS
    groups = [prefix + course for course in courses for prefix in (LEARNERS, STAFF, INSTRUCTORS)]
    c.JupyterHub.load_roles = [
        {
            "name": "course-member",
            "description": "Use the service; what a member may do there follows from the course groups",
            "scopes": [f"access:services!service={SERVICE}"],
            "groups": [*groups, ADMINS],
        },
        {
            # not "access:servers": whoever opens a learner's server runs the learner's pages with their own cookies;
            # and nobody is the hub's own kind of admin, whose rights would outlast a change of the roster
            "name": "hub-manager",
            "description": "Manage people and their servers on the hub's admin page",
            "scopes": ["admin-ui", "admin:users", "admin:servers", "list:groups", "list:services", "read:hub"],
            "groups": [ADMINS],
        },
    ]


def _first_roster(path: Path, courses: list[str]) -> None:
    roster, passwords = demo_roster(courses)
    roster.write(path)
    print("\n".join(announcement(passwords, roster)), flush=True)
    wanted = os.environ.get("COURSEGRADER_DEMO_PASSWORD_FILE", "")
    if wanted:  # for tests, which have nobody to read the announcement
        with os.fdopen(os.open(wanted, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
            json.dump(passwords, stream)


def _configure_service(
    c: Any, data: DataFolder, folders: Mapping[str, Path], ports: Ports, titles: Mapping[str, str]
) -> None:
    c.JupyterHub.services = [
        {
            "name": SERVICE,
            "url": f"http://{LOOPBACK}:{ports.exchange}",
            "oauth_no_confirm": True,  # nobody is asked whether the course may know who they are
            # what the service may do with a person's own token: start their server, and reach it
            "oauth_client_allowed_scopes": [
                f"access:services!service={SERVICE}",
                "read:users!user",
                "servers!user",
                "access:servers!user",
            ],
            "command": [sys.executable, "-m", "coursegrader.hub.service_keeper"],
            "cwd": str(data.root),
            "environment": {
                "COURSEGRADER_DATA": str(data.root),
                "COURSEGRADER_PUBLIC_URL": _public_url(ports),
                "COURSEGRADER_COURSES": json.dumps({course: str(folder) for course, folder in folders.items()}),
                "COURSEGRADER_TITLES": json.dumps(dict(titles)),
                "PYTHONSAFEPATH": "1",  # the working folder holds data, not code
            },
        }
    ]


def _public_url(ports: Ports) -> str:
    """Where the hub's proxy listens, seen from this machine."""
    return f"http://{LOOPBACK}:{ports.public}"


def _configure_servers(c: Any, data: DataFolder, folders: Mapping[str, Path], ports: Ports) -> None:
    c.JupyterHub.spawner_class = SandboxedSpawner
    c.SandboxedSpawner.data_dir = str(data.root)
    c.SandboxedSpawner.course_dirs = {course: str(folder) for course, folder in folders.items()}
    c.SandboxedSpawner.exchange_port = ports.exchange
    c.SandboxedSpawner.exchange_url = f"http://{LOOPBACK}:{ports.exchange}/services/{SERVICE}"
    c.Spawner.default_url = "/lab"
    c.Spawner.http_timeout = 60
    c.Spawner.start_timeout = 90
    c.Spawner.server_token_scopes = [
        "users:activity!user",
        "access:servers!server",
        f"access:services!service={SERVICE}",
    ]
