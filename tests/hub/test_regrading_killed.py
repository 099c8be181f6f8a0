"""A regrade with the service's own workers, killed while it is applied and while it is undone."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from coursegrader.nbgrader_plugins.course import Course
from coursegrader.pipeline import read_gradebook
from coursegrader.pipeline.graded_place import GradedPlace
from coursegrader.store import AttemptStore, DataFolder
from coursegrader.store.regrade_changes import RegradeChanges
from coursegrader.store.regrade_records import RegradeState, RowState
from tests.course_factory import SUITE, WRONG, answered, as_file, read_notebook
from tests.nbgrader_plugins.conftest import course, released_course

__all__ = ["course", "released_course"]

PROCESS = Path(__file__).with_name("regrading_process.py")
LEARNERS = ("amara", "kenji", "sofia", "tariq")
MOST_SECONDS = 90.0


@contextmanager
def service(data: Path, course_dir: Path) -> Iterator[None]:
    """Runs while the context does; then it is killed."""
    process = subprocess.Popen([sys.executable, str(PROCESS), str(data), str(course_dir)], cwd=Path.cwd())
    try:
        yield
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def wait(until: Callable[[], bool]) -> None:
    end = time.monotonic() + MOST_SECONDS
    while not until():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.002)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[AttemptStore]:
    opened = AttemptStore(DataFolder(tmp_path / "data"))
    yield opened
    opened.close()


def test_killed_at_any_step_it_is_completed(course: Path, store: AttemptStore, tmp_path: Path) -> None:
    data = tmp_path / "data"
    files = {"sums.ipynb": as_file(answered(read_notebook(course / "release/sums/sums.ipynb"), total_answer=WRONG))}
    for learner in LEARNERS:
        store.add_attempt("maths", "sums", learner, files)

    def state() -> RegradeState:
        return store.regrades.all("maths")[0].state

    def rows(which: RowState) -> int:
        return store.regrades.progress(1).get(which, 0)

    def places() -> dict[str, GradedPlace]:
        return {name: GradedPlace.read(Course(course), "sums", name) for name in LEARNERS}

    with service(data, course):
        wait(lambda: store.count_waiting() == 0)
        before = places()
        (course / "graders/sums/test_total.py").write_text(SUITE.replace("== 3", "in (3, 7)"))
        store.regrades.start("maths", "sums", "the test was too strict", "imani")
        wait(lambda: state() is RegradeState.READY)
        RegradeChanges(store.database).ask_to_apply(store.regrades.find("maths", 1), "imani")
        wait(lambda: rows(RowState.IN_PLACE) >= 1)
    assert state() is RegradeState.APPLYING
    assert {attempt.score for attempt in store.attempts("maths")} == {8}
    with service(data, course):
        wait(lambda: state() is RegradeState.APPLIED)
        assert {row.score for row in read_gradebook(course)} == {8}
        RegradeChanges(store.database).undo(store.regrades.find("maths", 1), "imani", lambda *_: None)
        wait(lambda: rows(RowState.BACK) >= 1)
    assert {attempt.score for attempt in store.attempts("maths")} == {2}
    with service(data, course):
        wait(lambda: state() is RegradeState.UNDONE)
    assert places() == before
    assert {row.note for row in store.regrades.rows(1)} == {None}
    assert all(len(store.notices.unseen("maths", name)) == 1 for name in LEARNERS)
