"""One submission of a class on its way through a worker: what goes there, and what comes back. Plain data."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from coursegrader.grader_side.course_rules import CourseRules
from coursegrader.nbgrader_plugins.graded_notebook import OutputRules
from coursegrader.nbgrader_plugins.scoring import NotebookScores
from coursegrader.pipeline.class_files import CopyRules
from coursegrader.sandbox.policy import Limits


@dataclass(frozen=True)
class AssignmentPlan:
    """What is the same for all submissions of an assignment.

    Attributes:
        course_dir: the course's folder.
        source: the instructor's folder of the assignment.
        notebooks: the notebooks that the gradebook knows, as they were released, hidden tests included.
        notebook_glob: grade only the notebooks whose names match.
        secret: the course's, from which hidden inputs are drawn.
        pictures: the folder of pictures that are the same for everybody.
    """

    course_dir: Path
    assignment: str
    source: Path
    notebooks: Mapping[str, bytes]
    notebook_glob: str
    secret: bytes
    pictures: Path
    rules: CourseRules
    limits: Limits
    copying: CopyRules
    outputs: OutputRules

    def packed(self) -> bytes:
        """The plan for a worker, which unpacks the same bytes only once."""
        return pickle.dumps(self)


@dataclass(frozen=True)
class Job:
    """One submission: whose it is, where it lies, where the graded one goes."""

    student: str
    submitted: Path
    target: Path


@dataclass(frozen=True)
class GradedSubmission:
    """A graded submission, its files waiting in ``draft``.

    Attributes:
        notebooks: scores and comments of each graded notebook.
        missing: notebooks of the assignment that were not handed in.
        stamp: of the folder that was graded, to notice if it was exchanged meanwhile.
        seconds: wall time.
    """

    student: str
    draft: Path
    notebooks: Mapping[str, NotebookScores]
    missing: tuple[str, ...]
    problems: tuple[str, ...]
    repairs: tuple[str, ...]
    stamp: tuple[int, int] = (0, 0)
    seconds: float = 0.0


def folder_stamp(folder: Path) -> tuple[int, int]:
    """Says whether a folder is still the same one: device and inode."""
    status = folder.stat()
    return status.st_dev, status.st_ino


def grade_in_worker(packed_plan: bytes, job: Job) -> GradedSubmission:
    """Grade one submission: see ``class_job``, which only workers import, since it takes NumPy and pytest."""
    from coursegrader.pipeline.class_job import grade_submission

    return grade_submission(packed_plan, job)
