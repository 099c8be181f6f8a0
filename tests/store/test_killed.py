"""A program killed in the middle of its work: what it said it had kept is there, whole, and waits or is graded."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from coursegrader.store import AttemptState, AttemptStore, DataFolder

PROGRAM = """
import sys
from pathlib import Path
from coursegrader.store import AttemptStore, DataFolder
store = AttemptStore(DataFolder(Path(sys.argv[1])))
for number in range(10_000):
    attempt = store.add_attempt("maths", "week1", "amara", {"quiz.ipynb": b"%d" % number})
    print("accepted", attempt.id, number, flush=True)
    if number % 2:
        store.record_result(attempt, {"score": float(number)}, {"quiz.html": b"<p>%d" % number})
        print("graded", attempt.id, number, flush=True)
"""


@pytest.mark.parametrize("lines", [1, 8, 21])
def test_what_was_accepted_is_there_after_a_kill(tmp_path: Path, lines: int) -> None:
    said = []
    with subprocess.Popen([sys.executable, "-c", PROGRAM, str(tmp_path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line.split())
            if len(said) == lines:
                process.send_signal(signal.SIGKILL)
    store = AttemptStore(DataFolder(tmp_path))
    attempts = {attempt.id: attempt for attempt in store.attempts("maths")}
    for what, told, number in said:
        found = attempts[int(told)]
        assert store.blobs.get_all(found.files) == {"quiz.ipynb": number.encode()}
        if what == "graded":
            assert (found.state, found.score) == (AttemptState.GRADED, float(number))
            assert store.blobs.get_all(found.feedback or {}) == {"quiz.html": f"<p>{number}".encode()}
    for attempt in attempts.values():  # nothing is half there
        assert store.blobs.get_all(attempt.files)
        assert len(store.history("maths", attempt.id)) == (attempt.state is AttemptState.GRADED)
    assert [attempt.number for attempt in attempts.values()] == list(range(1, len(attempts) + 1))
    store.close()
