"""``coursegrader bench``: everything is measured in one run, turn by turn, so that a noisy machine is noisy for all."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from coursegrader.bench.competitors import graded_notebooks, run_coursegrader, run_nbgrader
from coursegrader.bench.figures import Costs, Round, Seconds, costs
from coursegrader.bench.floor_work import run_floor, write_work
from coursegrader.bench.machine import describe_machine
from coursegrader.bench.measured import Usage
from coursegrader.bench.outcome import BenchOutcome
from coursegrader.bench.score_check import CellScores, check_expected, check_same, recorded_scores
from coursegrader.bench.scratch import Scratch, make_scratch
from coursegrader.bench.submissions import KINDS, Submission, make_class
from coursegrader.errors import CourseError
from coursegrader.grader_side.assignment import open_assignment
from coursegrader.store.data_folder import DataFolder

Say = Callable[[str], None]
WORKERS = 2


def first_with_suites(course_dir: Path) -> str:
    """The first assignment of a course that hidden suites score.

    Raises:
        CourseError: there is none.
    """
    for folder in sorted((course_dir / "source").glob("*/")):
        if open_assignment(course_dir, folder.name).suites:
            return folder.name
    raise CourseError(f"{course_dir} has no assignment with hidden suites; give --course-dir")


def run_bench(
    course_dir: Path,
    assignment: str,
    *,
    students: int = 30,
    rounds: int = 3,
    nbgrader_rounds: int = 1,
    memory: bool = True,
    say: Say = lambda text: None,
) -> BenchOutcome:
    """Measure nbgrader, coursegrader and the floor on the same submissions.

    Args:
        students: how many submissions, a multiple of three.
        rounds: how often coursegrader and the floor are measured.
        nbgrader_rounds: how often nbgrader is; 0 leaves it out.
        memory: whether to measure memory, in four further runs.
        say: is told what is being done.

    Raises:
        CourseError: the scores are not what they must be, or a command fails.
        UnknownAssignment: there is no such assignment.
    """
    if students < len(KINDS) or students % len(KINDS):
        raise CourseError(f"--students {students}: give a multiple of {len(KINDS)}, since there are as many kinds")
    if not open_assignment(course_dir, assignment).suites:
        raise CourseError(
            f"{assignment} has no hidden suites in graders/, so there is nothing to compare; name another"
        )
    with tempfile.TemporaryDirectory(prefix="coursegrader-bench-") as name:
        bench = _Bench(course_dir, assignment, Path(name), students, plain=nbgrader_rounds > 0, say=say)
        for number in range(rounds):
            bench.one_round(number, with_nbgrader=number < nbgrader_rounds)
        if memory:
            bench.measure_memory()
        return bench.outcome(rounds)


class _Bench:
    """One run: the scratch courses, the class, and what has been measured so far."""

    def __init__(
        self, course_dir: Path, assignment: str, folder: Path, students: int, *, plain: bool, say: Say
    ) -> None:
        self._say = say
        self._machine = describe_machine()
        say(f"preparing {students} submissions of {assignment}")
        self._ours = make_scratch(course_dir, assignment, folder, plain=False)
        self._plain = make_scratch(course_dir, assignment, folder, plain=True) if plain else None
        self._secret = DataFolder((folder / "data").absolute()).ensure().secret()
        opened = open_assignment(self._ours.root, assignment)
        self._class = make_class(opened, self._ours.release, self._secret, students)
        self._points = {
            c.grade_id: c.points for cells in opened.notebooks.values() for c in cells if c.grade_id in opened.suites
        }
        self._assignment = assignment
        self._scores: dict[str, CellScores] = {}
        self._rounds: list[Round] = []
        self._nbgrader_rounds: list[Round] = []
        self._floor: list[list[Mapping[str, Any]]] = []
        self._peaks: dict[str, float | None] = {}
        self._parts: dict[str, Mapping[str, float]] = {}
        self._work: Path | None = None

    # ---- measuring

    def one_round(self, number: int, *, with_nbgrader: bool) -> None:
        """coursegrader, the floor, and nbgrader if it is its turn."""
        self._say(f"round {number + 1}: coursegrader")
        self._rounds.append(self._round(self._run_ours, self._ours, len(self._class) // len(KINDS)))
        self._say(f"round {number + 1}: the floor")
        assert self._work is not None
        _, results = run_floor(self._ours, self._work)
        check_same(results, self._scores)
        self._floor.append(results)
        if with_nbgrader and self._plain is not None:
            self._say(f"round {number + 1}: nbgrader (about five seconds a submission)")
            self._nbgrader_rounds.append(self._round(run_nbgrader, self._plain, 1))

    def _round(self, run: Callable[[Scratch, Sequence[Submission]], Usage], scratch: Scratch, of_each: int) -> Round:
        by_kind = {kind: [s for s in self._class if s.kind == kind][:of_each] for kind in KINDS}
        whole = run(scratch, self._class)
        return Round(len(self._class), of_each, whole, {kind: run(scratch, few) for kind, few in by_kind.items()})

    def _run_ours(self, scratch: Scratch, submissions: Sequence[Submission]) -> Usage:
        usage = run_coursegrader(scratch, submissions, workers=WORKERS)
        scores = recorded_scores(scratch, submissions)
        check_expected(submissions, scores, self._points)
        if self._work is None:
            self._scores = scores
            self._machine["sandbox"] = graded_notebooks(scratch, submissions[0].student)[0].rung
            self._work = write_work(scratch, submissions, self._secret)
        elif any(self._scores[student] != mine for student, mine in scores.items()):
            raise CourseError("coursegrader gave another score for the same submission in a later round")
        return usage

    def measure_memory(self) -> None:
        """The peaks of memory, in runs of their own, since looking takes time; and which processes spend CPU time."""
        self._say("memory")
        assert self._work is not None
        ours = run_coursegrader(self._ours, self._class, workers=WORKERS, sample=True)
        self._peaks["coursegrader"] = ours.peak_mb
        self._parts = {
            "cpu_s_by_process": {part: seconds / len(self._class) for part, seconds in ours.cpu_parts.items()},
            "peak_mb_by_process": ours.memory_parts,
        }
        self._peaks["one worker"] = run_coursegrader(self._ours, self._class, workers=1, sample=True).peak_mb
        self._peaks["floor"] = run_floor(self._ours, self._work, sample=True)[0].peak_mb
        if self._plain is not None:
            self._peaks["nbgrader"] = run_nbgrader(self._plain, self._class[: len(KINDS)], sample=True).peak_mb

    # ---- figures

    def outcome(self, rounds: int) -> BenchOutcome:
        """What all of it comes to."""
        kinds = {submission.kind: sum(self._scores[submission.student].values()) for submission in self._class}
        most = sum(self._points.values())
        theirs = None
        if self._nbgrader_rounds:
            more = {"rounds": len(self._nbgrader_rounds)}
            theirs = costs(self._nbgrader_rounds, self._peaks.get("nbgrader"), more)
        return BenchOutcome(
            assignment=self._assignment,
            students=len(self._class),
            rounds=rounds,
            workers=WORKERS,
            machine=self._machine,
            scores={kind: {"points": kinds[kind], "of": most} for kind in KINDS},
            coursegrader=costs(self._rounds, self._peaks.get("coursegrader"), self._parts),
            floor=self._floor_costs(),
            nbgrader=theirs,
            one_worker_peak_mb=self._peaks.get("one worker"),
        )

    def _floor_costs(self) -> Costs:
        kind_of = {submission.student: submission.kind for submission in self._class}

        def mean(results: Sequence[Mapping[str, Any]], *parts: str) -> float:
            return float(sum(result[part] for result in results for part in parts)) / len(results)

        def middle(*parts: str, kind: str | None = None) -> float:
            chosen = [[r for r in results if kind in (None, kind_of[r["student"]])] for results in self._floor]
            return median(mean(results, *parts) for results in chosen)

        def seconds(kind: str | None = None) -> Seconds:
            return Seconds(middle("wall", kind=kind), middle("cells", "tests", kind=kind))

        more = {"cells_cpu_s": middle("cells"), "tests_cpu_s": middle("tests")}
        by_kind = {kind: seconds(kind) for kind in KINDS}
        return Costs(seconds(), seconds(), Seconds(0.0, 0.0), by_kind, self._peaks.get("floor"), more)
