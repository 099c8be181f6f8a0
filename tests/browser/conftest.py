"""A real hub, on a free port, serving a copy of this course; and a real browser."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, TimeoutError, expect, sync_playwright

from coursegrader.store import AttemptStore, DataFolder

ROOT = Path(__file__).parents[2]
SCREENSHOTS = ROOT / "build" / "screenshots"
COURSE = "math-for-ml"
WEEK = "c1w2-elimination-echelon-forms-rank"
START_SECONDS = 60
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Hub:
    """A running hub. ``passwords``: user name -> password."""

    url: str
    course_dir: Path
    data: DataFolder
    passwords: dict[str, str]

    def server(self, user: str) -> str:
        """The address of a user's server."""
        return f"{self.url}/user/{user}"


@pytest.fixture(scope="package")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """The hub of ``jupyterhub_config.py`` with the real week released; stopped at the end."""
    folder = tmp_path_factory.mktemp("hub")
    course_dir, data, passwords = folder / "course", folder / "data", folder / "passwords.json"
    _copy_course(course_dir)
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
    env = {
        **os.environ,
        "HUB_PORT": str(port),
        "COURSEGRADER_DATA": str(data),
        "COURSEGRADER_DEMO_PASSWORD_FILE": str(passwords),
    }
    for step in ("generate_assignment", "release_assignment"):
        _run(["nbgrader", step, WEEK], course_dir, env)
    log = (folder / "hub.log").open("w")
    command = [_program("jupyterhub"), "-f", "jupyterhub_config.py"]
    hub = subprocess.Popen(command, cwd=course_dir, env=env, stdout=log, stderr=log)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_for(f"{url}/services/course/health", hub, folder / "hub.log")
        yield Hub(url, course_dir, DataFolder(data), json.loads(passwords.read_text()))
    finally:
        hub.send_signal(signal.SIGTERM)
        hub.wait(30)
        log.close()


@pytest.fixture(scope="package")
def warm_up(hub: Hub) -> None:
    """A small second assignment, released: see :mod:`tests.browser.warm_up`."""
    from tests.browser.warm_up import make_warm_up  # which knows of this module's Hub

    make_warm_up(hub)


@pytest.fixture
def store(hub: Hub) -> Iterator[AttemptStore]:
    """The hub's own store, opened beside it."""
    opened = AttemptStore(hub.data)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, without the calls home that it makes by default."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh browser profile; what it shows at the end is kept as a picture."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    opened = context.new_page()
    yield opened
    picture(opened, f"end-of-{request.node.name}")
    context.close()


def picture(page: Page, name: str) -> None:
    """Keep a screenshot in ``build/screenshots``."""
    page.screenshot(path=SCREENSHOTS / f"{name}.png")


def log_in(page: Page, hub: Hub, user: str) -> None:
    """From the login page to a ready JupyterLab with nothing open."""
    page.goto(f"{hub.url}/hub/login")
    page.fill("#username_input", user)
    page.fill("#password_input", hub.passwords[user])
    page.click("#login_submit")
    page.wait_for_url("**/services/course/**", timeout=60_000)
    page.goto(f"{hub.url}/hub/spawn/{user}")
    page.wait_for_url("**/lab**", timeout=60_000)
    page.goto(f"{hub.server(user)}/lab?reset")
    page.wait_for_selector(".jp-Launcher", timeout=60_000)


def from_menu(page: Page, menu: str, item: str) -> None:
    """Choose an item of JupyterLab's main menu."""
    page.click(f".lm-MenuBar-itemLabel:text-is('{menu}')")
    page.click(f".lm-Menu-itemLabel:text-is('{item}')")


def run_all(page: Page) -> None:
    """Run all cells of the open notebook.

    JupyterLab may lose the command when the kernel has only just become idle, so it is given until a cell has run.
    """
    idle = page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').first
    expect(idle).to_be_attached(timeout=60_000)
    expect(page.locator("#jp-main-statusbar")).to_contain_text("Idle", timeout=60_000)
    # pressed before the notebook knows its kernel, the command asks for one
    asks_for_kernel = page.locator(".jp-Dialog .jp-mod-accept")
    ran = page.locator(".jp-CodeCell .jp-InputPrompt").get_by_text(re.compile(r"\[(\*|\d+)\]:"))
    for _ in range(10):
        if asks_for_kernel.count():
            asks_for_kernel.first.click()
        from_menu(page, "Run", "Run All Cells")
        with suppress(TimeoutError):
            ran.first.wait_for(state="attached", timeout=5_000)
            return
    raise AssertionError("no cell has run")


def _copy_course(course_dir: Path) -> None:
    course_dir.mkdir()
    for name in ("source", "graders"):
        shutil.copytree(ROOT / name, course_dir / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("nbgrader_config.py", "jupyterhub_config.py"):
        shutil.copy(ROOT / name, course_dir / name)


def _program(name: str) -> str:
    return str(Path(sys.executable).parent / name)


def _run(command: list[str], course_dir: Path, env: dict[str, str]) -> None:
    program = [_program(command[0]), *command[1:]]
    done = subprocess.run(program, cwd=course_dir, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _wait_for(url: str, hub: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and hub.poll() is None:
        try:
            if httpx.get(url, trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            pass  # not listening yet
        time.sleep(0.2)
    pytest.fail(f"the hub did not start:\n{log.read_text()[-4000:]}")
