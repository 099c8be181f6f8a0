"""The graded quizzes of the course: the example in source/ is up to date, and every variant is a fair one."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from coursegrader.grader_side.quiz_example import example_files
from coursegrader.grader_side.variants import Variant, draw_variant
from coursekit.quiz.forms import answer_from, state_of
from coursekit.quiz.items import load_items
from tests.course.fair_questions import assert_fair, assert_misconceptions_explained, assert_places_even

COURSE = Path(__file__).parents[2]
QUIZZES = [path.parent.name for path in sorted((COURSE / "graders").glob("*/questions.py"))]
SEEDS = 300

each_quiz = pytest.mark.parametrize("assignment", QUIZZES)


@pytest.fixture(scope="module")
def variants() -> dict[str, list[Variant]]:
    """Many learners' variants of each quiz."""
    names = [f"learner{k}" for k in range(SEEDS)]
    return {a: [draw_variant(COURSE, a, name, b"test secret") for name in names] for a in QUIZZES}


@each_quiz
def test_the_example_is_up_to_date(assignment: str) -> None:
    for name, content in example_files(COURSE, assignment).items():
        current = (COURSE / "source" / assignment / name).read_bytes()
        assert current == content, f"run: python -m coursegrader.grader_side.quiz_example {assignment}"


@each_quiz
def test_no_answers_lie_in_source(assignment: str) -> None:
    assert not list((COURSE / "source" / assignment).glob("*_answers*.json"))  # nbgrader would copy them to students


@each_quiz
def test_every_question_has_a_grade_cell_of_one_point(assignment: str) -> None:
    example = load_items(COURSE / "source" / assignment / "quiz_items.json")
    notebook = json.loads((COURSE / "source" / assignment / "quiz.ipynb").read_text())
    graded = {c["metadata"]["nbgrader"]["grade_id"]: c for c in notebook["cells"] if "nbgrader" in c["metadata"]}
    assert list(graded) == [f"quiz_{item.number}" for item in example.items]
    assert {cell["metadata"]["nbgrader"]["points"] for cell in graded.values()} == {1}


@each_quiz
def test_reference_answers_score_full_and_no_answer_scores_nothing(
    variants: dict[str, list[Variant]], assignment: str
) -> None:
    for variant in variants[assignment]:
        submitted = json.loads(variant.answers_file(variant.reference()))
        empty = json.loads(variant.answers_file({}))
        for number in range(1, len(variant.questions) + 1):
            assert variant.judge(number, submitted).right
            assert not variant.judge(number, empty).right


@each_quiz
def test_every_misconception_scores_nothing_and_has_a_hint_of_its_own(
    variants: dict[str, list[Variant]], assignment: str
) -> None:
    for variant in variants[assignment]:
        for question in variant.questions:
            assert_misconceptions_explained(question)


@each_quiz
def test_every_question_is_a_fair_one(variants: dict[str, list[Variant]], assignment: str) -> None:
    for variant in variants[assignment]:
        for question in variant.questions:
            assert_fair(question)


@each_quiz
def test_a_widget_can_give_every_reference_answer(
    variants: dict[str, list[Variant]], assignment: str, tmp_path: Path
) -> None:
    for variant in variants[assignment][:40]:
        path = tmp_path / "items.json"
        path.write_bytes(variant.items_file())
        for item in load_items(path).items:
            answer = variant.reference()[item.number]
            assert answer_from(item, answer) == answer
            assert state_of(item, answer).complete


@each_quiz
def test_no_two_learners_share_computed_questions(variants: dict[str, list[Variant]], assignment: str) -> None:
    drawn = variants[assignment]
    texts: dict[str, list[str]] = defaultdict(list)  # by template: a call-back is another one for each learner
    for question in (question for variant in drawn for question in variant.questions):
        if question.kind.name in ("MAT", "VEC", "NUM"):
            texts[question.template].append(question.text)
    for template, found in texts.items():
        assert len(set(found)) > 0.9 * len(found), template
    assert len({variant.items_file() for variant in drawn}) == SEEDS


@each_quiz
def test_right_options_stand_at_every_place(variants: dict[str, list[Variant]], assignment: str) -> None:
    assert_places_even([question for variant in variants[assignment] for question in variant.questions])


@each_quiz
def test_the_handed_out_file_holds_no_explanation_and_no_template_name(
    variants: dict[str, list[Variant]], assignment: str
) -> None:
    for variant in variants[assignment][:40]:
        text = variant.items_file().decode()
        for question in variant.questions:
            private = [question.hint, *(m.explanation for m in question.misconceptions())]
            assert not any(sentence in text for sentence in private)
            assert set(question.public(1)) <= {
                "number",
                "kind",
                "text",
                "options",
                "lines",
                "shape",
                "variables",
                "scene",
                "figure",
            }


def solution_of(lines: list[str], matrix: str, right_side: str, A: np.ndarray, b: np.ndarray) -> Any:
    """Run a program of the BUG question and solve the triangular system it leaves."""
    space: dict[str, Any] = {"np": np, matrix: A.copy(), right_side: b.copy()}
    with np.errstate(all="ignore"):
        exec("\n".join(lines), space)
    U = np.triu(space[matrix])
    if not np.isfinite(U).all() or np.linalg.matrix_rank(U) < len(U):  # a wrong program may leave it so
        return np.full(len(U), np.nan)
    return np.linalg.solve(U, space[right_side])


def test_the_program_with_a_bug_is_wrong_and_mending_its_line_makes_it_right(
    variants: dict[str, list[Variant]],
) -> None:
    rng = np.random.default_rng(1)
    seen = set()
    for variant in variants["c1w2-elimination-echelon-forms-rank"]:
        question = next(q for q in variant.questions if q.template == "overwritten")
        lines = list(question.public(1)["lines"])
        key = question.kind.reference()
        assert isinstance(key, int)
        matrix, right_side = lines[0].split(" = ")[0].split(", ")
        large = 40 * np.eye(4, dtype=int)  # where the pivots are; programs with exchanges get them displaced
        exchanges = "np.argmax" in "".join(lines)
        A = rng.integers(-9, 10, size=(4, 4)) + (np.roll(large, 1, axis=0) if exchanges else large)
        b = rng.integers(-9, 10, size=4)
        expected = np.linalg.solve(A, b)
        wrong = solution_of(lines, matrix, right_side, A, b)
        mended = mend(lines, key)
        assert not np.allclose(wrong, expected)
        assert np.allclose(solution_of(mended, matrix, right_side, A, b), expected)
        seen.add((len(lines), key))
    assert len(seen) == 4


def mend(lines: list[str], key: int) -> list[str]:
    """The same program with the overwritten value read in time."""
    bad = lines[key - 1]
    before = lines[key - 2]
    if "for j" in before:  # the pivot has to be put aside before the loop over columns
        indent = before[: len(before) - len(before.lstrip())]
        pivot = bad.split(" / ")[1]
        mended = [f"{indent}kept = {pivot}", before, bad.replace(f"/ {pivot}", "/ kept")]
    elif "np.argmax" in "".join(lines):  # both sides have to be read before either is written
        indent = bad[: len(bad) - len(bad.lstrip())]
        one, other = before.strip().split(" = ")
        mended = [f"{indent}kept = {one}.copy()", before, f"{indent}{other} = kept"]
    else:  # the right-hand side has to change before the matrix row does
        mended = [bad, before]
    return lines[: key - 2] + mended + lines[key:]
