"""The course's life on a real hub, in a real browser."""

from __future__ import annotations

import json
import time
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Page, expect

from coursegrader.store import Attempt, AttemptState, AttemptStore, Exchange
from tests.browser.conftest import COURSE, WEEK, Hub, from_menu, log_in, picture, run_all

GRADING_SECONDS = 90

pytestmark = pytest.mark.xdist_group("hub")  # one hub for all of them


def reference(hub: Hub, name: str) -> str:
    """The reference solution of one exercise."""
    notebook = nbformat.read(hub.course_dir / "source" / WEEK / "assignment_a.ipynb", as_version=4)
    (cell,) = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == f"{name}_answer"]
    return str(cell.source)


def graded(store: AttemptStore, learner: str) -> Attempt:
    """The learner's latest attempt, once it is graded."""
    end = time.monotonic() + GRADING_SECONDS
    while time.monotonic() < end:
        latest = store.attempts(COURSE, learner=learner)[-1]
        if latest.state is not AttemptState.WAITING:
            assert latest.error is None
            return latest
        time.sleep(0.2)
    raise AssertionError(f"{learner}'s attempt is not graded after {GRADING_SECONDS} s")


def run_in_terminal(page: Page, hub: Hub, user: str, command: str) -> str:
    """What a shell command prints in a terminal of the user's JupyterLab."""
    page.goto(f"{hub.server(user)}/lab?reset")
    page.click(".jp-LauncherCard[title*='terminal' i]")
    page.wait_for_selector(".jp-Terminal .xterm")
    page.wait_for_timeout(1500)  # the shell's prompt cannot be seen in a canvas
    page.keyboard.type(f"cd; ({command}) > seen.txt 2>&1; mv seen.txt shown.txt")
    page.keyboard.press("Enter")
    shown = hub.data.folder("homes", user) / "shown.txt"
    for _ in range(50):
        if shown.exists():
            return shown.read_text()
        page.wait_for_timeout(200)
    raise AssertionError("the command printed nothing")


def test_a_student_fetches_works_submits_and_reads_feedback(page: Page, hub: Hub, store: AttemptStore) -> None:
    log_in(page, hub, "amara")
    from_menu(page, "Nbgrader", "Assignment List")
    page.click("#released_assignments_list button:text-is('Fetch')")
    expect(page.locator("#fetched_assignments_list")).to_contain_text(WEEK)
    picture(page, "1-fetched")
    own = hub.data.folder("homes", "amara") / COURSE / WEEK / "quiz_items.json"
    example = hub.course_dir / "release" / WEEK / "quiz_items.json"
    assert json.loads(own.read_text())["variant"] != json.loads(example.read_text())["variant"]

    page.goto(f"{hub.server('amara')}/lab/tree/{COURSE}/{WEEK}/assignment_a.ipynb?reset")
    answer = page.locator(".jp-CodeCell", has_text="def row_operation").first
    answer.locator(".cm-content").click(timeout=60_000)
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(reference(hub, "row_operation"))
    run_all(page)
    expect(page.locator(".jp-InputPrompt", has_text="[1]:").first).to_be_visible(timeout=60_000)
    picture(page, "2-run")
    page.keyboard.press("Control+s")
    page.wait_for_timeout(1000)

    page.goto(f"{hub.server('amara')}/lab?reset")
    from_menu(page, "Nbgrader", "Assignment List")
    page.click("#fetched_assignments_list button:text-is('Submit')")
    expect(page.locator("#submitted_assignments_list")).to_contain_text("UTC", timeout=30_000)
    attempt = graded(store, "amara")
    assert attempt.result is not None and attempt.result["score"] == 10

    page.click("#refresh_assignments_list")
    page.click("#submitted_assignments_list button:text-is('Fetch Feedback')")
    page.click("#submitted_assignments_list >> text=view feedback")
    picture(page, "3-submitted")
    page.dblclick(".jp-DirListing-item:has-text('assignment_a.html')")
    feedback = page.frame_locator(".jp-HTMLViewer iframe")
    expect(feedback.locator("body")).to_contain_text("10", timeout=30_000)
    picture(page, "4-feedback")


def test_an_instructor_sees_a_submission_graded_in_formgrader(page: Page, hub: Hub, store: AttemptStore) -> None:
    source = hub.course_dir / "source" / WEEK
    files = {path.name: path.read_bytes() for path in source.glob("assignment_a.ipynb")}
    Exchange(store).submit(COURSE, WEEK, "kenji", files)
    attempt = graded(store, "kenji")
    assert attempt.result is not None and attempt.result["score"] > 50

    log_in(page, hub, "imani")
    from_menu(page, "Nbgrader", "Formgrader")
    formgrader = page.frame_locator("iframe")
    expect(formgrader.locator("body")).to_contain_text(WEEK, timeout=30_000)
    picture(page, "5-formgrader")
    page.goto(f"{hub.server('imani')}/formgrader/manage_submissions/{WEEK}")
    row = page.locator("tr", has_text="kenji")
    expect(row).to_contain_text("graded", timeout=30_000)
    expect(row).to_contain_text("Haddad, Kenji")
    picture(page, "6-submissions")


def test_a_teaching_assistant_grades_but_changes_no_sources(page: Page, hub: Hub) -> None:
    log_in(page, hub, "tomas")
    answer = page.goto(f"{hub.server('tomas')}/formgrader/manage_submissions/{WEEK}")
    assert answer is not None and answer.status == 200
    course = hub.course_dir
    tries = [course / "source" / "x", course / "graders" / "x", course / "x.py", course / "feedback" / "x"]
    commands = "; ".join(f"touch {path} && echo {path.parent.name}" for path in tries)
    assert run_in_terminal(page, hub, "tomas", f"({commands}) 2>/dev/null").split() == ["feedback"]


def test_an_answer_in_the_quiz_survives_a_reload(page: Page, hub: Hub) -> None:
    answers = hub.data.folder("homes", "sofia") / COURSE / WEEK / "quiz_answers.json"
    log_in(page, hub, "sofia")
    from_menu(page, "Nbgrader", "Assignment List")
    page.click("#released_assignments_list button:text-is('Fetch')")
    expect(page.locator("#fetched_assignments_list")).to_contain_text(WEEK)
    field = page.locator(".quiz-panel input[type=text]").first  # of question 1, a matrix in everybody's variant
    for answered in ("", "7/2"):
        page.goto(f"{hub.server('sofia')}/lab/tree/{COURSE}/{WEEK}/quiz.ipynb?reset")
        page.wait_for_selector(".jp-CodeCell", timeout=60_000)
        run_all(page)
        expect(field).to_have_value(answered, timeout=60_000)
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
