"""The page a student reads: hints and scores, nothing hidden, nothing live."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.api import Gradebook

from coursegrader.pipeline import grade_attempt_in_course, release_assignment_files
from tests.course_factory import (
    WRONG,
    answered,
    as_file,
    code,
    markdown,
    notebook,
    read_notebook,
    write_notebook,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LIVE = re.compile(r"<(script|iframe|object|embed)|<[^>]*\son\w+=|<[^>]*javascript:")
OWN_STEP = """
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from nbgrader.preprocessors import NbGraderPreprocessor


class Foot(NbGraderPreprocessor):
    def preprocess(self, nb, resources):
        unsafe = "<script>alert(1)</script><img src=x onerror=alert(2)> [x](javascript:alert(3))"
        for cell in nb.cells:
            if cell.cell_type == "code":
                cell.outputs.insert(0, new_output("display_data", {"text/html": unsafe}))
        shown = [new_output("display_data", {"text/html": unsafe}), new_output("stream", text="as printed")]
        nb.cells.insert(0, new_markdown_cell("OFFICE HOURS ARE ON *MONDAY* " + unsafe))
        nb.cells.append(new_code_cell("6 * 7", outputs=shown))
        return nb, resources


c = get_config()
c.GenerateFeedback.preprocessors.append(Foot)
c.GenerateFeedback.exporter_class = "nbconvert.exporters.HTMLExporter"
"""


def feedback(course: Path, assignment: str, *added: dict[str, object], **answers: str) -> str:
    submitted = answered(read_notebook(course / f"release/{assignment}/{assignment}.ipynb"), **answers)
    submitted["cells"].extend(added)
    files = {f"{assignment}.ipynb": as_file(submitted)}
    return grade_attempt_in_course(course, assignment, "ada", files, NOW).feedback[f"{assignment}.html"].decode()


def test_a_failed_test_shows_its_hint_and_not_itself(course: Path) -> None:
    page = feedback(course, "sums", total_answer=WRONG)
    assert "Try a negative number" in page
    assert "must not depend on the order" not in page  # passed
    for hidden in ("1_000_003", "test_negative_numbers", "student.total", "-2, 5) =="):
        assert hidden not in page
    assert "1 of 2 checks passed" in page
    assert "<title>Sums: 2 of 8 points</title>" in page


def test_nbgraders_hidden_blocks_are_not_shown(course: Path) -> None:
    spy = code("spy", "print(In)")
    page = feedback(course, "plain", spy, square_answer="def square(x):\n    return 2 * x", essay="My essay")
    assert "secret sentence" not in page
    assert "square(7)" not in page
    assert "AssertionError" in page
    assert "Waiting for your teacher" in page


def test_student_output_and_text_cannot_run(course: Path) -> None:
    html = "<img src=x onerror=alert(1)><script>alert(2)</script><b>bold</b>"
    answer = f"from IPython.display import HTML, display\ndisplay(HTML({html!r}))\n{WRONG}"
    note = markdown("note", "<script>alert(3)</script> [x](javascript:alert(4))")
    page = feedback(course, "sums", note, total_answer=answer)
    assert "<b>bold</b>" in page
    assert LIVE.search(page) is None


def test_what_a_courses_own_step_adds_is_shown_and_cannot_run(course: Path) -> None:
    config = course / "nbgrader_config.py"
    config.write_text(OWN_STEP + config.read_text())
    page = feedback(course, "sums", markdown("note", "A note of mine"), total_answer=WRONG)
    assert "<title>Sums: 2 of 8 points</title>" in page
    assert "Try a negative number" in page
    _, _, notes = page.partition('id="course-notes"')
    notes, _, added = notes.partition('id="added"')
    assert "OFFICE HOURS ARE ON <em>MONDAY</em>" in notes
    assert "as printed" in notes
    assert "A note of mine" in added
    assert LIVE.search(page) is None


def test_the_page_loads_nothing_and_its_policy_says_so(course: Path) -> None:
    page = feedback(course, "sums")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy[1]
    assert re.search(r'(src|href)="(https?:)?//', page) is None
    assert "<math" in page


def test_an_unchanged_answer_is_called_unanswered(course: Path) -> None:
    page = feedback(course, "sums")
    assert "No answer" in page
    assert "Try a negative number" not in page


def test_a_teachers_comment_and_score_are_shown(course: Path) -> None:
    feedback(course, "sums", total_answer=WRONG)
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        gradebook.find_comment("total_answer", "sums", "sums", "ada").manual_comment = "Read about **abs**."
        gradebook.find_grade("total", "sums", "sums", "ada").manual_score = 5
        gradebook.db.commit()
    page = feedback(course, "sums", total_answer=WRONG)
    assert "Read about <strong>abs</strong>." in page
    assert "5 / 8" in page
    assert "set this score by hand" in page


def test_a_reader_can_jump_from_the_summary(course: Path) -> None:
    page = feedback(course, "sums")
    assert 'href="#exercise-total"' in page
    assert 'id="exercise-total"' in page


REMAKES = """
from nbformat.v4 import new_code_cell
from nbgrader.preprocessors import NbGraderPreprocessor


class Remake(NbGraderPreprocessor):
    def preprocess(self, nb, resources):
        code = [cell for cell in nb.cells if cell.cell_type == "code"]
        nb.cells.extend(new_code_cell(cell.source, outputs=cell.outputs) for cell in code)
        return nb, resources


c = get_config()
c.GenerateFeedback.preprocessors.append(Remake)
"""


def test_hidden_tests_that_a_courses_own_step_copies_are_not_shown(course: Path) -> None:
    config = course / "nbgrader_config.py"
    config.write_text(REMAKES + config.read_text())
    page = feedback(course, "plain", code("spy", "print(In)"), square_answer="def square(x):\n    return 2 * x")
    assert "From your course" in page
    assert "secret sentence" not in page
    assert "square(7)" not in page


def test_hidden_tests_that_a_courses_own_step_takes_out_are_not_shown_by_outputs(course: Path) -> None:
    config = course / "nbgrader_config.py"
    step = 'c.GenerateFeedback.preprocessors.append("nbgrader.preprocessors.ClearHiddenTests")\n'
    config.write_text(f"c = get_config()\n{step}{config.read_text()}")
    page = feedback(course, "plain", code("spy", "print(In)"), square_answer="def square(x):\n    return 2 * x")
    assert "AssertionError" in page
    assert "secret sentence" not in page
    assert "square(7)" not in page


def test_hidden_tests_that_an_answer_quotes_in_a_later_test_are_not_shown(course: Path) -> None:
    quotes = "def square(x):\n    if x == 3:\n        raise ValueError(In)\n    return x * x"
    page = feedback(course, "plain", square_answer=quotes)
    assert "ValueError" in page
    assert "secret sentence" not in page
    assert "square(7)" not in page


def test_hidden_tests_that_a_notebook_hands_on_in_a_file_are_not_shown(course: Path) -> None:
    solution = "### BEGIN SOLUTION\ncube = 1\n### END SOLUTION"
    answer = code("cube-answer", solution, solution=True, grade_id="cube_answer")
    check = code("cube-check", "assert cube", grade=True, locked=True, points=1, grade_id="cube")
    write_notebook(course / "source/plain/zeta.ipynb", notebook(answer, check))
    release_assignment_files(course, "plain")
    plain, zeta = (read_notebook(course / f"release/plain/{name}.ipynb") for name in ("plain", "zeta"))
    tells = "def square(x):\n    open('told.txt', 'w').write(str(In))\n    return x * x"
    files = {
        "plain.ipynb": as_file(answered(plain, square_answer=tells)),
        "zeta.ipynb": as_file(answered(zeta, cube_answer="cube = 1\nprint('read', open('told.txt').read())")),
    }
    page = grade_attempt_in_course(course, "plain", "ada", files, NOW).feedback["zeta.html"].decode()
    assert "1 of 1 points" in page
    assert "secret sentence" not in page
    del files["plain.ipynb"]
    files["zeta.ipynb"] = as_file(answered(zeta, cube_answer="cube = 1\nprint('mine', 6 * 7)"))
    assert b"mine 42" in grade_attempt_in_course(course, "plain", "ada", files, NOW).feedback["zeta.html"]


TELLS = """
import msgpack, os, struct

def send(message):
    body = msgpack.packb(message)
    for number in range(3, 256):
        try:
            if os.readlink(f"/proc/self/fd/{number}").startswith("socket"):
                os.write(number, struct.pack(">I", len(body)) + body)
        except OSError:
            pass

def square(x):
    send({"op": "start", "index": 0})
    send({"op": "cell", "index": 0, "outputs": [{"output_type": "stream", "name": "stdout", "text": str(In)}]})
    return x * x
"""


def test_hidden_tests_that_an_answer_says_it_showed_before_are_not_shown(course: Path) -> None:
    page = feedback(course, "plain", square_answer=TELLS)
    assert "secret sentence" not in page
    assert "broke the connection" in page
