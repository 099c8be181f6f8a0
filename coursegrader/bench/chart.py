"""The bench's outcome as a picture: time and memory of the whole class, and what one more submission costs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from coursegrader.bench.figures import FLOOR_CPU_TARGET
from coursegrader.bench.outcome import BenchOutcome
from coursegrader.bench.submissions import KINDS

COLOURS = {"nbgrader": "#8d8d8d", "coursegrader": "#1f6f8b", "floor": "#d98e04"}
INK = "#222222"
BAR = 0.36


def draw_chart(outcome: BenchOutcome, path: Path) -> None:
    """Write the chart to ``path``; its ending says in which format (``.png``, ``.svg``, ...)."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(12, 4.6), dpi=150, layout="constrained")
    FigureCanvasAgg(figure)
    figure.get_layout_engine().set(w_pad=0.15)  # type: ignore[union-attr,call-arg]
    figure.suptitle(_title(outcome), fontsize=11, color=INK)
    wall, cpu, memory = figure.subplots(1, 3, width_ratios=[1.0, 1.5, 1.0])
    _wall(wall, outcome)
    _cpu(cpu, outcome)
    _memory(memory, outcome)
    figure.savefig(path)


def _title(outcome: BenchOutcome) -> str:
    machine, workers = outcome.machine, f"coursegrader with {outcome.workers} workers"
    rounds = f"medians of {outcome.rounds} rounds"
    if outcome.nbgrader is not None:
        rounds += f" (nbgrader: {outcome.nbgrader.more['rounds']})"
    where = f"{machine['cores']} cores, {machine['cpu']}, Python {machine['python']}"
    return f"Grading {outcome.students} submissions of {outcome.assignment}\n{workers}; {where}; {rounds}"


def _wall(axes: Any, outcome: BenchOutcome) -> None:
    costs = {
        "coursegrader": outcome.coursegrader,
        **({} if outcome.nbgrader is None else {"nbgrader": outcome.nbgrader}),
    }
    names = [name for name in ("nbgrader", "coursegrader") if name in costs]
    _bars(axes, names, [costs[name].per_submission.wall_s for name in names], "{:.2f} s")
    ratio = outcome.throughput_ratio
    told = "" if ratio is None else f"\nnbgrader takes {ratio:.0f} times as long"
    axes.set_title(f"Wall time a submission, whole class{told}", fontsize=10, color=INK)


def _memory(axes: Any, outcome: BenchOutcome) -> None:
    every = {"nbgrader": outcome.nbgrader, "coursegrader": outcome.coursegrader, "floor": outcome.floor}
    peaks = {name: costs.peak_mb for name, costs in every.items() if costs is not None and costs.peak_mb is not None}
    if not peaks:
        axes.set_axis_off()
        return
    _bars(axes, list(peaks), list(peaks.values()), "{:.0f} MB")
    extra = outcome.memory_per_extra_worker_mb
    told = "" if extra is None else f"\nthe second worker's share: {extra:.0f} MB"
    axes.set_title(f"Peak memory, all processes{told}", fontsize=10, color=INK)


def _cpu(axes: Any, outcome: BenchOutcome) -> None:
    for shift, (name, costs) in ((-1, ("floor", outcome.floor)), (1, ("coursegrader", outcome.coursegrader))):
        places = [position + shift * BAR / 2 for position in range(len(KINDS))]
        values = [costs.kinds[kind].cpu_s for kind in KINDS]
        bars = axes.bar(places, values, width=BAR * 0.94, color=COLOURS[name], label=name)
        axes.bar_label(bars, fmt="{:.2f}", padding=3, fontsize=9)
    for position, kind in enumerate(KINDS):
        bound = FLOOR_CPU_TARGET * outcome.floor.kinds[kind].cpu_s
        label = f"target: {FLOOR_CPU_TARGET:g} times the floor" if position == 0 else None
        axes.hlines(bound, position - BAR, position + BAR, colors=INK, linestyles="dashed", linewidth=1, label=label)
    axes.set_xticks(range(len(KINDS)), KINDS)
    axes.margins(y=0.22)
    axes.set_ylim(bottom=0)
    axes.legend(frameon=False, fontsize=9, ncols=3, loc="upper center")
    axes.set_title(
        f"CPU seconds of one more submission\n{outcome.steady_floor_cpu_ratio:.1f} times the floor "
        f"({outcome.floor_cpu_ratio:.1f} with the start of the command)",
        fontsize=10,
        color=INK,
    )
    _plain(axes)


def _bars(axes: Any, names: Sequence[str], values: Sequence[float], form: str) -> None:
    bars = axes.bar(names, values, color=[COLOURS[name] for name in names], width=0.6)
    axes.bar_label(bars, labels=[form.format(value) for value in values], padding=3, fontsize=10)
    axes.margins(x=0.12, y=0.15)
    axes.set_ylim(bottom=0)
    _plain(axes)


def _plain(axes: Any) -> None:
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(left=False, labelleft=False, bottom=False, labelsize=10)
