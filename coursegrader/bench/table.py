"""The bench's outcome for people: a table, and what of the targets is met."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from coursegrader.bench.figures import Costs
from coursegrader.bench.outcome import BenchOutcome
from coursegrader.bench.profile import Profile
from coursegrader.bench.submissions import KINDS

QUIET_LOAD = 0.5
WORDS = {
    "throughput_ratio": "nbgrader's time for the class over ours",
    "floor_cpu_ratio": "our CPU time over the floor's",
    "memory_per_extra_worker_mb": "memory per extra worker, MB",
}


def print_bench(outcome: BenchOutcome) -> None:
    """Two tables and a line for each target."""
    console = _console()
    for table in (_whole_class(outcome), _one_more(outcome)):
        console.print(table, markup=False)
    for name, unit in (("cpu_s_by_process", "CPU s a submission"), ("peak_mb_by_process", "MB at the peak")):
        parts = outcome.coursegrader.more.get(name, {})
        if parts:
            told = ", ".join(f"{part} {value:.3g}" for part, value in parts.items())
            console.print(f"coursegrader, {unit}: {told}", markup=False, highlight=False)
    for target in outcome.targets:
        verdict = "met" if target.met else "NOT met"
        bound = "at least" if target.at_least else "at most"
        console.print(
            f"{WORDS[target.name]}: {target.value:.1f} (target: {bound} {target.limit:g}, {verdict})", markup=False
        )
    machine = outcome.machine
    if machine["load_average"] > QUIET_LOAD:
        console.print(
            f"the machine was busy (load {machine['load_average']:.1f}): wall times are longer than they need be"
        )
    where = f"{machine['cores']} cores, {machine['cpu']}, Linux {machine['kernel']}, Python {machine['python']}"
    console.print(f"{where}, sandbox: {machine['sandbox']}", markup=False)


def print_profile(profile: Profile) -> None:
    """Where the time goes, the largest stage first."""
    table = Table(
        title=f"{profile.assignment}: milliseconds a submission, one worker, {profile.submissions} submissions"
    )
    for column in ("stage", "calls", "wall ms", "CPU ms"):
        table.add_column(column, justify="left" if column == "stage" else "right")
    for name, spent in sorted(profile.stages.items(), key=lambda stage: -stage[1]["wall_ms"]):
        table.add_row(name, f"{spent['calls']:.1f}", f"{spent['wall_ms']:.1f}", f"{spent['cpu_ms']:.1f}")
    table.add_section()
    wall, cpu = (sum(spent[key] for spent in profile.stages.values()) for key in ("wall_ms", "cpu_ms"))
    table.add_row("all of it", "", f"{wall:.1f}", f"{cpu:.1f}")
    for phase, spent in profile.sandbox.items():
        both = f"{spent['user_ms'] + spent['system_ms']:.1f}"
        table.add_row(f"behind the wall, {phase}: {spent['system_ms']:.1f} of it in the kernel", "", "", both)
    _console().print(table, markup=False)


def _console() -> Console:
    console = Console()
    return console if console.is_terminal else Console(width=120)


def _rows(outcome: BenchOutcome) -> list[tuple[str, Costs]]:
    ours = f"coursegrader, {outcome.workers} workers", outcome.coursegrader
    theirs = [] if outcome.nbgrader is None else [("nbgrader", outcome.nbgrader)]
    return [*theirs, ours, ("floor: warm, unconfined", outcome.floor)]


def _whole_class(outcome: BenchOutcome) -> Table:
    table = Table(title=f"{outcome.assignment}: a class of {outcome.students}, per submission, start-up included")
    table.add_column("")
    for column in ("wall s", "CPU s", "peak MB", "submissions/min"):
        table.add_column(column, justify="right")
    for name, costs in _rows(outcome):
        seconds = costs.per_submission
        peak = "" if costs.peak_mb is None else f"{costs.peak_mb:.0f}"
        table.add_row(name, f"{seconds.wall_s:.3f}", f"{seconds.cpu_s:.3f}", peak, f"{60 / seconds.wall_s:.0f}")
    return table


def _one_more(outcome: BenchOutcome) -> Table:
    table = Table(title="one more submission in the class: wall / CPU seconds; and what the command's start costs")
    table.add_column("")
    for column in (*KINDS, "mean", "start"):
        table.add_column(column, justify="right")
    for name, costs in _rows(outcome):
        cells = [costs.kinds[kind] for kind in KINDS] + [costs.steady, costs.start]
        table.add_row(name, *(f"{seconds.wall_s:.2f} / {seconds.cpu_s:.2f}" for seconds in cells))
    return table
