"""The course's life on a real hub, in a real browser."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, WebSocket, expect

from coursegrader.store import AttemptStore, Exchange
from tests.browser.conftest import COURSE, PATIENCE, WEEK, Hub, from_menu, log_in, picture, run_all
from tests.browser.course_pages import finished
from tests.browser.lab_pages import right_answer, save, write_answer

EXERCISE = "row_operation"

pytestmark = pytest.mark.xdist_group("hub")  # one hub for all of them


def run_in_terminal(page: Page, hub: Hub, user: str, command: str) -> str:
    """What a shell command prints in a terminal of the user's JupyterLab, which shows its launcher."""
    printed: list[str | bytes] = []  # by the shell; its prompt cannot be seen in a canvas

    def listen(websocket: WebSocket) -> None:
        if "/terminals/websocket/" in websocket.url:
            websocket.on("framereceived", lambda message: printed.append(message))

    page.on("websocket", listen)
    page.click(".jp-LauncherCard[title*='terminal' i]")
    page.wait_for_selector(".jp-Terminal .xterm")
    wait_until(page, lambda: any("stdout" in str(message) for message in printed), "the shell's prompt")
    page.keyboard.type(f"cd; ({command}) > seen.txt 2>&1; mv seen.txt shown.txt")
    page.keyboard.press("Enter")
    shown = hub.data.folder("homes", user) / "shown.txt"
    wait_until(page, shown.exists, "the command's end")
    return shown.read_text()


def wait_until(page: Page, done: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE / 1000
    while not done():
        assert time.monotonic() < end, f"{what} has not come"
        page.wait_for_timeout(50)  # which lets the browser's events be handled


def of_week(page: Page, part: str, button: str) -> Locator:
    """A button of the week in one of Assignment List's parts."""
    rows = page.locator(f"#{part}_assignments_list .list_item", has_text=WEEK)
    return rows.locator(f"button:text-is('{button}')").first


def test_a_student_fetches_works_submits_and_reads_feedback(page: Page, hub: Hub, store: AttemptStore) -> None:
    log_in(page, hub, "amara")
    from_menu(page, "Nbgrader", "Assignment List")
    of_week(page, "released", "Fetch").click()
    expect(page.locator("#fetched_assignments_list")).to_contain_text(WEEK)
    picture(page, "1-fetched")
    own = hub.data.folder("homes", "amara") / COURSE / WEEK / "quiz_items.json"
    example = hub.course_dir / "release" / WEEK / "quiz_items.json"
    assert json.loads(own.read_text())["variant"] != json.loads(example.read_text())["variant"]

    page.goto(f"{hub.server('amara')}/lab/tree/{COURSE}/{WEEK}/assignment_a.ipynb?reset")
    answer = right_answer(hub, EXERCISE)
    write_answer(page, EXERCISE, answer)
    run_all(page)
    expect(page.locator(".jp-InputPrompt", has_text="[1]:").first).to_be_visible()
    picture(page, "2-run")
    save(page, own.with_name("assignment_a.ipynb"), answer)

    page.goto(f"{hub.server('amara')}/lab?reset")
    from_menu(page, "Nbgrader", "Assignment List")
    of_week(page, "fetched", "Submit").click()
    expect(page.locator("#submitted_assignments_list .list_item", has_text=WEEK).first).to_contain_text("UTC")
    attempt = finished(store, WEEK, "amara")
    assert attempt.result is not None and attempt.result["score"] == 10

    page.click("#refresh_assignments_list")
    of_week(page, "submitted", "Fetch Feedback").click()
    page.click("#submitted_assignments_list >> text=view feedback")
    picture(page, "3-submitted")
    page.dblclick(".jp-DirListing-item:has-text('assignment_a.html')")
    feedback = page.frame_locator(".jp-HTMLViewer iframe")
    expect(feedback.locator("body")).to_contain_text("10")
    picture(page, "4-feedback")


def test_an_instructor_sees_a_submission_graded_in_formgrader(page: Page, hub: Hub, store: AttemptStore) -> None:
    source = hub.course_dir / "source" / WEEK
    files = {path.name: path.read_bytes() for path in source.glob("assignment_a.ipynb")}
    Exchange(store).submit(COURSE, WEEK, "kenji", files)
    attempt = finished(store, WEEK, "kenji")
    assert attempt.result is not None and attempt.result["score"] > 50

    log_in(page, hub, "imani")
    from_menu(page, "Nbgrader", "Formgrader")
    formgrader = page.frame_locator("iframe")
    expect(formgrader.locator("body")).to_contain_text(WEEK)
    picture(page, "5-formgrader")
    page.goto(f"{hub.server('imani')}/formgrader/manage_submissions/{WEEK}")
    row = page.locator("tr", has_text="kenji")
    expect(row).to_contain_text("graded")
    expect(row).to_contain_text("Haddad, Kenji")
    picture(page, "6-submissions")


def test_a_teaching_assistant_grades_but_changes_no_sources(page: Page, hub: Hub) -> None:
    log_in(page, hub, "tomas")
    course = hub.course_dir
    tries = [course / "source" / "x", course / "graders" / "x", course / "x.py", course / "feedback" / "x"]
    commands = "; ".join(f"touch {path} && echo {path.parent.name}" for path in tries)
    assert run_in_terminal(page, hub, "tomas", f"({commands}) 2>/dev/null").split() == ["feedback"]
    answer = page.goto(f"{hub.server('tomas')}/formgrader/manage_submissions/{WEEK}")
    assert answer is not None and answer.status == 200


def test_an_answer_in_the_quiz_survives_a_reload(page: Page, hub: Hub) -> None:
    answers = hub.data.folder("homes", "sofia") / COURSE / WEEK / "quiz_answers.json"
    log_in(page, hub, "sofia")
    from_menu(page, "Nbgrader", "Assignment List")
    of_week(page, "released", "Fetch").click()
    expect(page.locator("#fetched_assignments_list")).to_contain_text(WEEK)
    field = page.locator(".quiz-panel input[type=text]").first  # of question 1, a matrix in everybody's variant
    for answered in ("", "7/2"):
        page.goto(f"{hub.server('sofia')}/lab/tree/{COURSE}/{WEEK}/quiz.ipynb?reset")
        page.wait_for_selector(".jp-CodeCell")
        run_all(page)
        expect(field).to_have_value(answered)
        if not answered:
            field.fill("7/2")
            expect(page.locator(".quiz-panel").first).to_contain_text("saved", ignore_case=True)
            assert "7/2" in answers.read_text()
    picture(page, "7-quiz")


def test_formgrader_loads_no_other_folders_configuration(page: Page, hub: Hub) -> None:
    log_in(page, hub, "imani")
    answer = page.goto(f"{hub.server('imani')}/formgrader/?path=/var/tmp")
    assert answer is not None and answer.status == 400
    expect(page.locator("body")).to_contain_text("without the 'path' parameter")


def test_a_students_server_sees_nothing_but_their_own(page: Page, hub: Hub) -> None:
    other = hub.data.folder("homes", "sofia") / "note.txt"
    other.write_text("private")
    log_in(page, hub, "amara")
    hidden = [
        hub.course_dir / "source",
        hub.course_dir / "graders",
        hub.course_dir / "gradebook.db",
        hub.data.root / "secret",
        hub.data.root / "roster.csv",
        hub.data.root / "hub" / "jupyterhub.sqlite",
        other,
        Path("/etc/shadow"),
        Path("/root/.bashrc"),
    ]
    probe = (
        f"import json, os, socket; paths = {[str(path) for path in hidden]!r}; "
        "readable = [p for p in paths if os.access(p, os.R_OK)]; "
        "away = socket.socket(); away.settimeout(2); "
        "print(json.dumps([readable, away.connect_ex(('192.0.2.1', 80)) != 0, os.getuid()]))"
    )
    readable, no_network, uid = json.loads(run_in_terminal(page, hub, "amara", f'python3 -c "{probe}"'))
    assert readable == []
    assert no_network
    assert uid != 0


def test_a_student_has_no_formgrader(page: Page, hub: Hub) -> None:
    log_in(page, hub, "amara")
    page.click(".lm-MenuBar-itemLabel:text-is('Nbgrader')")
    expect(page.locator(".lm-Menu-itemLabel:text-is('Assignment List')")).to_be_visible()
    expect(page.locator(".lm-Menu-itemLabel:text-is('Formgrader')")).to_have_count(0)
    answer = page.goto(f"{hub.server('amara')}/formgrader/manage_assignments")
    assert answer is not None and answer.status == 404
