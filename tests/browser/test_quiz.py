"""The quiz in a real JupyterLab: every kind of question by mouse or keyboard, and answers that stay."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from coursegrader.grader_side.variants import render_variant
from coursegrader.pipeline.release import release_assignment_files
from tests.browser.conftest import WEEK, from_menu, run_all
from tests.browser.lab_server import LabServer, running_lab

COURSE = Path(__file__).parents[2]
KINDS = {"MAT", "ONE", "SET", "VEC", "NUM", "INT", "BUG"}
SLOW = 60_000  # milliseconds: starting a browser page or a kernel on a busy machine

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    """JupyterLab in a learner's copy of the week, with a quiz that has every kind of question."""
    scratch = tmp_path_factory.mktemp("lab")
    course = scratch / "course"
    shutil.copytree(COURSE / "source" / WEEK, course / "source" / WEEK)
    shutil.copy(COURSE / "nbgrader_config.py", course)
    folder = release_assignment_files(course, WEEK)
    (folder / "quiz_items.json").write_bytes(variant_with_every_kind())
    with running_lab(folder, scratch) as server:
        yield server


def variant_with_every_kind() -> bytes:
    for number in count():
        items = render_variant(COURSE, WEEK, f"learner-{number}", b"a secret of this test")["quiz_items.json"]
        if {item["kind"] for item in json.loads(items)["items"]} == KINDS:
            return items
    raise AssertionError  # count() does not end


class QuizPage:
    """The quiz notebook in the browser, and the answer file beside it."""

    def __init__(self, page: Page, lab: LabServer) -> None:
        self.page, self.lab = page, lab
        self.items = json.loads((lab.folder / "quiz_items.json").read_text())["items"]

    def number(self, kind: str) -> int:
        """The first question of a kind."""
        return next(int(item["number"]) for item in self.items if item["kind"] == kind)

    def item(self, kind: str) -> dict[str, Any]:
        found: dict[str, Any] = self.items[self.number(kind) - 1]
        return found

    def open(self) -> None:
        self.page.goto(self.lab.notebook("quiz.ipynb"))
        expect(self.page.locator(".jp-Notebook")).to_be_visible(timeout=SLOW)
        idle = self.page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]')
        expect(idle).to_be_attached(timeout=SLOW)

    def run_all(self) -> None:
        run_all(self.page)
        expect(self.page.locator(".quiz-panel")).to_have_count(len(self.items), timeout=SLOW)

    def restart(self) -> None:
        from_menu(self.page, "Kernel", "Restart Kernel and Clear Outputs of All Cells…")
        self.page.get_by_role("button", name="Confirm Kernel Restart").click()
        expect(self.page.locator(".quiz-panel")).to_have_count(0, timeout=SLOW)

    def save(self) -> None:
        from_menu(self.page, "File", "Save Notebook")
        expect(self.page.locator(".lm-TabBar-tab.jp-mod-dirty")).to_have_count(0)

    def fields(self, kind: str) -> Locator:
        """The input elements of the first question of a kind."""
        asks = self.page.locator(".jp-InputArea", has_text=f"quiz.ask({self.number(kind)})")
        panel = self.page.locator(".jp-CodeCell", has=asks).locator(".quiz-panel")
        panel.scroll_into_view_if_needed()
        return panel.locator("input")

    def kept(self) -> dict[str, Any]:
        path = self.lab.folder / "quiz_answers.json"
        answers: dict[str, Any] = json.loads(path.read_text())["answers"] if path.exists() else {}
        return answers

    def expect_kept(self, kind: str, answer: object) -> None:
        eventually(lambda: self.kept().get(str(self.number(kind))), answer)


def eventually(read: Callable[[], object], wanted: object) -> None:
    """Wait until the kernel has written what the browser told it."""
    end = time.monotonic() + 20
    while read() != wanted and time.monotonic() < end:
        time.sleep(0.05)
    assert read() == wanted


def answer_every_kind(quiz: QuizPage) -> None:
    keys = quiz.page.keyboard
    rows, columns = quiz.item("MAT")["shape"]
    matrix = [[f"{row - column}/2" for column in range(columns)] for row in range(rows)]
    quiz.fields("MAT").first.click()
    for text in (text for row in matrix for text in row):
        keys.type(text)
        keys.press("Tab")
    quiz.expect_kept("MAT", matrix)

    quiz.fields("ONE").nth(1).check()
    quiz.expect_kept("ONE", "B")

    quiz.fields("SET").nth(0).check()
    quiz.fields("SET").nth(3).focus()
    keys.press("Space")
    quiz.expect_kept("SET", ["A", "D"])

    quiz.fields("VEC").first.click()
    for text in ("10", "-6", ".5"):
        keys.type(text)
        keys.press("Tab")
    quiz.expect_kept("VEC", ["10", "-6", ".5"])

    for kind, text in (("NUM", "-7/3"), ("INT", "42")):
        quiz.fields(kind).click()
        keys.type(text)
        quiz.expect_kept(kind, text)

    quiz.fields("BUG").first.focus()
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Space")
    quiz.expect_kept("BUG", 3)


def expect_every_answer_shown(quiz: QuizPage) -> None:
    expect(quiz.fields("MAT").nth(1)).to_have_value("-1/2")
    expect(quiz.fields("ONE").nth(1)).to_be_checked()
    for place, ticked in enumerate((True, False, False, True)):
        expect(quiz.fields("SET").nth(place)).to_be_checked(checked=ticked)
    expect(quiz.fields("VEC").nth(2)).to_have_value(".5")
    expect(quiz.fields("NUM")).to_have_value("-7/3")
    expect(quiz.fields("INT")).to_have_value("42")
    expect(quiz.fields("BUG").nth(2)).to_be_checked()


def test_answers_outlive_the_kernel_the_outputs_and_the_page(page: Page, lab: LabServer) -> None:
    quiz = QuizPage(page, lab)
    quiz.open()
    quiz.run_all()
    answer_every_kind(quiz)
    before = quiz.kept()

    quiz.restart()
    quiz.run_all()
    expect_every_answer_shown(quiz)
    assert quiz.kept() == before

    quiz.save()
    quiz.open()
    quiz.run_all()
    expect_every_answer_shown(quiz)
    quiz.fields("INT").press("End")
    page.keyboard.type("0")
    quiz.expect_kept("INT", "420")
