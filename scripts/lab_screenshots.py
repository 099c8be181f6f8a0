"""Pictures of what a learner sees in each lab: every figure, and every interactive with its gate opened.

A lab is run as it is given out and turned into a page; its interactives are then the versions without a kernel.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from playwright.sync_api import Browser, Locator, Page, Route

SOURCE = Path(__file__).parents[1] / "source"
CELL_SECONDS = 60
WIDTH, HEIGHT = 1100, 900
SEEN = "img, svg, canvas, iframe"  # an output with one of these is a picture
OPEN_MS = 10_000


def labs() -> list[Path]:
    """The labs of all weeks, in order."""
    return sorted(SOURCE.glob("*/lab_*.ipynb"))


def lab_screenshots(browser: Browser, folder: Path) -> Iterator[Path]:
    """Make them all anew, below ``folder``/<week>/<lab>/<light or dark>/<cell>.png; gives each file as it is made."""
    shutil.rmtree(folder, ignore_errors=True)
    for lab in labs():
        with tempfile.TemporaryDirectory(prefix="lab-screenshots-") as scratch:
            week = Path(scratch) / lab.parent.name
            shutil.copytree(lab.parent, week)  # it keeps what it writes, and finds what lies beside it
            notebook = _run(week / lab.name)
            for scheme in ("light", "dark"):
                page = week / f"{lab.stem}-{scheme}.html"
                page.write_text(_page(notebook, scheme), encoding="utf-8")
                yield from _pictures(browser, page, scheme, folder / lab.parent.name / lab.stem / scheme)


def _run(path: Path) -> nbformat.NotebookNode:
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=CELL_SECONDS, resources={"metadata": {"path": str(path.parent)}}).execute()
    return notebook


def _page(notebook: nbformat.NotebookNode, scheme: str) -> str:
    exporter = HTMLExporter(theme=scheme, mathjax_url="", require_js_url="", jquery_url="")
    body, _ = exporter.from_notebook_node(notebook)
    return str(body)


def _pictures(browser: Browser, path: Path, scheme: str, folder: Path) -> Iterator[Path]:
    context = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT},
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
    )
    try:
        page = context.new_page()
        page.route("**/*", _from_disk_only)
        page.goto(path.as_uri())
        for cell in page.locator(".jp-CodeCell").all():
            name = (cell.get_attribute("id") or "").removeprefix("cell-id=")
            outputs = [output for output in cell.locator(".jp-OutputArea-output").all() if output.locator(SEEN).count()]
            for number, output in enumerate(outputs, start=1):
                _open_gates(output)
                picture = folder / (f"{name}-{number}.png" if len(outputs) > 1 else f"{name}.png")
                output.screenshot(path=picture)
                yield picture
        yield _whole(page, folder / "page.png")
    finally:
        context.close()


def _from_disk_only(route: Route) -> None:
    if route.request.url.startswith(("file:", "data:", "about:")):
        route.continue_()
    else:
        route.abort()


def _open_gates(output: Locator) -> None:
    """Commit to the first option of every gate in an output, and wait for what it hides."""
    for number in range(output.locator("iframe").count()):
        frame = output.locator("iframe").nth(number).content_frame
        if frame.locator("#gate input").count():
            frame.locator("#gate input").first.check()
            frame.locator("#gate button").click()
            frame.locator("#stage").wait_for(timeout=OPEN_MS)
    output.page.wait_for_timeout(200 if output.locator("iframe").count() else 0)  # a frame tells its height


def _whole(page: Page, path: Path) -> Path:
    page.screenshot(path=path, full_page=True)
    return path
