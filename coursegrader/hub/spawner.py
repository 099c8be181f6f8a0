"""Starts each user's JupyterLab inside the sandbox, with just the network it needs to reach the hub."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from subprocess import Popen
from typing import Any
from urllib.parse import urlsplit

from jupyterhub.spawner import LocalProcessSpawner
from jupyterhub.utils import random_port
from traitlets import Dict, Integer, Unicode

from coursegrader.hub import relay, server_config, staff_folders
from coursegrader.hub.accounts import write_accounts
from coursegrader.hub.callers import INSTRUCTORS, LEARNERS, STAFF
from coursegrader.hub.relay import LOOPBACK
from coursegrader.hub.server_policy import (
    CONFIG_INSIDE,
    ENVIRONMENT,
    ENVIRONMENT_INSIDE,
    SOCKETS_INSIDE,
    TEMPORARY,
    ServerSandbox,
    StaffAccess,
)
from coursegrader.sandbox.bubblewrap import bubblewrap_argv
from coursegrader.sandbox.this_python import this_python
from coursegrader.store import AttemptStore, DataFolder

# a server and its kernels; enough for a learner's dozen notebooks
MOST_PROCESSES = 512
MOST_OPEN_FILES = 8192


class SandboxedSpawner(LocalProcessSpawner):  # type: ignore[misc]  # jupyterhub has no type hints
    """A confined server: own processes, own file system view, own loopback network, own user id."""

    course_dirs = Dict(help="Course id -> course directory.").tag(config=True)
    exchange_url = Unicode(help="The exchange service's address on this machine.").tag(config=True)
    exchange_port = Integer(help="The port in exchange_url.").tag(config=True)
    data_dir = Unicode(help="The deployment's data folder.").tag(config=True)

    @property
    def store(self) -> AttemptStore:
        """Where user ids are kept."""
        return _open_store(Path(self.data_dir))

    def make_preexec_fn(self, name: str) -> None:
        """Nothing to do before exec: the user is changed inside the sandbox."""
        return

    def user_env(self, env: dict[str, str]) -> dict[str, str]:
        """Nothing from the system's users: hub users need not exist there."""
        return env

    async def start(self) -> tuple[str, int]:
        """Build the sandbox and start the server in it."""
        self.port: int = self.port or random_port()
        runtime = Path(tempfile.mkdtemp(prefix="coursegrader-"))
        sandbox = self._sandbox(runtime)
        self.notebook_dir = str(sandbox.root_dir)
        self._write_environment(sandbox)
        self.log.info("Starting a confined server for %s on port %d", sandbox.user, self.port)
        # the command line names no secrets: everybody on the machine can read it, and it may be logged
        command = self._command(sandbox, runtime)
        self.proc = Popen(command, env=_relay_env(), start_new_session=True)
        self.pid = self.proc.pid
        return LOOPBACK, self.port

    def _write_environment(self, sandbox: ServerSandbox) -> None:
        hub_env: Mapping[str, Any] = self.get_env()
        env = {name: str(value) for name, value in hub_env.items() if name.startswith("JUPYTERHUB_")}
        env["COURSEGRADER_EXCHANGE_URL"] = self.exchange_url
        path = sandbox.accounts / ENVIRONMENT
        path.touch(mode=0o600)
        path.write_text(json.dumps(env), encoding="utf-8")
        if os.geteuid() == 0:
            os.chown(path, sandbox.uid, sandbox.uid)

    # -- what the user gets --------------------------------------------------------------------------------------

    def _courses(self, prefix: str) -> list[str]:
        groups = {group.name for group in self.user.groups}
        return [course for course in self.course_dirs if prefix + course in groups]

    def _sandbox(self, runtime: Path) -> ServerSandbox:
        name, as_root = self.user.name, os.geteuid() == 0
        # an ordinary user cannot become another: then all servers run as that user, apart by their mounts alone
        uid = self.store.user_id(name) if as_root else os.getuid()
        home, sockets = self.store.folder.folder("homes", name), runtime / "sockets"
        config, accounts = runtime / "config", runtime / "accounts"
        for folder in (sockets, accounts):
            folder.mkdir()
            folder.chmod(0o755)
        if as_root:
            os.chown(home, uid, uid)
        staff = self._staff_access()
        sandbox = ServerSandbox(name, uid, home, config, sockets, accounts, staff)
        if staff is None:
            server_config.write_learner_config(config, self._courses(LEARNERS))
        else:
            server_config.write_staff_config(config, self._courses(STAFF)[0], staff.course_dir)
        gid = (staff.group if staff else uid) if as_root else os.getgid()
        write_accounts(accounts, user=name, uid=uid, gid=gid, home=sandbox.home_inside)
        return sandbox

    def _staff_access(self) -> StaffAccess | None:
        courses = self._courses(STAFF)
        if not courses:
            return None
        course = courses[0]
        course_dir, group = Path(self.course_dirs[course]), self.store.staff_group_id(course)
        staff_folders.share_course(course_dir, group)
        return StaffAccess(
            course_dir=course_dir,
            gradebook=staff_folders.gradebook_folder(course_dir),
            data=self.store.folder.root,
            group=group,
            may_author=course in self._courses(INSTRUCTORS),
        )

    # -- the command ---------------------------------------------------------------------------------------------

    def _command(self, sandbox: ServerSandbox, runtime: Path) -> list[str]:
        """Relay outside -> bubblewrap -> relay inside -> server."""
        hub_port = urlsplit(self.hub.api_url).port
        ways_out = {"hub.sock": hub_port, "exchange.sock": self.exchange_port}
        run_relay = [str(this_python()), "-m", relay.__name__]
        server = [
            *("env", f"--chdir={sandbox.root_dir}"),  # bubblewrap itself may not enter the home
            *("prlimit", f"--nproc={MOST_PROCESSES}", f"--nofile={MOST_OPEN_FILES}"),
            *(*run_relay, "--environment", str(ENVIRONMENT_INSIDE), f"stdin={self.port}"),
            *(f"{port}={SOCKETS_INSIDE / name}" for name, port in ways_out.items()),
            *("--", str(this_python()), "-m", "jupyterhub.singleuser"),
        ]
        confined = bubblewrap_argv(sandbox.policy(_base_env(sandbox)), server)
        entry = runtime / "server.sock"
        return [
            *(*run_relay, "--hand-over", str(entry), "--folder", str(runtime)),
            f"{self.port}={entry}",
            *(f"{sandbox.sockets / name}={port}" for name, port in ways_out.items()),
            *("--", *confined),
        ]


@cache
def _open_store(folder: Path) -> AttemptStore:
    """One store for all spawners of the hub."""
    return AttemptStore(DataFolder(folder))


def _base_env(sandbox: ServerSandbox) -> dict[str, str]:
    """The server's environment but for what the hub tells it alone."""
    return {
        "HOME": str(sandbox.home_inside),
        "USER": sandbox.user,
        "SHELL": "/bin/bash",
        "LANG": "C.UTF-8",
        "PATH": f"{this_python().parent}:/usr/local/bin:/usr/bin:/bin",
        "TMPDIR": str(TEMPORARY),
        "JUPYTER_CONFIG_PATH": str(CONFIG_INSIDE),
    }


def _relay_env() -> dict[str, str]:
    """None of the hub's environment reaches what it starts, its secrets least of all."""
    return {"PATH": os.environ.get("PATH", os.defpath)}
