"""The class that is graded: learners who answered everything, half, or nothing; the same at every run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from coursegrader.grader_side.assignment import Assignment
from coursegrader.grader_side.variants import reference_answers, render_variants

Kind = Literal["full", "half", "untouched"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_MARKERS = re.compile(r"^[ \t]*### (BEGIN|END) SOLUTION[ \t]*\n?", re.MULTILINE)


@dataclass(frozen=True)
class Submission:
    """What one learner hands in: files by relative POSIX path."""

    student: str
    kind: Kind
    files: Mapping[str, bytes]


def make_class(assignment: Assignment, release: Path, secret: bytes, students: int) -> list[Submission]:
    """``students`` submissions, of the three kinds in turn.

    Args:
        assignment: its reference answers, and its quizzes.
        release: the folder that learners fetch.
        secret: the course secret, from which each learner's variant of a quiz is drawn.
        students: how many.
    """
    return list(_make(assignment, release, secret, students))


def _make(assignment: Assignment, release: Path, secret: bytes, students: int) -> Iterator[Submission]:
    given = {p.relative_to(release).as_posix(): p.read_bytes() for p in sorted(release.rglob("*")) if p.is_file()}
    solved = {c.grade_id: c.source for cells in assignment.notebooks.values() for c in cells if c.is_solution}
    for number in range(students):
        student, kind = f"student-{number + 1:03}", KINDS[number % len(KINDS)]
        every = {"full": 1, "half": 2}.get(kind, 0)
        chosen = list(solved)[::every] if every else []
        files = given | render_variants(assignment.course_dir, assignment.name, student, secret)
        for name, content in given.items():
            if name.endswith(".ipynb") and "/" not in name:
                files[name] = _answered(content, {grade_id: solved[grade_id] for grade_id in chosen})
        if every:
            answers = reference_answers(assignment.course_dir, assignment.name, student, secret)
            files |= {name: _some_answers(content, every) for name, content in answers.items()}
        yield Submission(student, kind, files)


def _answered(notebook: bytes, answers: Mapping[str, str]) -> bytes:
    document = json.loads(notebook)
    for cell in document["cells"]:
        grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if grade_id in answers:
            cell["source"] = _MARKERS.sub("", answers[grade_id])
    return json.dumps(document, indent=1).encode()


def _some_answers(content: bytes, every: int) -> bytes:
    """A quiz's answer file with only every ``every``-th answer."""
    data: dict[str, Any] = json.loads(content)
    kept = list(data["answers"].items())[::every]
    return json.dumps({**data, "answers": dict(kept)}, indent=1).encode()
