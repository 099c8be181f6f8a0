"""What a worker process does: grade one submission, and write its folder, ready to be put in place.

Nothing here, or imported from here, needs nbgrader: importing it takes seconds and 100 MB.
"""

from __future__ import annotations

import pickle
import shutil
import sys
import time
from contextlib import redirect_stdout
from dataclasses import replace
from fnmatch import fnmatch
from functools import lru_cache
from pathlib import Path

from coursegrader.grader_side.assignment import open_assignment
from coursegrader.grader_side.grade import Graded, GradingRequest, grade_attempt_then
from coursegrader.nbgrader_plugins.graded_notebook import (
    finish,
    graded_document,
    notebook_bytes,
)
from coursegrader.nbgrader_plugins.scoring import NotebookScores
from coursegrader.nbgrader_plugins.submission_files import remove_special_files, submitted_attempt
from coursegrader.nbgrader_plugins.timestamps import read_timestamp
from coursegrader.pipeline.class_files import draft_folder, fill_draft
from coursegrader.pipeline.class_submission import AssignmentPlan, GradedSubmission, Job, folder_stamp
from coursegrader.store.data_folder import DataFolder
from coursegrader.store.kept_pictures import read_pictures
from coursegrader.store.read_handed_in import read_handed_in
from coursegrader.store.read_missed import read_missed


@lru_cache(maxsize=2)
def _unpacked(plan: bytes) -> AssignmentPlan:
    unpacked: AssignmentPlan = pickle.loads(plan)  # noqa: S301  from the process that started this one
    return unpacked


def grade_submission(packed_plan: bytes, job: Job) -> GradedSubmission:
    """Grade one submission.

    Args:
        packed_plan: the assignment's plan, packed.
        job: the submission.

    Raises:
        CourseGraderError: it cannot be graded, or the course or the machine is not in order.
        OSError: its folder cannot be read, or the graded one not be written.
    """
    plan = _unpacked(packed_plan)
    started = time.perf_counter()
    stamp = folder_stamp(job.submitted)
    remove_special_files(plan.assignment, job.student, [str(path) for path in job.submitted.glob("*.ipynb")])
    wanted = tuple(name for name in plan.notebooks if fnmatch(name, plan.notebook_glob))
    data = DataFolder.of_course(plan.course_dir)
    given = open_assignment(plan.course_dir, plan.assignment, plan.rules).extra_files
    request = GradingRequest(
        course_dir=plan.course_dir,
        assignment=plan.assignment,
        attempt=submitted_attempt(job.submitted, given),
        learner=job.student,
        secret=plan.secret,
        pictures=read_pictures(plan.pictures),
        notebooks=wanted,
        limits=plan.limits,
        rules=plan.rules,
        missed=read_missed(data, plan.assignment, job.student),
        earlier=read_handed_in(data, plan.assignment, job.student, read_timestamp(job.submitted)),
    )
    draft = draft_folder(job.target)
    try:
        with redirect_stdout(sys.stderr):  # what a course's own code prints must not get between the results
            graded = grade_attempt_then(request, lambda graded: _written(plan, job, wanted, graded, draft))
    except BaseException:
        shutil.rmtree(draft)
        raise
    return replace(graded, stamp=stamp, seconds=time.perf_counter() - started)


def _written(plan: AssignmentPlan, job: Job, wanted: tuple[str, ...], graded: Graded, draft: Path) -> GradedSubmission:
    """Write what was graded into the draft; without its stamp and time."""
    contents, scores = _finished(plan, job, graded, wanted)
    kept = job.target if plan.notebook_glob != "*" else None
    fill_draft(draft, job.submitted, plan.source, contents, plan.copying, kept)
    handed_in = {path.stem for path in job.submitted.glob("*.ipynb")} | contents.keys()
    return GradedSubmission(
        student=job.student,
        draft=draft,
        notebooks=scores,
        missing=tuple(name for name in plan.notebooks if name not in handed_in),
        problems=tuple(f"{problem.where}: {problem.message}" for problem in graded.result.errors),
        repairs=tuple(f"{repair.notebook}: {repair.cell}: {repair.what}" for repair in graded.result.repairs),
    )


def _finished(
    plan: AssignmentPlan, job: Job, graded: Graded, wanted: tuple[str, ...]
) -> tuple[dict[str, bytes], dict[str, NotebookScores]]:
    """The graded notebooks as files, and their scores: of those that were run, and of those that cannot be read."""
    contents: dict[str, bytes] = {}
    scores: dict[str, NotebookScores] = {}
    for name in wanted:
        executed = graded.notebooks.get(name)
        if executed is None and not (job.submitted / f"{name}.ipynb").exists():
            continue
        document = graded_document(name, executed, plan.notebooks[name], graded.result)
        scores[name] = finish(document, plan.outputs, plan.rules.plain)
        contents[name] = notebook_bytes(document)
    return contents, scores
