"""What one learner alone gets with an assignment: the quiz with questions of their own.

Its call-backs come from templates that the learner has missed in earlier weeks. What was missed is looked up at the
first fetch and kept in the store, since every later fetch and every grading has to draw the very same questions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from coursegrader.grader_side.variants import earlier_weeks, has_quizzes, render_variants, template_names
from coursegrader.store import AttemptStore


def personal_files(
    store: AttemptStore, course_dir: Path, course: str, assignment: str, learner: str
) -> Mapping[str, bytes]:
    """The files to put beside the learner's notebooks; none if the assignment has no quiz.

    Raises:
        CourseError, SuiteError: the course's questions cannot be drawn.
        StoreError: the store cannot be read or written.
    """
    if not has_quizzes(course_dir, assignment):
        return {}

    def find() -> list[str]:
        if store.attempts(course, assignment=assignment, learner=learner, brief=True):
            return []  # handed in before ever fetching, and graded as if nothing had been missed
        weeks = earlier_weeks(course_dir, assignment)
        return sorted({name for week in weeks for name in _missed_in(store, course_dir, course, week, learner)})

    missed = store.missed.once(course, assignment, learner, find)
    return render_variants(course_dir, assignment, learner, store.folder.secret(), missed=missed)


def _missed_in(store: AttemptStore, course_dir: Path, course: str, week: str, learner: str) -> Iterator[str]:
    """The templates of one week's quiz that the learner got wrong in the newest attempt with a result."""
    results = [attempt.result for attempt in store.attempts(course, assignment=week, learner=learner)]
    graded = [result for result in results if result is not None]
    if not graded:
        return
    of_cell = template_names(course_dir, week, learner, store.folder.secret(), store.missed.of(week, learner))
    for cell in graded[-1].get("cells", ()):
        if cell["grade_id"] in of_cell and _is_wrong(cell):
            yield of_cell[cell["grade_id"]]


def _is_wrong(cell: Mapping[str, Any]) -> bool:
    return cell["score"] is not None and cell["score"] < cell["max_score"]
