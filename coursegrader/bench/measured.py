"""``python -m coursegrader.bench.measured REPORT COMMAND ...``: run a command, and write down what all of it used.

A process of its own for each measured command: it adopts whatever the command leaves without a parent (a sandbox whose
starter was killed, a kernel in a session of its own), so that the kernel adds every process's time to one account.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from coursegrader.bench.cpu_account import SeenAccount, control_group, reaped
from coursegrader.bench.process_tree import descendants
from coursegrader.bench.tree_sampler import TreeSampler
from coursegrader.errors import CourseError

SAMPLE_SECONDS = 0.1
LEFT_SECONDS = 10.0
PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True)
class Usage:
    """What a command used, with everything it started: seconds of wall and CPU time, MB (10**6 bytes) of memory.

    Attributes:
        status: the command's exit status.
        peak_mb: the largest sum of PSS seen; None unless it was sampled.
        cpu_parts, memory_parts: both by kind of process (see TreeSampler); empty unless they were sampled.
    """

    wall_s: float
    cpu_s: float
    status: int
    peak_mb: float | None = None
    cpu_parts: Mapping[str, float] = field(default_factory=dict)
    memory_parts: Mapping[str, float] = field(default_factory=dict)


def measure(command: Sequence[str], *, cwd: Path, env: Mapping[str, str], log: Path, sample: bool = False) -> Usage:
    """Run a command, its output to the end of ``log``; what it used, its whole process tree included.

    Args:
        sample: look at memory about ten times a second; that takes CPU time beside the command, so do not quote the
            times of such a run.

    Raises:
        CourseError: it failed; the message has its last line.
    """
    with tempfile.TemporaryDirectory(prefix="coursegrader-bench-") as folder, log.open("ab") as output:
        report = Path(folder) / "usage.json"
        runner = [sys.executable, "-m", "coursegrader.bench.measured", str(report), "sample" if sample else "time"]
        subprocess.run(
            [*runner, *command],
            cwd=cwd,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=True,
        )
        usage = Usage(**json.loads(report.read_text()))
    if usage.status != 0:
        last = log.read_text(errors="replace").strip().splitlines()[-1:] or ["it said nothing"]
        raise CourseError(f"{' '.join(command[:4])} ... failed with status {usage.status}: {last[0][:300]}")
    return usage


def _run(command: Sequence[str], sample: bool) -> Usage:
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_CHILD_SUBREAPER)")
    sampler, seen = TreeSampler(), SeenAccount()
    with control_group() as group:
        looks = [*([sampler.look] if sample else []), *([seen.look] if group is None else [])]
        started = time.perf_counter()
        process = subprocess.Popen(command, preexec_fn=group.join if group is not None else None)
        while looks and process.poll() is None:
            for look in looks:
                look()
            time.sleep(SAMPLE_SECONDS)
        status = process.wait()
        wall = time.perf_counter() - started
        _end_the_rest()
        cpu = max(reaped(), seen.seconds() if group is None else group.seconds())
    return Usage(
        wall, cpu, status, *((sampler.peak_mb, sampler.cpu_parts(cpu), sampler.memory_parts) if sample else ())
    )


def _end_the_rest() -> None:
    """Wait a moment for what the command left behind, then end it. A process counts once it has been waited for."""
    end = time.monotonic() + LEFT_SECONDS
    while True:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.02)
        except ChildProcessError:
            return
        if time.monotonic() > end:
            for process in descendants(os.getpid()):
                with suppress(ProcessLookupError):
                    os.kill(process.pid, signal.SIGKILL)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(asdict(_run(sys.argv[3:], sys.argv[2] == "sample"))))
