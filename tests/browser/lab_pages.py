"""JupyterLab on the real hub: answers typed into their cells."""

from __future__ import annotations

import time
from pathlib import Path

import nbformat
from nbformat.reader import NotJSONError
from playwright.sync_api import Page, expect

from tests.browser.conftest import WEEK, Hub

SAVING_SECONDS = 60


def right_answer(hub: Hub, exercise: str) -> str:
    """The reference solution of one exercise."""
    notebook = nbformat.read(hub.course_dir / "source" / WEEK / "assignment_a.ipynb", as_version=4)
    (cell,) = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == f"{exercise}_answer"]
    return str(cell.source)


def wrong_answer(hub: Hub, exercise: str, misconception: str) -> str:
    """A listed misconception about one exercise."""
    return (hub.course_dir / "graders" / WEEK / "wrong" / exercise / f"{misconception}.py").read_text()


def write_answer(page: Page, exercise: str, answer: str) -> None:
    """Put an answer into its cell of the open notebook."""
    editor = page.locator(".jp-CodeCell", has_text=f"def {exercise}").first.locator(".cm-content")
    editor.click()
    expect(editor).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(answer)


def save(page: Page, notebook: Path, answer: str) -> None:
    """Save the open notebook, and wait until the answer is in the learner's file."""
    page.keyboard.press("Control+s")
    end = time.monotonic() + SAVING_SECONDS
    while answer not in _sources(notebook):
        assert time.monotonic() < end, "JupyterLab has not saved the answer"
        page.wait_for_timeout(100)  # which lets the browser's events be handled


def _sources(notebook: Path) -> list[str]:
    """The cells of a notebook; none while JupyterLab is writing it, which is not done in one stroke."""
    try:
        return [cell.source for cell in nbformat.read(notebook, as_version=4).cells]
    except NotJSONError:
        return []
