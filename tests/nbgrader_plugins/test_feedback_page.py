"""What the feedback page makes of a graded notebook: questions, self-checks, hints in portions, broken answers."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode

from coursegrader.nbgrader_plugins.feedback_exporter import render_page
from coursegrader.nbgrader_plugins.feedback_page import build_page
from coursegrader.nbgrader_plugins.show_results import result_output
from tests.course_factory import code, markdown, notebook

NAMES = {"notebook": "week", "assignment": "week", "student": "ada", "score": 0, "max_score": 4, "late_penalty": 0}
FAILED = {"output_type": "error", "ename": "SyntaxError", "evalue": "expected ':'", "traceback": []}


def shown(text: str) -> dict[str, Any]:
    return {"output_type": "display_data", "data": {"text/markdown": text, "text/plain": text}, "metadata": {}}


def page(*outputs: dict[str, Any], hints: list[str], answer: dict[str, Any] | None = None) -> str:
    """The page of one exercise whose checks all failed with these hints."""
    tests = [{"name": f"test_{k}", "passed": False, "hint": hint, "weight": 1} for k, hint in enumerate(hints)]
    record = {"grade_id": "sum", "score": 0.0, "max_score": 4.0, "rule": "suite", "tests": tests}
    check = code("sum", "check()", grade=True, locked=True, points=4, grade_id="sum", score=0.0)
    check["metadata"]["coursegrader"] = record
    check["outputs"] = [*outputs, result_output(record)]
    story = markdown("story", "## 1 · Sums (4 points)")
    graded = notebook(story, *([answer] if answer else []), check)
    return render_page(build_page(NotebookNode(graded), {"nbgrader": NAMES}, lambda _: None))


def answered(source: str, *outputs: dict[str, Any]) -> dict[str, Any]:
    cell = code("sum-answer", source, solution=True, grade_id="sum_answer")
    return {**cell, "outputs": list(outputs)}


def test_a_question_is_shown_with_the_kept_answer_and_the_explanation_as_text() -> None:
    html = page(shown("What is **1 + 1**?"), shown("Your answer: `3`"), hints=["Not yet.\nCount again."])
    assert "What is <strong>1 + 1</strong>?" in html
    assert "<code>3</code>" in html
    assert "<p>Count again.</p>" in html
    assert "hidden tests passed" not in html  # the table for teachers


def test_the_title_does_not_repeat_the_points() -> None:
    html = page(hints=["Not yet."])
    assert "1 · Sums</h2>" in html
    assert ">1 · Sums</a>" in html


def test_a_self_check_stands_below_the_answer() -> None:
    printed = {"output_type": "stream", "name": "stdout", "text": "all examples agree"}
    html = page(printed, hints=["Try -1.\nsum([-1]) returned 1"], answer=answered("def sum(x): ..."))
    assert html.index("def") < html.index("Self-check") < html.index("all examples agree")
    assert '<pre tabindex="0">sum([-1]) returned 1</pre>' in html


def test_an_answer_that_never_ran_is_told_so_and_nothing_else() -> None:
    html = page(FAILED, hints=["Try -1.", "Try 0."], answer=answered("def sum(x)", FAILED))
    assert "stopped with an error before anything could be checked" in html
    assert html.count("SyntaxError") == 1
    assert "Try" not in html


def test_hints_come_in_portions() -> None:
    html = page(hints=[f"Hint {k}." for k in range(5)], answer=answered("def sum(x): ..."))
    assert html.index("Hint 2.") < html.index("Later: 2 more") < html.index("Hint 3.")


def test_repairs_name_the_exercise_and_are_harmless_text() -> None:
    check = code("sum", "", grade=True, locked=True, points=4, grade_id="sum", score=4.0)
    graded = notebook(markdown("story", "## 1 · Sums (4 points)"), answered("x = 1"), check)
    repairs = [
        {"notebook": "week", "cell": "sum_answer", "what": "this answer cell was split"},
        {"notebook": "week", "cell": "", "what": "it was handed in as <b>x</b>.ipynb"},
    ]
    graded["metadata"]["coursegrader"] = {"repairs": repairs, "errors": []}
    html = render_page(build_page(NotebookNode(graded), {"nbgrader": NAMES}, lambda _: None))
    assert "costs no points" in html
    assert '<a href="#exercise-sum">1 · Sums</a>: this answer cell was split.' in html
    assert "It was handed in as &lt;b&gt;x&lt;/b&gt;.ipynb." in html
