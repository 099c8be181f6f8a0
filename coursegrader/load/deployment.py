"""A hub of its own for one run: a copy of a course, a roster of learners, the real ``jupyterhub`` and its service."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from coursegrader.errors import CourseError
from coursegrader.hub.deployment import SERVICE
from coursegrader.hub.roster import ROSTER, Entry, Role, Roster
from coursegrader.pipeline.one_assignment import copy_one_assignment
from coursegrader.store import DataFolder

COURSE = "load"
START_SECONDS = 90.0
STOP_SECONDS = 30.0

COURSE_CONFIG = """\
c = get_config()
c.CourseDirectory.course_id = "load"
from coursegrader.nbgrader_plugins import configure
configure(c)
"""
HUB_CONFIG = """\
import os
from pathlib import Path
from coursegrader.hub.deployment import configure_hub
from coursegrader.store import DataFolder

c = get_config()
course = Path(os.environ["COURSEGRADER_LOAD_COURSE"])
configure_hub(c, {"load": course}, DataFolder.of_course(course))
# whoever measures gets the learners' tokens from the hub's own interface
c.JupyterHub.services.append({"name": "measuring", "api_token": os.environ["COURSEGRADER_LOAD_TOKEN"]})
c.JupyterHub.load_roles.append(
    {"name": "measuring", "scopes": ["admin:users", "tokens"], "services": ["measuring"]}
)
"""


@dataclass(frozen=True)
class Deployment:
    """A running hub.

    Attributes:
        url: of the whole deployment, as browsers reach it.
        admin_token: of the one who measures.
    """

    url: str
    folder: Path
    assignment: str
    admin_token: str

    @property
    def course_dir(self) -> Path:
        return self.folder / "course"

    @property
    def data(self) -> DataFolder:
        """Where the hub and its service keep everything."""
        return DataFolder(self.folder / "data")

    @property
    def service_url(self) -> str:
        """The service, behind the hub's proxy."""
        return f"{self.url}/services/{SERVICE}"

    def tokens(self, learners: list[str]) -> dict[str, str]:
        """A token of each learner, from the hub.

        Raises:
            CourseError: the hub refuses.
        """
        headers = {"Authorization": f"token {self.admin_token}"}
        with httpx.Client(base_url=f"{self.url}/hub/api", headers=headers, timeout=60, trust_env=False) as hub:
            _accepted(hub.post("/users", json={"usernames": learners}))
            made = {name: _accepted(hub.post(f"/users/{name}/tokens")).json()["token"] for name in learners}
            for token in made.values():  # the hub looks up a person's groups when they first ask for something
                _accepted(hub.get("/user", headers={"Authorization": f"token {token}"}))
        return made


@contextmanager
def running_hub(course_dir: Path, assignment: str, learners: list[str], folder: Path) -> Iterator[Deployment]:
    """A hub with one released assignment of a course, until the context ends.

    Args:
        course_dir: the course; nothing is written there.
        learners: user names.
        folder: an empty folder for everything that this hub keeps.

    Raises:
        CourseError: the course is not in order, or the hub does not start.
    """
    deployment = Deployment(f"http://127.0.0.1:{_free_port()}", folder, assignment, secrets.token_hex(16))
    env = _environment(deployment)
    _copy_course(course_dir, deployment)
    _write_roster(deployment, learners)
    for step in ("generate_assignment", "release_assignment"):
        _run([_program("nbgrader"), step, assignment], deployment, env)
    with (folder / "hub.log").open("w") as log:
        command = [_program("jupyterhub"), "-f", "jupyterhub_config.py"]
        hub = subprocess.Popen(command, cwd=folder, env=env, stdout=log, stderr=log, start_new_session=True)
        try:
            _await(deployment, hub)
            yield deployment
        finally:
            _stop(hub)


def _environment(deployment: Deployment) -> dict[str, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return {
        **os.environ,
        "PATH": path,
        "HUB_PORT": deployment.url.rpartition(":")[2],
        "COURSEGRADER_DATA": str(deployment.data.ensure().root),
        "COURSEGRADER_LOAD_COURSE": str(deployment.course_dir),
        "COURSEGRADER_LOAD_TOKEN": deployment.admin_token,
    }


def _copy_course(course_dir: Path, deployment: Deployment) -> None:
    copy_one_assignment(course_dir, deployment.assignment, deployment.course_dir)
    (deployment.course_dir / "nbgrader_config.py").write_text(COURSE_CONFIG)
    (deployment.folder / "jupyterhub_config.py").write_text(HUB_CONFIG)


def _write_roster(deployment: Deployment, learners: list[str]) -> None:
    # without a password nobody can log in; tokens come from the hub
    people = [Entry(name, COURSE, Role.STUDENT, "", name.capitalize()) for name in learners]
    Roster(tuple(people)).write(deployment.data.root / ROSTER)


def _run(command: list[str], deployment: Deployment, env: Mapping[str, str]) -> None:
    done = subprocess.run(command, cwd=deployment.course_dir, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CourseError(f"{' '.join(command)}: {' '.join(done.stderr.split())[-500:]}")


def _await(deployment: Deployment, hub: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and hub.poll() is None:
        if is_healthy(deployment):
            return
        time.sleep(0.2)
    text = (deployment.folder / "hub.log").read_text()
    raise CourseError(f"the hub did not start in {START_SECONDS:.0f} s: {' '.join(text.split())[-1000:]}")


def is_healthy(deployment: Deployment) -> bool:
    """Whether the service answers and grades."""
    try:
        answer = httpx.get(f"{deployment.service_url}/health", timeout=5, trust_env=False)
        return answer.status_code == 200 and bool(answer.json()["status"] == "ok")
    except (httpx.HTTPError, json.JSONDecodeError):
        return False  # not listening yet


def _stop(hub: subprocess.Popen[bytes]) -> None:
    hub.send_signal(signal.SIGTERM)
    try:
        hub.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(hub.pid, signal.SIGKILL)
        hub.wait()


def _accepted(answer: httpx.Response) -> httpx.Response:
    if not answer.is_success:
        raise CourseError(f"the hub refused {answer.request.url.path} ({answer.status_code}): {answer.text[:200]}")
    return answer


def _program(name: str) -> str:
    return str(Path(sys.executable).parent / name)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        return int(holder.getsockname()[1])
