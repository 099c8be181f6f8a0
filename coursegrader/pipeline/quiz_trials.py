"""Tests of a quiz's keys: every listed misconception gets nothing and its own hint, every right answer its point.

One set of answers tries a misconception of each question at once, since questions are judged one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest

from coursegrader.grader_side.assignment import Assignment, suite_cells
from coursegrader.grader_side.collected import CollectedSuites
from coursegrader.grader_side.plugin import SuiteContext
from coursegrader.grader_side.session import NotebookSession
from coursegrader.grader_side.variants import Variant, all_variants
from coursegrader.pipeline.solutions import Solution
from coursegrader.pipeline.trials import NONE, Trial, check_learner, check_secret, code_of, notebook_session
from coursegrader.results import TestResult
from coursekit.quiz.questions import Misconception


def try_quiz(assignment: Assignment, name: str, secrets: int, pictures: Mapping[str, bytes] = NONE) -> list[Trial]:
    """Try every misconception of the quiz in a notebook, and the right answers, in the variants of as many learners.

    Raises:
        CourseError, SuiteError: the questions cannot be drawn.
        SandboxUnavailable: this machine has no sandbox.
    """
    trials: list[Trial] = []
    with notebook_session(assignment, name, pictures) as session:
        for number in range(secrets):
            drawn = all_variants(assignment.course_dir, assignment.name, check_learner(number), check_secret(number))
            for variant in drawn:
                if variant.quiz == name:
                    trials += _try_variant(assignment, session, variant, number)
    return trials


def _try_variant(assignment: Assignment, session: NotebookSession, variant: Variant, number: int) -> Iterator[Trial]:
    for tried in _sets_of_answers(variant):
        answers = variant.reference() | {question: wrong.answer for question, wrong in tried.items()}
        files = {
            variant.items_name: variant.items_file(),
            variant.answers_name: variant.answers_file(answers),
        }
        session.patch = "\n".join([*_with_files(files), *code_of(assignment, variant.quiz)])
        results, problems = _run(assignment, session, variant)
        for question in range(1, len(variant.questions) + 1):
            grade_id = f"{variant.quiz}_{question}"
            solution = _solution(grade_id, tried.get(question))
            mine = results.get(grade_id, [])
            missing = () if mine else ("no hidden test ran",)
            failed = tuple(result for result in mine if not result.passed)
            yield Trial(solution, number, failed, (*problems, *missing), float(not failed))


def _sets_of_answers(variant: Variant) -> Iterator[Mapping[int, Misconception]]:
    """Right answers to everything first; then the first misconception of each question, the second one, and so on."""
    yield {}
    listed = [question.misconceptions() for question in variant.questions]
    for several in zip_longest(*listed):
        yield {question: wrong for question, wrong in enumerate(several, start=1) if wrong is not None}


def _solution(grade_id: str, wrong: Misconception | None) -> Solution:
    if wrong is None:
        return Solution(grade_id, "reference", "reference", "The answer by the key.", "")
    return Solution(grade_id, wrong.name, "wrong", wrong.name.replace("_", " "), "", hint=wrong.explanation)


def _with_files(files: Mapping[str, bytes]) -> list[str]:
    """Code that puts a variant and its answers in place, before the quiz is opened again."""
    writes = [f"pathlib.Path({name!r}).write_bytes({content!r})" for name, content in files.items()]
    return ["import pathlib", *writes]


def _run(
    assignment: Assignment, session: NotebookSession, variant: Variant
) -> tuple[dict[str, list[TestResult]], tuple[str, ...]]:
    suites = assignment.suites_of(variant.quiz)
    context = SuiteContext(
        session=session,
        seed="",
        answers={},
        cells_of_suite={suite.name: suite_cells(suite) for suite in suites},
        draw_variant=lambda: variant,
    )
    collected = CollectedSuites(tuple(suites), assignment.graders_dir)
    try:
        run = collected.run(context)
    finally:
        collected.close()
    results: dict[str, list[TestResult]] = {}
    for record in run.recorded:
        results.setdefault(record.cell, []).append(record.result)
    return results, tuple(f"{where}: {what}" for where, what in run.problems)
