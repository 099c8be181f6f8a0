"""The ways in: a submission goes through the same calls as any learner's work, and comes out as an outcome."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from coursegrader.attacks.attack import Door, Submission
from coursegrader.attacks.outcome import Outcome
from coursegrader.attacks.scratch import COURSE_ID, Scratch
from coursegrader.errors import BadSubmission, CourseGraderError, StoreError
from coursegrader.grader_side.attempt import Attempt, read_attempt
from coursegrader.grader_side.grade import Graded, GradingRequest, grade_attempt
from coursegrader.nbgrader_plugins.course import Course
from coursegrader.nbgrader_plugins.gradebook import read_gradebook
from coursegrader.nbgrader_plugins.teacher_page import teacher_page
from coursegrader.pipeline.grading import grade_attempt_in_course
from coursegrader.pipeline.recorded_result import read_result
from coursegrader.results import GradedAttempt
from coursegrader.sandbox.policy import MIB, Limits
from coursegrader.store import AttemptStore, DataFolder, Exchange
from coursegrader.store.records import timestamp
from coursegrader.store.submitted_files import read_folder

GOT = "got: "
Grade = Callable[[GradingRequest], Graded]

SHORT = Limits(
    cell_seconds=1.5,
    notebook_seconds=8.0,
    test_seconds=1.0,
    cpu_seconds=20,
    memory=1536 * MIB,
    test_memory=1280 * MIB,
    processes=64,
    open_files=128,
    file_size=16 * MIB,
    output=MIB,
    message=32 * MIB,
)


class Doors:
    """One scratch course, open to submissions. ``grade`` is the engine; another one can be put to the same test."""

    def __init__(self, scratch: Scratch, grade: Grade = grade_attempt) -> None:
        self.scratch = scratch
        self._grade = grade

    def submit(self, submission: Submission, learner: str, door: Door) -> Outcome:
        """Hand in and grade. Refusals and crashes are part of the outcome, never raised."""
        outcome = Outcome()
        way = {"course": self._course, "engine": self._engine, "folder": self._folder, "inbox": self._inbox}[door]
        try:
            way(submission, submission.learner or learner, outcome)
        except (BadSubmission, StoreError) as error:
            outcome.refusal = str(error)
            outcome.visible["refusal"] = str(error)
        except CourseGraderError as error:
            outcome.crash = f"{type(error).__name__}: {error}"
        except Exception as error:  # noqa: BLE001  a bug that an attack has found: the judge tells
            outcome.crash = f"{type(error).__name__}: {error}"
        return outcome

    # ---- each door

    def _engine(self, submission: Submission, learner: str, outcome: Outcome) -> None:
        self._by_engine(Attempt(dict(submission.files)), submission, learner, outcome)

    def _by_engine(self, attempt: Attempt, submission: Submission, learner: str, outcome: Outcome) -> None:
        secret = DataFolder.of_course(self.scratch.course).secret()
        graded = self._grade(
            GradingRequest(self.scratch.course, submission.assignment, attempt, learner, secret, limits=SHORT)
        )
        _read_scores(graded.result, outcome)
        for name, document in graded.notebooks.items():
            outcome.visible[f"{name}.ipynb"] = json.dumps(document, ensure_ascii=False)
            outcome.got += _printed(document)

    def _course(self, submission: Submission, learner: str, outcome: Outcome) -> None:
        self._by_exchange(submission.files, submission, learner, outcome)

    def _by_exchange(self, files: Mapping[str, bytes], submission: Submission, learner: str, outcome: Outcome) -> None:
        """Submit, grade and release feedback as the services do; then fetch what the learner would."""
        course = self.scratch.course
        store = AttemptStore(DataFolder.of_course(course))
        try:
            exchange = Exchange(store)
            attempt = exchange.submit(COURSE_ID, submission.assignment, learner, files)
            try:
                stored = exchange.attempt_files(attempt)
                graded = grade_attempt_in_course(course, attempt.assignment, learner, stored, attempt.received_at)
            except BadSubmission as error:
                store.record_failure(attempt, str(error))
                raise
            store.record_result(attempt, graded.result.to_json(), graded.feedback)
            outcome.outside += self._forged_time(submission.assignment, learner, attempt.received_at)
            attempt = store.find_attempt(COURSE_ID, attempt.id)
            outcome.visible["result"] = json.dumps(attempt.result, ensure_ascii=False)
            for name, page in exchange.feedback_files(attempt).items():
                outcome.visible[f"feedback/{name}"] = outcome.pages[f"feedback/{name}"] = page.decode()
        finally:
            store.close()
        _read_scores(graded.result, outcome)
        self._read_autograded(submission.assignment, learner, outcome)

    def _forged_time(self, assignment: str, learner: str, received_at: datetime) -> list[str]:
        course = Course(self.scratch.course)
        folder = course.folder(course.directory.submitted_directory, learner, assignment)
        said = (folder / "timestamp.txt").read_text()
        return [] if said == timestamp(received_at) else [f"the time of submission became {said!r}"]

    def _folder(self, submission: Submission, learner: str, outcome: Outcome) -> None:
        """A folder on disk, read by ``nbgrader submit`` and ``coursegrader grade``; graded where it is taken."""
        with tempfile.TemporaryDirectory(prefix="coursegrader-attacks-") as name:
            folder = Path(name, "handed-in")
            _lay_out(folder, submission)
            taken: list[Callable[[], None]] = []
            refusals = []
            try:
                files = read_folder(folder)
                taken.append(lambda: self._by_exchange(files, submission, learner, outcome))
            except BadSubmission as error:
                refusals.append(str(error))
            try:
                attempt = read_attempt(folder)
                taken.append(lambda: self._by_engine(attempt, submission, learner, outcome))
            except BadSubmission as error:
                refusals.append(str(error))
            if not taken:
                raise BadSubmission(" | ".join(refusals))
            outcome.got += [f"refused by one reader: {refusal}" for refusal in refusals]
            for grade in taken:
                grade()

    def _inbox(self, submission: Submission, learner: str, outcome: Outcome) -> None:
        """A folder that somebody put into ``submitted/``; graded as ``nbgrader autograde`` does."""
        course = Course(self.scratch.course)
        with course.lock():
            folder = course.folder(course.directory.submitted_directory, learner, submission.assignment)
            _lay_out(folder, submission)
            (folder / "timestamp.txt").write_text(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC")
            course.convert("autograde", submission.assignment, learner)
            course.convert("generate_feedback", submission.assignment, learner)
        result = read_result(course, submission.assignment, learner)
        outcome.visible["result"] = json.dumps(result.to_json(), ensure_ascii=False)
        _read_scores(result, outcome)
        self._read_autograded(submission.assignment, learner, outcome)
        feedback = course.folder(course.directory.feedback_directory, learner, submission.assignment)
        for page in sorted(feedback.glob("*.html")):
            outcome.visible[f"feedback/{page.name}"] = outcome.pages[f"feedback/{page.name}"] = page.read_text()

    # ---- what came out

    def _read_autograded(self, assignment: str, learner: str, outcome: Outcome) -> None:
        """What teachers open, and the score in the gradebook."""
        course = Course(self.scratch.course)
        folder = course.folder(course.directory.autograded_directory, learner, assignment)
        for path in sorted(folder.glob("*.ipynb")):
            document = json.loads(path.read_text("utf-8"))
            outcome.got += _printed(document)
            outcome.bundles += _bundles(document)
            outcome.pages[path.name] = teacher_page(path)
            if assignment != "plain":  # there the instructor's own hidden block stands in it; learners never get it
                outcome.visible[path.name] = json.dumps(document, ensure_ascii=False)
        rows = [r for r in read_gradebook(self.scratch.course) if (r.assignment, r.learner) == (assignment, learner)]
        outcome.recorded = rows[0].score if len(rows) == 1 else -1.0


def _lay_out(folder: Path, submission: Submission) -> None:
    for name, content in submission.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    if submission.lay_out is not None:
        folder.mkdir(parents=True, exist_ok=True)
        submission.lay_out(folder)


def _whole_attempt(folder: Path) -> Attempt:
    """The attempt in a folder, if nothing of it was left out."""
    attempt = read_attempt(folder)
    if attempt.left_out:
        raise BadSubmission("; ".join(attempt.left_out.values()))
    return attempt


def _read_scores(result: GradedAttempt, outcome: Outcome) -> None:
    outcome.scores = {cell.grade_id: cell.score for cell in result.cells}
    outcome.max_scores = {cell.grade_id: cell.max_score for cell in result.cells}
    outcome.tests = {cell.grade_id: len(cell.tests) for cell in result.cells}
    outcome.errors = [f"{problem.where}: {problem.message}" for problem in result.errors]
    outcome.rung = result.provenance.sandbox
    outcome.visible.setdefault("result", json.dumps(result.to_json(), ensure_ascii=False))


def _outputs(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for cell in document["cells"]:
        yield from cell.get("outputs", [])


def _printed(document: Mapping[str, Any]) -> list[str]:
    """What the attack's cells printed after ``got:``, line by line."""
    text = "".join("".join(out["text"]) for out in _outputs(document) if out["output_type"] == "stream")
    return [line.removeprefix(GOT) for line in text.splitlines() if line.startswith(GOT)]


def _bundles(document: Mapping[str, Any]) -> list[Mapping[str, object]]:
    return [output["data"] for output in _outputs(document) if "data" in output]
