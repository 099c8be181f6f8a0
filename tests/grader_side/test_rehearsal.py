"""Pictures that are everybody's are drawn once for a class, and no learner can put others in their place."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from coursegrader.grader_side.assignment import Assignment, open_assignment
from coursegrader.grader_side.attempt import Attempt
from coursegrader.grader_side.course_rules import DEFAULT_RULES
from coursegrader.grader_side.grade import GradingRequest, grade_attempt
from coursegrader.grader_side.pictures_key import pictures_key
from coursegrader.grader_side.rehearsal import drawn_pictures
from coursegrader.sandbox.policy import DEFAULT_LIMITS
from tests.tiny_course import ASSIGNMENT, DOUBLE, cell, make_course, solved, write

FIGURE = """from coursekit import elimination_figures as figures
drawn, draw = [], figures.figure
figures.figure = lambda *args: drawn.append(1) or draw(*args)
shown = figures.tables(figures.Table("start", [[0, 0, 2], [2, 4, {last}]]))
print(bool(drawn))
shown"""
MINE = {".coursekit_pictures/mine.json": b"{}"}


def with_figure(last: int = 1) -> dict[str, Any]:
    return solved(DOUBLE, 'greeting = "hi"', cell("code", "figure", FIGURE.format(last=last)))


@pytest.fixture
def assignment(tmp_path: Path) -> Assignment:
    course = make_course(tmp_path)
    write(course / "source" / ASSIGNMENT / "work.ipynb", with_figure())
    return open_assignment(course, ASSIGNMENT)


def outputs_of_figure(assignment: Assignment, pictures: dict[str, bytes], last: int = 1) -> tuple[str, bool]:
    """What the figure's cell printed, and whether it shows a picture."""
    attempt = Attempt({"work.ipynb": json.dumps(with_figure(last)).encode(), **MINE})
    graded = grade_attempt(GradingRequest(assignment.course_dir, ASSIGNMENT, attempt, pictures=pictures))
    assert graded.result.score == graded.result.max_score
    assert not any(path.startswith(".coursekit_pictures/") for path in graded.files)
    (shown,) = [c for c in graded.notebooks["work"]["cells"] if "elimination_figures" in c["source"]]
    printed = "".join(o["text"] for o in shown["outputs"] if o["output_type"] == "stream")
    return printed.strip(), any("image/png" in o.get("data", {}) for o in shown["outputs"])


def test_a_figure_of_the_instructor_s_is_drawn_once(assignment: Assignment) -> None:
    pictures = drawn_pictures(assignment, DEFAULT_LIMITS)
    assert len(pictures) == 1
    assert outputs_of_figure(assignment, pictures) == ("False", True)


def test_a_figure_of_the_learner_s_is_drawn_for_them(assignment: Assignment) -> None:
    pictures = drawn_pictures(assignment, DEFAULT_LIMITS)
    assert outputs_of_figure(assignment, pictures, last=7) == ("True", True)


def test_what_a_solution_draws_is_nobody_s_to_see(tmp_path: Path) -> None:
    answer = f"### BEGIN SOLUTION\n{DOUBLE}### END SOLUTION\n"
    of_the_answer = FIGURE.replace("{last}", "double(21)")
    course = make_course(tmp_path)
    document = solved(answer, 'greeting = "hi"', cell("code", "figure", of_the_answer))
    write(course / "source" / ASSIGNMENT / "work.ipynb", document)
    assert drawn_pictures(open_assignment(course, ASSIGNMENT), DEFAULT_LIMITS) == {}


LOADED = "import sys\nprint('matplotlib' in sys.modules)"


def loaded_with(assignment: Assignment, pictures: dict[str, bytes], *cells: str) -> list[str]:
    """What the cells of a graded attempt, run after the figure, show of Matplotlib: printed words, or "picture"."""
    added = [cell("code", f"added-{n}", source) for n, source in enumerate(cells)]
    document = with_figure()
    document["cells"] += added
    attempt = Attempt({"work.ipynb": json.dumps(document).encode()})
    graded = grade_attempt(GradingRequest(assignment.course_dir, ASSIGNMENT, attempt, pictures=pictures))
    assert graded.result.score == graded.result.max_score
    shown = [o for c in graded.notebooks["work"]["cells"] if c["source"] in cells for o in c["outputs"]]
    return [o["text"].strip() if o["output_type"] == "stream" else "picture" for o in shown]


def test_matplotlib_is_loaded_only_where_nothing_is_kept(assignment: Assignment) -> None:
    pictures = drawn_pictures(assignment, DEFAULT_LIMITS)
    assert loaded_with(assignment, pictures, LOADED) == ["False"]
    assert loaded_with(assignment, {}, LOADED) == ["True"]


def test_a_learner_s_own_figure_appears_where_pictures_are_kept(assignment: Assignment) -> None:
    pictures = drawn_pictures(assignment, DEFAULT_LIMITS)
    own = "import matplotlib.pyplot as plt\n_ = plt.plot([1, 2])"
    assert loaded_with(assignment, pictures, LOADED, own) == ["False", "picture"]


def test_the_sandbox_is_ready_for_what_solutions_draw(tmp_path: Path) -> None:
    answer = f"### BEGIN SOLUTION\n{DOUBLE}### END SOLUTION\n"
    of_the_answer = cell("code", "drawn", FIGURE.replace("{last}", "double(21)"))
    course = make_course(tmp_path)
    document = solved(answer, 'greeting = "hi"', of_the_answer)
    document["cells"].insert(0, cell("code", "figure", FIGURE.format(last=1)))  # comes before what is not solved
    write(course / "source" / ASSIGNMENT / "work.ipynb", document)
    assignment = open_assignment(course, ASSIGNMENT)
    pictures = drawn_pictures(assignment, DEFAULT_LIMITS)
    assert assignment.warm_for(pictures) == assignment.warm_drawing_modules
    assert len(pictures) == 2
    assert b"" in pictures.values()  # nothing of the answer


def test_a_source_that_is_no_notebook_any_more_does_not_stop_a_class(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    source = write(course / "source" / ASSIGNMENT / "work.ipynb", with_figure())
    rules = replace(DEFAULT_RULES, templates={"work": source.read_bytes()})
    source.write_text("{")
    assignment = open_assignment(course, ASSIGNMENT, rules)
    pictures = drawn_pictures(assignment, DEFAULT_LIMITS)
    assert len(pictures) == 2
    assert assignment.warm_for(pictures) == assignment.warm_drawing_modules


def test_a_notebook_without_our_figures_is_not_rehearsed(tmp_path: Path) -> None:
    assert drawn_pictures(open_assignment(make_course(tmp_path), ASSIGNMENT), DEFAULT_LIMITS) == {}


def test_the_key_follows_the_source(assignment: Assignment) -> None:
    before = pictures_key(assignment)
    write(assignment.source_dir / "work.ipynb", solved("def double(x):\n    return x + x\n"))
    assert pictures_key(open_assignment(assignment.course_dir, ASSIGNMENT)) != before
