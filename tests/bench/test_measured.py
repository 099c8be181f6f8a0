"""The account of a command's time: everything that it starts counts, however it ends."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from coursegrader.bench.measured import Usage, measure
from coursegrader.errors import CourseError

BURN = "import time\nwhile time.process_time() < 0.6: pass\n"
# what starting Python a few times may add on a busy machine; far less than one burner too many
SLACK = 0.5

# a child in a session of its own, whose parent does not wait for it
ORPHAN = f"""
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        while time.process_time() < 0.6: pass
    os._exit(0)
os.wait()
{BURN}
"""
# a process namespace that is ended from outside: nobody waits for what is in it
WALLED = f"""
import signal, subprocess, sys, time
inside = {BURN + "print('burnt', flush=True); time.sleep(60)"!r}
argv = ["bwrap", "--dev-bind", "/", "/", "--unshare-pid", "--die-with-parent", sys.executable, "-c", inside]
walled = subprocess.Popen(argv, stdout=subprocess.PIPE)
assert walled.stdout.readline() == b"burnt\\n"
time.sleep(1.0)
walled.send_signal(signal.SIGKILL)
walled.wait()
time.sleep(0.4)  # its first process is still to be seen, though nothing is left in it
"""


def run(code: str, folder: Path, sample: bool = False) -> Usage:
    command = [sys.executable, "-S", "-c", code]
    return measure(command, cwd=folder, env=os.environ, log=folder / "log", sample=sample)


@pytest.mark.parametrize(
    ("code", "burnt"), [(BURN, 0.6), (ORPHAN, 1.2), (WALLED, 0.6)], ids=["one", "orphan", "walled"]
)
def test_cpu_time_of_everything_that_was_started(code: str, burnt: float, tmp_path: Path) -> None:
    usage = run(code, tmp_path)
    assert 0.95 * burnt <= usage.cpu_s <= burnt + SLACK
    assert usage.wall_s >= 0.55


def test_the_time_of_a_namespace_is_seen_without_a_control_group() -> None:
    script = f"""
import sys
from contextlib import nullcontext
from coursegrader.bench import measured
measured.control_group = nullcontext
print(measured._run([sys.executable, "-S", "-c", {WALLED!r}], False).cpu_s)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert 0.9 * 0.6 <= float(done.stdout) <= 0.6 + SLACK


def test_memory_is_that_of_all_processes_together(tmp_path: Path) -> None:
    held = "import os, time; data = os.urandom(2**16) * 2**9; time.sleep(1.0)"
    two = f"""
import subprocess, sys
for child in [subprocess.Popen([sys.executable, '-c', {held!r}]) for _ in (1, 2)]:
    child.wait()
"""
    usage = run(two, tmp_path, sample=True)
    assert usage.peak_mb is not None
    assert 2 * 33.5 <= usage.peak_mb <= 2 * 33.5 + 60
    assert set(usage.cpu_parts) == {"main", "workers", "sandboxes"}
    assert sum(usage.memory_parts.values()) == pytest.approx(usage.peak_mb)
    assert usage.memory_parts["workers"] >= 2 * 33.5


def test_a_command_that_fails_is_told_with_its_last_line(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="failed with status 3: no such thing"):
        run("import sys; print('first'); print('no such thing'); sys.exit(3)", tmp_path)
