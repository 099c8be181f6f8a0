"""What the bench tells: the JSON contract, the table, the chart."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from coursegrader.bench.chart import draw_chart
from coursegrader.bench.outcome import BenchOutcome
from coursegrader.bench.table import print_bench


def test_json_is_the_documented_contract(outcome: BenchOutcome) -> None:
    data = json.loads(json.dumps(outcome.to_json(), allow_nan=False))
    for name in ("nbgrader", "coursegrader", "floor"):
        assert {"wall_s", "cpu_s", "peak_mb", "kinds"} <= set(data[name])
        assert set(data[name]["kinds"]) == {"full", "half", "untouched"}
        assert set(data[name]["kinds"]["full"]) == {"wall_s", "cpu_s"}
    assert data["throughput_ratio"] == pytest.approx(50.0)
    assert data["floor_cpu_ratio"] == pytest.approx(1.5)
    assert data["steady_floor_cpu_ratio"] == pytest.approx(0.16 / 0.12)
    assert data["steady_throughput_ratio"] == pytest.approx(5.0 / 0.08)
    assert data["memory_per_extra_worker_mb"] == pytest.approx(110.0)
    assert {name: target["met"] for name, target in data["targets"].items()} == {
        "throughput_ratio": True,
        "floor_cpu_ratio": True,
        "memory_per_extra_worker_mb": True,
    }
    assert data["machine"]["cores"] == 2
    assert data["scores"]["half"] == {"points": 5.0, "of": 10.0}


def test_what_was_left_out_is_null_and_has_no_target(outcome: BenchOutcome) -> None:
    data = replace(outcome, nbgrader=None, one_worker_peak_mb=None).to_json()
    assert data["nbgrader"] is None
    assert data["throughput_ratio"] is None
    assert data["memory_per_extra_worker_mb"] is None
    assert set(data["targets"]) == {"floor_cpu_ratio"}


def test_the_table_says_which_targets_are_met(outcome: BenchOutcome, capsys: pytest.CaptureFixture[str]) -> None:
    print_bench(replace(outcome, one_worker_peak_mb=200.0))
    said = capsys.readouterr().out
    assert "nbgrader's time for the class over ours: 50.0 (target: at least 40, met)" in said
    assert "memory per extra worker, MB: 200.0 (target: at most 150, NOT met)" in said
    assert "floor: warm, unconfined" in said


def test_the_table_says_when_the_machine_was_busy(outcome: BenchOutcome, capsys: pytest.CaptureFixture[str]) -> None:
    print_bench(outcome)
    assert "busy" not in capsys.readouterr().out
    print_bench(replace(outcome, machine={**outcome.machine, "load_average": 3.0}))
    assert "the machine was busy (load 3.0)" in capsys.readouterr().out


def test_the_table_does_without_nbgrader(outcome: BenchOutcome, capsys: pytest.CaptureFixture[str]) -> None:
    print_bench(replace(outcome, nbgrader=None))
    assert "nbgrader" not in capsys.readouterr().out


def test_the_chart_is_a_picture(outcome: BenchOutcome, tmp_path: Path) -> None:
    draw_chart(outcome, tmp_path / "bench.png")
    draw_chart(replace(outcome, nbgrader=None), tmp_path / "ours.png")
    for name in ("bench.png", "ours.png"):
        assert (tmp_path / name).read_bytes().startswith(b"\x89PNG")
