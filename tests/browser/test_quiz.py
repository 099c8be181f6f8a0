"""Quizzes in a real JupyterLab: every kind of question by mouse and by keyboard, answers that stay, and practice."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from coursekit.quiz import open_practice
from tests.browser.conftest import WEEK, from_menu, run_all
from tests.browser.lab_server import LabServer, running_lab
from tests.coursekit.quiz.conftest import ITEMS, write_items

COURSE = Path(__file__).parents[2]
ATTEMPTS = "attempts"
SLOW = 60_000  # milliseconds: starting a browser page or a kernel on a busy machine

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    """JupyterLab in a folder with a quiz that has every kind of question, and a week's practice."""
    scratch = tmp_path_factory.mktemp("lab")
    folder = scratch / "work"
    folder.mkdir()
    write_items(folder)
    cells = ["from coursekit.quiz import open_quiz\nquiz = open_quiz('quiz')"]
    cells += [f"quiz.ask({item['number']})" for item in ITEMS]
    (folder / "quiz.ipynb").write_text(json.dumps(notebook(cells)))
    attempts = folder / ATTEMPTS
    attempts.mkdir()
    for attempt in (1, 2, 3):
        write_items(attempts, attempt)
    (attempts / "quiz.ipynb").write_text(json.dumps(notebook([cells[0], "quiz.ask(4)", "quiz.progress()"])))
    for path in (COURSE / "source" / WEEK).glob("practice_*"):
        if path.suffix in (".py", ".ipynb"):
            shutil.copy(path, folder)
    with running_lab(folder, scratch) as server:
        yield server


def notebook(sources: list[str]) -> dict[str, Any]:
    cells: list[dict[str, Any]] = [
        {"cell_type": "code", "id": f"c{k}", "metadata": {}, "execution_count": None, "outputs": [], "source": source}
        for k, source in enumerate(sources)
    ]
    spec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {"cells": cells, "metadata": {"kernelspec": spec}, "nbformat": 4, "nbformat_minor": 5}


class QuizPage:
    """The quiz notebook in the browser, and the answer file beside it."""

    def __init__(self, page: Page, lab: LabServer) -> None:
        self.page, self.lab = page, lab
        self.items = ITEMS

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

    def panel(self, kind: str) -> Locator:
        """The first question of a kind."""
        asks = self.page.locator(".jp-InputArea", has_text=re.compile(rf"quiz\.ask\({self.number(kind)}\)"))
        panel = self.page.locator(".jp-CodeCell", has=asks).locator(".quiz-panel")
        panel.scroll_into_view_if_needed()
        return panel

    def fields(self, kind: str) -> Locator:
        """Its input elements."""
        return self.panel(kind).locator("input, textarea")

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
    quiz.fields("SET").nth(2).focus()
    keys.press("Space")
    quiz.expect_kept("SET", ["A", "C"])

    quiz.fields("VEC").first.click()
    for text in ("10", "-6", ".5"):
        keys.type(text)
        keys.press("Tab")
    quiz.expect_kept("VEC", ["10", "-6", ".5"])

    for kind, text in (("NUM", "-7/3"), ("INT", "42"), ("EXP", "x^2/y"), ("OUT", "(4, 3)")):
        quiz.fields(kind).click()
        keys.type(text)
        quiz.expect_kept(kind, text)
    expect(quiz.panel("EXP").locator("mjx-container")).to_be_attached(timeout=SLOW)

    quiz.fields("BUG").first.focus()
    keys.press("Tab")
    keys.press("Space")
    quiz.expect_kept("BUG", 2)

    order_by_keyboard_and_mouse(quiz)
    move_handles_by_keyboard_and_mouse(quiz)


def order_by_keyboard_and_mouse(quiz: QuizPage) -> None:
    keys = quiz.page.keyboard
    quiz.panel("ORD").get_by_role("button", name="Move down: step A").focus()
    keys.press("Enter")
    quiz.expect_kept("ORD", ["B", "A", "C"])
    keys.press("ArrowDown")  # the button keeps the focus, so the same step goes on
    quiz.expect_kept("ORD", ["B", "C", "A"])
    expect(quiz.panel("ORD").locator(".ck-spoken")).to_have_text("“step A” is now step 3 of 3.")
    steps = quiz.panel("ORD").locator("li")
    grip, first = steps.nth(2).locator(".ckq-grip").bounding_box(), steps.nth(0).bounding_box()
    assert grip is not None and first is not None
    drag(quiz.page, (grip["x"] + 5, grip["y"] + 10), (grip["x"] + 5, first["y"] + 2))
    quiz.expect_kept("ORD", ["A", "B", "C"])


def move_handles_by_keyboard_and_mouse(quiz: QuizPage) -> None:
    keys, handles = quiz.page.keyboard, quiz.panel("PIC").locator(".ck-handle")
    handles.first.focus()
    keys.press("ArrowLeft")
    keys.press("Shift+ArrowDown")
    expect(handles.first).to_have_attribute("aria-valuetext", "(−1, 0)")
    quiz.expect_kept("PIC", [["-1", "0"], ["4", "0"]])
    expect(quiz.panel("PIC").locator(".ck-spoken")).to_have_text("P (−1, 0), Q (4, 0).")
    box, picture = handles.nth(1).bounding_box(), quiz.panel("PIC").locator("svg.ck-picture").bounding_box()
    assert box is not None and picture is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    drag(quiz.page, middle, (middle[0], middle[1] - picture["height"] / 4))
    quiz.expect_kept("PIC", [["-1", "0"], ["4", "3"]])


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=12)
    page.mouse.up()


def expect_every_answer_shown(quiz: QuizPage) -> None:
    expect(quiz.fields("MAT").nth(1)).to_have_value("-1/2")
    expect(quiz.fields("ONE").nth(1)).to_be_checked()
    for place, ticked in enumerate((True, False, True)):
        expect(quiz.fields("SET").nth(place)).to_be_checked(checked=ticked)
    expect(quiz.fields("VEC").nth(2)).to_have_value(".5")
    expect(quiz.fields("NUM")).to_have_value("-7/3")
    expect(quiz.fields("INT")).to_have_value("42")
    expect(quiz.fields("EXP")).to_have_value("x^2/y")
    expect(quiz.fields("OUT")).to_have_value("(4, 3)")
    expect(quiz.fields("BUG").nth(1)).to_be_checked()
    expect(quiz.panel("ORD").locator("li").first).to_contain_text("step A")
    expect(quiz.panel("PIC").locator(".ck-handle").nth(1)).to_have_attribute("aria-valuetext", "(4, 3)")


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
    quiz.fields("PIC").check()
    quiz.expect_kept("PIC", "ticked")


def test_an_attempt_is_handed_in_and_the_next_one_begun_by_keyboard(page: Page, lab: LabServer) -> None:
    keys, folder = page.keyboard, lab.folder / ATTEMPTS
    panel, buttons = page.locator(".quiz-panel").first, page.locator(".quiz-hand-in")
    field, question = panel.locator("input"), page.locator(".jp-CodeCell").nth(1).locator(".jp-RenderedMarkdown")
    table = page.locator(".jp-CodeCell").nth(2).locator(".jp-RenderedMarkdown")

    def open_notebook() -> None:
        page.goto(lab.notebook(f"{ATTEMPTS}/quiz.ipynb"))
        expect(page.locator(".jp-Notebook")).to_be_visible(timeout=SLOW)
        run_all(page)
        expect(buttons).to_be_visible(timeout=SLOW)

    def handed_in(name: str) -> bool:
        path = folder / name
        return path.exists() and json.loads(path.read_text())["handed_in"] is True

    open_notebook()
    expect(question).to_have_text("How many?")
    field.fill("42")
    expect(table).to_contain_text("1 of 11 questions answered")
    buttons.get_by_role("button", name="Hand in attempt 1 of 3").focus()
    keys.press("Space")
    expect(buttons).to_contain_text("can no longer be changed. Hand it in?")
    expect(buttons.get_by_role("button", name="Yes, hand it in")).to_be_focused()
    assert not handed_in("quiz_answers.json")
    keys.press("Space")
    expect(buttons).to_contain_text("Attempt 1 of 3 is handed in")
    expect(panel).to_contain_text("this answer stays as it is")
    assert handed_in("quiz_answers.json")
    field.fill("43")
    expect(field).to_have_value("42")

    buttons.get_by_role("button", name="Begin attempt 2").focus()
    keys.press("Space")
    expect(question).to_have_text("How many? (draw 2)")
    expect(field).to_have_value("")
    expect(table).to_contain_text("0 of 11 questions answered. This is attempt 2.")
    field.fill("7")
    eventually(lambda: answers_in(folder / "quiz_answers_2.json"), {"4": "7"})

    open_notebook()
    expect(field).to_have_value("7")
    expect(question).to_have_text("How many? (draw 2)")
    expect(buttons.get_by_role("button", name="Hand in attempt 2 of 3")).to_be_visible()
    assert answers_in(folder / "quiz_answers.json") == {"4": "42"}


def answers_in(path: Path) -> Any:
    return json.loads(path.read_text())["answers"] if path.exists() else {}


def test_no_panel_is_wider_than_a_narrow_window(page: Page, lab: LabServer) -> None:
    page.set_viewport_size({"width": 480, "height": 900})
    quiz = QuizPage(page, lab)
    quiz.open()
    page.keyboard.press("Control+b")  # the list of files away
    quiz.run_all()
    for item in ITEMS:
        panel = quiz.panel(item["kind"])
        wide = panel.evaluate("node => node.scrollWidth - node.clientWidth")
        assert wide <= 0, item["kind"]


def test_practice_answers_at_once_and_draws_other_numbers(page: Page, lab: LabServer) -> None:
    page.goto(lab.notebook("practice_quiz.ipynb"))
    expect(page.locator(".jp-Notebook")).to_be_visible(timeout=SLOW)
    run_all(page)
    expect(page.locator(".quiz-practice")).to_have_count(10, timeout=SLOW)
    cell = page.locator(".jp-CodeCell", has=page.locator(".jp-InputArea", has_text="quiz.ask(6)"))
    text, field = cell.locator(".jp-RenderedMarkdown"), cell.locator("input")
    cell.scroll_into_view_if_needed()
    expect(text).to_contain_text("equations")
    equations, unknowns, rank = numbers_shown(text)

    field.focus()  # and now by keyboard alone
    page.keyboard.type(str(equations - rank))
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(cell.locator(".quiz-verdict")).to_contain_text("Free variables are counted among the unknowns")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type(str(unknowns - rank))
    expect(cell.locator(".quiz-verdict")).to_have_count(0)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(cell.locator(".quiz-verdict.quiz-right")).to_contain_text("Right.")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(cell.locator(".quiz-verdict")).to_have_text("Question 6 has new numbers.")
    expect(cell.locator("input")).to_have_value("")
    kept = json.loads((lab.folder / "practice_answers.json").read_text())
    assert kept["solved"] == [6] and kept["draws"] == {"6": 1} and kept["seed"] > 0
    drawn = re.findall(r"\d+", open_practice("practice", lab.folder).question(6).text.replace("= 0", ""))
    eventually(lambda: [str(number) for number in numbers_shown(text)], drawn)


def numbers_shown(text: Locator) -> tuple[int, int, int]:
    """Equations, unknowns and rank of the question on free variables."""
    shown = text.text_content() or ""
    numbers = re.search(r"(\d+) equations in (\d+) unknowns.*rank (\d+)", shown, re.DOTALL)
    assert numbers is not None, shown
    return int(numbers[1]), int(numbers[2]), int(numbers[3])
