"""Who is measured when, and what is made of it: the bench with commands that only say what they were asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from coursegrader.bench import bench
from coursegrader.bench.competitors import GradedNotebook
from coursegrader.bench.measured import Usage
from coursegrader.bench.outcome import BenchOutcome
from coursegrader.bench.scratch import Scratch
from coursegrader.bench.submissions import Submission
from coursegrader.errors import CourseError
from tests.tiny_course import ASSIGNMENT, make_course

POINTS = {"full": {"double": 4.0, "greeting": 1.0}, "half": {"double": 4.0, "greeting": 0.0}}
NOTHING = {"double": 0.0, "greeting": 0.0}
Run = tuple[str, int, bool]


class Commands:
    """In place of what is measured: it takes a second to start and a tenth for each submission."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.floor_gives: Mapping[str, float] = NOTHING

    def use(self, name: str, submissions: Sequence[Submission], workers: int, sample: bool) -> Usage:
        self.runs.append((name, len(submissions), sample))
        seconds = 1.0 + 0.1 * len(submissions)
        return Usage(seconds, seconds, 0, 100.0 * workers if sample else None)

    def ours(self, scratch: Scratch, class_: Sequence[Submission], *, workers: int, sample: bool = False) -> Usage:
        return self.use("coursegrader", class_, workers, sample)

    def theirs(self, scratch: Scratch, class_: Sequence[Submission], *, sample: bool = False) -> Usage:
        usage = self.use("nbgrader", class_, 1, sample)
        return Usage(50 * usage.wall_s, 50 * usage.cpu_s, 0, usage.peak_mb)

    def floor(self, scratch: Scratch, work: Path, *, sample: bool = False) -> tuple[Usage, list[dict[str, Any]]]:
        self.runs.append(("floor", 0, sample))
        results = [
            {"student": f"student-{n + 1:03}", "cells": 0.04, "tests": 0.01, "wall": 0.06, "scores": scores}
            for n, scores in enumerate([POINTS["full"], POINTS["half"], self.floor_gives] * 2)
        ]
        return Usage(1.0, 1.0, 0, 80.0 if sample else None), results


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Commands:
    commands = Commands()

    def scratch(course: Path, assignment: str, folder: Path, *, plain: bool) -> Scratch:
        return Scratch(course, assignment, {})

    def scores(scratch: Scratch, submissions: Sequence[Submission]) -> dict[str, Mapping[str, float]]:
        return {submission.student: POINTS.get(submission.kind, NOTHING) for submission in submissions}

    replaced = {
        "make_scratch": scratch,
        "run_coursegrader": commands.ours,
        "run_nbgrader": commands.theirs,
        "run_floor": commands.floor,
        "recorded_scores": scores,
        "graded_notebooks": lambda *args: [GradedNotebook("work", (), {}, {}, {}, "", "bubblewrap")],
        "write_work": lambda *args: tmp_path / "work.json",
    }
    for name, function in replaced.items():
        monkeypatch.setattr(bench, name, function)
    return commands


def run(folder: Path, **options: Any) -> BenchOutcome:
    return bench.run_bench(make_course(folder / "course"), ASSIGNMENT, students=6, **options)


def test_everybody_is_measured_in_turn(commands: Commands, tmp_path: Path) -> None:
    outcome = run(tmp_path, rounds=2, nbgrader_rounds=1)
    ours, theirs = [("coursegrader", n, False) for n in (6, 2, 2, 2)], [("nbgrader", n, False) for n in (6, 1, 1, 1)]
    floor = [("floor", 0, False)]
    memory = [("coursegrader", 6, True), ("coursegrader", 6, True), ("floor", 0, True), ("nbgrader", 3, True)]
    assert commands.runs == [*ours, *floor, *theirs, *ours, *floor, *memory]
    assert outcome.throughput_ratio == pytest.approx(50.0)
    assert outcome.coursegrader.steady.cpu_s == pytest.approx(0.1)
    assert outcome.floor_cpu_ratio == pytest.approx((1.6 / 6) / 0.05)
    assert outcome.steady_floor_cpu_ratio == pytest.approx(2.0)
    assert outcome.memory_per_extra_worker_mb == pytest.approx(100.0)
    assert (outcome.coursegrader.peak_mb, outcome.floor.peak_mb) == (200.0, 80.0)
    assert outcome.to_json()["nbgrader"]["rounds"] == 1
    assert outcome.machine["sandbox"] == "bubblewrap"
    assert outcome.to_json()["floor"]["tests_cpu_s"] == pytest.approx(0.01)


def test_nbgrader_and_memory_can_be_left_out(commands: Commands, tmp_path: Path) -> None:
    outcome = run(tmp_path, rounds=1, nbgrader_rounds=0, memory=False)
    assert {name for name, _, sample in commands.runs} == {"coursegrader", "floor"}
    assert outcome.nbgrader is None and outcome.memory_per_extra_worker_mb is None


def test_a_floor_with_other_scores_ends_the_bench(commands: Commands, tmp_path: Path) -> None:
    commands.floor_gives = POINTS["half"]
    with pytest.raises(CourseError, match=r"student-003: double: coursegrader gave 0.0 points, the floor 4.0"):
        run(tmp_path)


def test_wrong_scores_end_the_bench(commands: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "recorded_scores", lambda _, class_: {one.student: NOTHING for one in class_})
    with pytest.raises(CourseError, match=r"student-001 \(full\) got 0 of 5 points"):
        run(tmp_path)
    assert commands.runs == [("coursegrader", 6, False)]
