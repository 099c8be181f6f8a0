"""A real JupyterLab, on a free port, for one folder; with no settings but its own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

START_SECONDS = 60
TOKEN = "browser-test"
NO_NEWS = {"@jupyterlab/apputils-extension/notification.jupyterlab-settings": {"fetchNews": "false"}}


@dataclass(frozen=True)
class LabServer:
    """A running JupyterLab that serves ``folder``."""

    url: str
    folder: Path

    def notebook(self, name: str) -> str:
        """The address at which a notebook is open, and nothing else."""
        return f"{self.url}/lab/tree/{name}?token={TOKEN}&reset"


@contextmanager
def running_lab(folder: Path, scratch: Path) -> Iterator[LabServer]:
    """Start JupyterLab in ``folder``, and stop it at the end; its own files go to ``scratch``."""
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
    log = scratch / "lab.log"
    options = {
        "ServerApp.root_dir": str(folder),
        "ServerApp.port": str(port),
        "ServerApp.port_retries": "0",
        "IdentityProvider.token": TOKEN,
    }
    arguments = ["--no-browser", "--allow-root", *(f"--{name}={value}" for name, value in options.items())]
    with log.open("w") as output:
        command = [sys.executable, "-m", "jupyter", "lab", *arguments]
        process = subprocess.Popen(command, env=_environment(scratch), stdout=output, stderr=output)
    try:
        server = LabServer(f"http://127.0.0.1:{port}", folder)
        _wait_for(f"{server.url}/api/status?token={TOKEN}", process, log)
        yield server
    finally:
        process.terminate()  # it shuts its kernels down first
        process.wait(30)


def _environment(scratch: Path) -> dict[str, str]:
    settings = scratch / "settings"
    for name, content in NO_NEWS.items():
        path = settings / name
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(content))
    return {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(scratch / "config"),
        "JUPYTER_DATA_DIR": str(scratch / "data"),
        "JUPYTER_RUNTIME_DIR": str(scratch / "runtime"),
        "IPYTHONDIR": str(scratch / "ipython"),
        "JUPYTERLAB_SETTINGS_DIR": str(settings),
        "JUPYTERLAB_WORKSPACES_DIR": str(scratch / "workspaces"),
    }


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            if httpx.get(url, trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            pass  # not listening yet
        time.sleep(0.1)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text()[-4000:]}")
