"""Grades one attempt: rebuild each notebook, run it behind the wall, run the hidden suites against it, add up."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from coursegrader.errors import CourseGraderError
from coursegrader.grader_side.apart import EndedApart, apart, can_work_apart
from coursegrader.grader_side.assignment import Assignment, open_assignment
from coursegrader.grader_side.bounded import OutOfTime, bounded
from coursegrader.grader_side.environment import environment_hash
from coursegrader.grader_side.grade_notebook import NotebookGrader, RunSuites
from coursegrader.grader_side.kernel_sandbox import KernelSandbox
from coursegrader.grader_side.kernels import kernel_of
from coursegrader.grader_side.machine_rung import machine_rung
from coursegrader.grader_side.prepare import prepare
from coursegrader.grader_side.request import Graded, GradingRequest
from coursegrader.grader_side.room_for_files import with_room
from coursegrader.grader_side.run_suite import run_collected_suites, run_suites
from coursegrader.grader_side.sandbox_files import may_quote_tests, sandbox_files, written_beside
from coursegrader.grader_side.sandboxes import AttemptSandbox, close_sandboxes, keep_warm, lent_to_child
from coursegrader.grader_side.scores import score_missing
from coursegrader.grader_side.submitted import submitted_notebooks, wanted_notebooks
from coursegrader.grader_side.tally import Tally
from coursegrader.grader_side.time_allowed import LOAD_SECONDS, TESTS_PER_SUITE, seconds_allowed
from coursegrader.grader_side.variants_of_attempt import AttemptVariants
from coursegrader.results import Problem, Provenance
from coursegrader.sandbox import unconfined

__all__ = ["Graded", "GradingRequest", "grade_attempt", "grade_attempt_then", "sandbox_files"]

Result = TypeVar("Result")


def grade_attempt(request: GradingRequest) -> Graded:
    """Grade an attempt. Whatever the learner's code does, this gives a result; what went wrong stands in its errors.

    Raises:
        UnknownAssignment, CourseError: the course's own files cannot be used, or come to no end.
        BadSubmission: nothing in the attempt is a notebook of this assignment.
        SandboxUnavailable: this machine has no sandbox.
    """
    return grade_attempt_then(request, lambda graded: graded)


def grade_attempt_then(request: GradingRequest, then: Callable[[Graded], Result]) -> Result:
    """What ``then`` makes of a graded attempt, where it was graded: in a fork of this process, so its result must be
    picklable. (What only goes there need not be sent back, and what this process leaves alone need not be copied.)

    Raises:
        As :func:`grade_attempt`, and whatever ``then`` raises.
    """
    assignment = open_assignment(request.course_dir, request.assignment, request.rules)
    request = replace(request, limits=with_room(assignment, request.limits))
    notebooks = len(request.notebooks or assignment.notebooks)
    if not can_work_apart():
        return then(_grade_here(assignment, request, notebooks))
    warm = assignment.warm_for(request.pictures)
    keep_warm(request.limits, warm)  # it starts up while the suites are loaded
    with bounded(LOAD_SECONDS, "the loading of the hidden suites"):
        tests = prepare(assignment, request)
    seconds = seconds_allowed(request.limits, notebooks, tests)
    with lent_to_child(request.limits, warm):
        try:
            return apart(lambda: then(_grade_apart(assignment, request)), seconds)
        except BaseException as error:
            if isinstance(error, EndedApart) or not isinstance(error, CourseGraderError):
                close_sandboxes()  # it may have asked one for something, and not have heard the answer
            raise


def _grade_here(assignment: Assignment, request: GradingRequest, notebooks: int) -> Graded:
    """In a process with other threads: nobody may fork it."""
    seconds = LOAD_SECONDS + seconds_allowed(request.limits, notebooks, TESTS_PER_SUITE * len(assignment.suites))
    try:
        with bounded(seconds, "the hidden suites"):
            return _grade(assignment, request, run_suites)
    except OutOfTime:
        close_sandboxes()
        raise


def _grade_apart(assignment: Assignment, request: GradingRequest) -> Graded:
    try:
        return _grade(assignment, request, run_collected_suites)
    finally:
        close_sandboxes()  # those that this child had to start, if the one it borrowed did not last


def _grade(assignment: Assignment, request: GradingRequest, run: RunSuites) -> Graded:
    submitted = submitted_notebooks(assignment, request)
    variants = AttemptVariants(assignment, request)
    tally = Tally(_provenance(assignment, request))
    wanted = wanted_notebooks(assignment, request, submitted.cells)
    tally.repairs += [repair for repair in submitted.repairs if repair.notebook in wanted]
    tally.errors += submitted.problems(request.attempt)
    if tally.provenance.sandbox == unconfined.NAME:
        tally.errors.append(Problem("sandbox", unconfined.WARNING))
    given = sandbox_files(assignment, request, variants)
    grader = NotebookGrader(assignment, tally, run, variants.quiz, variants.asks_notebook, request.prepare, given)
    files = written_beside(assignment, given, request.beside)
    for name in wanted:
        cells = submitted.cells.get(name)
        if cells is not None:
            # a sandbox for each: what the hidden tests of one gave to the learner's code, the next could print
            with _sandbox(assignment, request, name, files, given) as sandbox:
                written = grader.grade(sandbox, name, cells)
            if may_quote_tests(assignment, name, files, given):
                tally.notebooks[name]["metadata"]["coursegrader"]["beside_tests"] = True
            files = written_beside(assignment, files, written)
        else:
            score_missing(name, assignment.notebooks[name], submitted.reasons.get(name), tally)
    written = {name: content for name, content in files.items() if given.get(name) != content}
    return Graded(tally.result(assignment.name), tally.notebooks, written)


def _sandbox(
    assignment: Assignment, request: GradingRequest, name: str, files: Mapping[str, bytes], given: Mapping[str, bytes]
) -> AttemptSandbox | KernelSandbox:
    """Where a notebook runs: in this Python, or else in the kernel that it is for."""
    kernel = kernel_of(name, assignment.document(name), request.rules.kernel)
    if kernel is not None:
        return KernelSandbox(kernel, files, request.limits, assignment.name, given)
    seed = int(request.attempt.sha256[:8], 16)
    warm = assignment.warm_for(request.pictures)
    return AttemptSandbox(files, request.limits, warm, seed, assignment.name, given)


def _provenance(assignment: Assignment, request: GradingRequest) -> Provenance:
    message = f"{request.assignment}:{request.attempt.sha256}".encode()
    return Provenance(
        attempt=request.attempt.sha256,
        suite=assignment.suite_hash,
        source=assignment.source_hash,
        environment=environment_hash(),
        seed=hmac.new(request.secret, message, "sha256").hexdigest(),
        sandbox=machine_rung().name,
    )
