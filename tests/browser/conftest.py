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
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import Browser, Page, TimeoutError, expect, sync_playwright

from coursegrader.store import AttemptStore, DataFolder

if TYPE_CHECKING:
    from tests.browser.warm_up import WarmUp

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SCREENSHOTS = ROOT / "build" / "screenshots"
COURSE = "math-for-ml"
WEEK = "c1w2-elimination-echelon-forms-rank"
START_SECONDS = 120
PATIENCE = 60_000  # milliseconds: starting a server, or grading, on a busy machine
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-software-rasterizer",
    "--disable-gpu-rasterization",
    "--disable-extensions",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

expect.set_options(timeout=PATIENCE)  # a busy machine is no fault of a page


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


Shared = TypeVar("Shared")
HUB, BROWSER = pytest.StashKey[Hub](), pytest.StashKey[Browser]()


def until_all_are_done(
    request: pytest.FixtureRequest, key: pytest.StashKey[Shared], make: Callable[[], AbstractContextManager[Shared]]
) -> Shared:
    """What all tests below this folder share; it ends when the next test is elsewhere.

    (A fixture of the whole run would go on until its end, and while Playwright runs, no other test may run an event
    loop.)
    """
    folder = next(node for node in request.node.iter_parents() if getattr(node, "path", None) == HERE)
    if key not in folder.stash:
        stack = ExitStack()
        folder.stash[key] = stack.enter_context(make())
        stack.callback(folder.stash.__delitem__, key)
        folder.addfinalizer(stack.close)
    return folder.stash[key]


@pytest.fixture(scope="module")
def hub(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Hub:
    """The hub of ``jupyterhub_config.py`` with one real week released; one for all tests."""
    return until_all_are_done(request, HUB, lambda: _running_hub(tmp_path_factory.mktemp("hub")))


@contextmanager
def _running_hub(folder: Path) -> Iterator[Hub]:
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
    _run(["coursegrader", "release", WEEK], course_dir, env)
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


@pytest.fixture(scope="module")
def warm_up(hub: Hub, request: pytest.FixtureRequest) -> WarmUp:
    """A small second assignment, released, that no other module knows of: see :mod:`tests.browser.warm_up`."""
    from tests.browser.warm_up import make_warm_up  # which knows of this module's Hub

    return make_warm_up(hub, request.module.__name__.rpartition(".test_")[2].replace("_", "-"))


@pytest.fixture
def store(hub: Hub) -> Iterator[AttemptStore]:
    """The hub's own store, opened beside it."""
    opened = AttemptStore(hub.data)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def browser(request: pytest.FixtureRequest) -> Browser:
    """Chromium, without the calls home that it makes by default; one for all tests."""
    return until_all_are_done(request, BROWSER, _running_browser)


@contextmanager
def _running_browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh browser profile; what it shows at the end is kept as a picture."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE)
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
    page.wait_for_url("**/services/course/**")
    page.goto(f"{hub.url}/hub/spawn/{user}?next={quote(f'/user/{user}/lab?reset')}")
    page.wait_for_selector(".jp-Launcher")


def from_menu(page: Page, menu: str, item: str) -> None:
    """Choose an item of JupyterLab's main menu."""
    page.click(f".lm-MenuBar-itemLabel:text-is('{menu}')")
    page.click(f".lm-Menu-itemLabel:text-is('{item}')")


def run_all(page: Page) -> None:
    """Run all cells of the open notebook.

    JupyterLab may lose the command when the kernel has only just become idle, so it is given until a cell has run.
    """
    idle = page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').first
    expect(idle).to_be_attached()
    expect(page.locator("#jp-main-statusbar")).to_contain_text("Idle")
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
