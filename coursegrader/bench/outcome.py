"""What ``coursegrader bench`` found, and its JSON form.

The JSON document is a public contract: ``nbgrader``, ``coursegrader`` and ``floor`` with ``wall_s``, ``cpu_s`` and
``peak_mb`` a submission, ``throughput_ratio``, ``floor_cpu_ratio`` and ``memory_per_extra_worker_mb``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coursegrader.bench.figures import FLOOR_CPU_TARGET, THROUGHPUT_TARGET, WORKER_MEMORY_TARGET, Costs, Target

NOTES = (
    "wall_s and cpu_s: the whole command, from its start to its end, divided by the number of submissions.",
    "steady_*: what one more submission costs in a class; start_*: what a command costs however few there are.",
    "CPU seconds are user and system time of every process that the command started, sandboxes and kernels too.",
    "peak_mb: the largest sum of PSS over the command's processes, in 10**6 bytes, from a run of its own.",
    "nbgrader runs every notebook of the assignment, coursegrader and the floor those in which something is graded.",
    "*_by_process: main writes the results, workers run hidden tests, learners' code runs in sandboxes.",
    "The floor is warm: imports and first-time caches are not counted, nor is anything but cells and hidden tests.",
    "floor_cpu_ratio compares the whole command with the warm floor, steady_floor_cpu_ratio one more submission.",
)


@dataclass(frozen=True)
class BenchOutcome:
    """One run of the bench.

    Attributes:
        students: how many submissions, the same number of each kind.
        scores: by kind of submission, points that each of them got, and the most there is.
        nbgrader: None if it was left out.
        one_worker_peak_mb: memory with one worker in place of two; None if memory was left out.
    """

    assignment: str
    students: int
    rounds: int
    workers: int
    machine: Mapping[str, Any]
    scores: Mapping[str, Mapping[str, float]]
    coursegrader: Costs
    floor: Costs
    nbgrader: Costs | None
    one_worker_peak_mb: float | None

    @property
    def throughput_ratio(self) -> float | None:
        """nbgrader's wall time for the class over ours."""
        if self.nbgrader is None:
            return None
        return self.nbgrader.per_submission.wall_s / self.coursegrader.per_submission.wall_s

    @property
    def steady_throughput_ratio(self) -> float | None:
        """The same for one more submission in a class."""
        return None if self.nbgrader is None else self.nbgrader.steady.wall_s / self.coursegrader.steady.wall_s

    @property
    def floor_cpu_ratio(self) -> float:
        """Our CPU time a submission over the floor's."""
        return self.coursegrader.per_submission.cpu_s / self.floor.per_submission.cpu_s

    @property
    def steady_floor_cpu_ratio(self) -> float:
        """The CPU time of one more submission in a class over the floor's."""
        return self.coursegrader.steady.cpu_s / self.floor.per_submission.cpu_s

    @property
    def memory_per_extra_worker_mb(self) -> float | None:
        """Memory that each worker beyond the first adds, in MB (10**6 bytes)."""
        if self.coursegrader.peak_mb is None or self.one_worker_peak_mb is None:
            return None
        return (self.coursegrader.peak_mb - self.one_worker_peak_mb) / (self.workers - 1)

    @property
    def targets(self) -> list[Target]:
        """What is to be reached, and whether it is."""
        wanted = (
            ("throughput_ratio", self.throughput_ratio, THROUGHPUT_TARGET, True),
            ("floor_cpu_ratio", self.floor_cpu_ratio, FLOOR_CPU_TARGET, False),
            ("memory_per_extra_worker_mb", self.memory_per_extra_worker_mb, WORKER_MEMORY_TARGET, False),
        )
        return [Target(name, value, limit, at_least) for name, value, limit, at_least in wanted if value is not None]

    def to_json(self) -> dict[str, Any]:
        """The outcome as JSON-ready dicts and lists."""
        return {
            "assignment": self.assignment,
            "students": self.students,
            "rounds": self.rounds,
            "workers": self.workers,
            "machine": dict(self.machine),
            "nbgrader": None if self.nbgrader is None else self.nbgrader.to_json(),
            "coursegrader": self.coursegrader.to_json(),
            "floor": self.floor.to_json(),
            "throughput_ratio": self.throughput_ratio,
            "steady_throughput_ratio": self.steady_throughput_ratio,
            "floor_cpu_ratio": self.floor_cpu_ratio,
            "steady_floor_cpu_ratio": self.steady_floor_cpu_ratio,
            "memory_per_extra_worker_mb": self.memory_per_extra_worker_mb,
            "targets": {target.name: target.to_json() for target in self.targets},
            "scores": {kind: dict(points) for kind, points in self.scores.items()},
            "notes": list(NOTES),
        }
