"""One run of a class: what is to be graded is chosen, handed to workers, and written as it comes back."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from coursegrader.errors import CourseError, CourseGraderError
from coursegrader.nbgrader_plugins.light_import import import_nbgrader
from coursegrader.pipeline import class_submission
from coursegrader.pipeline.class_files import SubmissionChanged
from coursegrader.pipeline.class_report import ClassReport, SubmissionRow
from coursegrader.pipeline.forced_run import ForcedRun, batch_folder
from coursegrader.pipeline.interruption import Interruption
from coursegrader.pipeline.watching import Watcher
from coursegrader.pipeline.workers import WarmWorkers, WorkerDied

if TYPE_CHECKING:
    from coursegrader.nbgrader_plugins.class_gradebook import ClassGradebook, SubmissionTotal
    from coursegrader.nbgrader_plugins.class_settings import ClassSettings
    from coursegrader.nbgrader_plugins.course import Course
    from coursegrader.pipeline.class_submission import AssignmentPlan, GradedSubmission, Job
    from coursegrader.pipeline.class_writer import ClassWriter

MOST_TRIES = 2  # of a submission whose worker dies
TICK_SECONDS = 0.25
WAITING = "the run was interrupted"


@dataclass(frozen=True)
class _Task:
    assignment: str
    plan: bytes  # packed
    job: Job
    tries: int = 1


class ClassBatch:
    """One run."""

    def __init__(self, course_dir: Path, pool: WarmWorkers, watcher: Watcher) -> None:
        self._course_dir, self._pool, self._watcher = course_dir, pool, watcher
        self._report = ClassReport()
        self._done: SimpleQueue[Future[GradedSubmission]] = SimpleQueue()
        self._tasks: dict[Future[GradedSubmission], _Task] = {}

    def run(self, assignments: Sequence[str] | None, students: Sequence[str] | None, force: bool) -> ClassReport:
        """Grade what is to be graded."""
        import_nbgrader()
        from coursegrader.nbgrader_plugins.class_gradebook import ClassGradebook
        from coursegrader.nbgrader_plugins.class_settings import class_settings
        from coursegrader.nbgrader_plugins.course import Course
        from coursegrader.pipeline.class_scan import find_submissions
        from coursegrader.pipeline.class_writer import ClassWriter

        course = Course(self._course_dir, any_course=True)
        settings = class_settings(course)
        found = find_submissions(course, settings, assignments, students)
        by_assignment: dict[str, list[Job]] = {}
        for one in found:
            by_assignment.setdefault(one.assignment, []).append(one.job)
        with _only_run(self._course_dir), ClassGradebook(course) as gradebook:
            writer = ClassWriter(course, gradebook, settings)
            plans = self._plans(course, gradebook, settings, by_assignment)
            force = force or settings.force
            runs = [self._choose(plan, by_assignment[plan.assignment], writer, settings, force) for plan in plans]
            tasks = [task for run in runs for task in run]
            if course.own_steps:
                steps = ", ".join(course.own_steps)
                self._note(f"the course has steps of its own ({steps}): nbgrader's converter grades one at a time")
                self._convert(tasks, writer)
            else:
                self._grade(tasks, writer)
            self._end_forced_runs(plans)
        self._report.rows.sort(key=lambda row: (row.assignment, row.student))
        return self._report

    def _plans(
        self, course: Course, gradebook: ClassGradebook, settings: ClassSettings, jobs: dict[str, list[Job]]
    ) -> list[AssignmentPlan]:
        """A plan for each assignment that can be graded; the submissions of the others fail."""
        from coursegrader.pipeline.class_plan import assignment_plan

        plans, errors = [], []
        for name in jobs:
            try:
                plans.append(assignment_plan(course, gradebook, settings, name))
            except CourseGraderError as error:
                errors.append(error)
                for job in jobs[name]:
                    self._add(SubmissionRow(name, job.student, "failed", str(error)))
        if not plans:
            raise errors[0]
        return plans

    def _choose(
        self, plan: AssignmentPlan, jobs: list[Job], writer: ClassWriter, settings: ClassSettings, force: bool
    ) -> list[_Task]:
        """The submissions of an assignment that are to be graded now."""
        from coursegrader.pipeline.class_scan import is_graded

        run = ForcedRun.of_assignment(self._course_dir, plan.assignment)
        chosen, packed = [], plan.packed()
        for job in jobs:
            try:
                if writer.recover(job):
                    self._note(f"{plan.assignment}: {job.student} had been graded by an interrupted run; now written")
                if force or run.is_due(job) or not is_graded(job, settings.notebook_glob):
                    chosen.append(_Task(plan.assignment, packed, job))
                else:
                    self._add(SubmissionRow(plan.assignment, job.student, "skipped", "graded already"))
            except (CourseGraderError, OSError, ValueError) as error:
                self._add(SubmissionRow(plan.assignment, job.student, "failed", _reason(error)))
        if force:
            run.begin([task.job.student for task in chosen])
        return chosen

    def _grade(self, tasks: list[_Task], writer: ClassWriter) -> None:
        with Interruption() as interruption:
            self._watcher.begin(len(tasks))
            for task in tasks:
                writer.prepare(task.assignment, task.job)
                self._submit(task)
            while self._tasks:
                if interruption.asked and not self._report.interrupted:
                    self._report.interrupted = True
                    self._pool.cancel_waiting()
                    self._watcher.stopping(len(self._tasks))
                try:
                    future = self._done.get(timeout=TICK_SECONDS)
                except Empty:
                    continue
                self._take(future, writer)
        self._pool.shutdown()

    def _convert(self, tasks: list[_Task], writer: ClassWriter) -> None:
        with Interruption() as interruption:
            self._watcher.begin(len(tasks))
            for task in tasks:
                self._report.interrupted = self._report.interrupted or interruption.asked
                if self._report.interrupted:
                    self._add(SubmissionRow(task.assignment, task.job.student, "waiting", WAITING))
                    continue
                started = time.perf_counter()
                try:
                    total = writer.convert(task.assignment, task.job)
                except Exception as error:  # noqa: BLE001  one submission's trouble, whatever it is, is not the class's
                    self._fail(task, _reason(error), writer)
                else:
                    self._add(_graded_row(task, total, time.perf_counter() - started))
        self._pool.shutdown()

    def _submit(self, task: _Task) -> None:
        future = self._pool.submit(class_submission.grade_in_worker, task.plan, task.job)
        self._tasks[future] = task
        future.add_done_callback(self._done.put)

    def _take(self, future: Future[GradedSubmission], writer: ClassWriter) -> None:
        """Write what a worker gives back. Whatever went wrong is that submission's row."""
        task = self._tasks.pop(future)
        try:
            graded = future.result()
            total = writer.write(task.assignment, task.job, graded)
        except CancelledError:
            self._add(SubmissionRow(task.assignment, task.job.student, "waiting", WAITING))
        except SubmissionChanged as error:
            self._add(SubmissionRow(task.assignment, task.job.student, "failed", str(error)))
        except WorkerDied as error:
            if task.tries < MOST_TRIES and not self._report.interrupted:
                self._submit(replace(task, tries=task.tries + 1))
            else:
                self._fail(task, f"{error}, {task.tries} times", writer)
        except Exception as error:  # noqa: BLE001  one submission's trouble, whatever it is, is not the class's
            self._fail(task, _reason(error), writer)
        else:
            row = _graded_row(task, total, graded.seconds)
            self._add(replace(row, problems=graded.problems, repairs=graded.repairs))

    def _fail(self, task: _Task, reason: str, writer: ClassWriter) -> None:
        try:
            writer.register_failure(task.assignment, task.job)
        except Exception as error:  # noqa: BLE001  it is told, and the next submission is graded
            if _reason(error) != reason:
                reason += f"; and the gradebook does not have it: {_reason(error)}"
        self._add(SubmissionRow(task.assignment, task.job.student, "failed", reason))

    def _end_forced_runs(self, plans: list[AssignmentPlan]) -> None:
        """Forget who has been graded anew; who failed is tried again by the next run."""
        for plan in plans:
            rows = [row for row in self._report.rows if row.assignment == plan.assignment]
            graded = {row.student for row in rows if row.status in ("graded", "skipped")}
            ForcedRun.of_assignment(self._course_dir, plan.assignment).end(graded)

    def _add(self, row: SubmissionRow) -> None:
        self._report.rows.append(row)
        self._watcher.row(row)

    def _note(self, text: str) -> None:
        self._report.notes.append(text)
        self._watcher.note(text)


def _graded_row(task: _Task, total: SubmissionTotal, seconds: float) -> SubmissionRow:
    return SubmissionRow(
        task.assignment,
        task.job.student,
        "graded",
        score=total.score,
        max_score=total.max_score,
        late_penalty=total.late_penalty,
        needs_manual_grade=total.needs_manual_grade,
        seconds=round(seconds, 3),
    )


def _reason(error: Exception) -> str:
    """One line for people: an error's own words if they were written for them."""
    text = " ".join(str(error).split())
    return text if isinstance(error, CourseGraderError) else f"{type(error).__name__}: {text}"


@contextmanager
def _only_run(course_dir: Path) -> Iterator[None]:
    """Be the only batch in this course."""
    with (batch_folder(course_dir) / "lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # released when the file closes, also by a crash
        except BlockingIOError:
            raise CourseError(f"{course_dir}: another `coursegrader autograde` is at work in this course") from None
        yield
