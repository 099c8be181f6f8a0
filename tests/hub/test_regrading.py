"""A regrade from end to end on a small real course: previewed, applied, undone; also when it is interrupted."""

from __future__ import annotations

import asyncio
import errno
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from coursegrader.errors import SandboxUnavailable, StoreError
from coursegrader.hub import grading_task, regrade_tasks, regrading
from coursegrader.hub.regrading import CHANGED_AGAIN, Regrading
from coursegrader.hub.web.live import Changes
from coursegrader.nbgrader_plugins.course import Course
from coursegrader.pipeline import read_gradebook
from coursegrader.pipeline.graded_place import GradedPlace
from coursegrader.pipeline.workers import WorkerDied
from coursegrader.store import Attempt, AttemptStore, DataFolder, Exchange
from coursegrader.store.regrade_records import Regrade, RegradeState, RowState
from tests.course_factory import RIGHT, SUITE, WRONG, answered, as_file, read_notebook
from tests.nbgrader_plugins.conftest import released_course

__all__ = ["released_course"]

REASON = "the test of negative numbers was too strict"
KINDER = SUITE.replace("== 3", "in (3, 7)")  # the answer WRONG passes: 8 of 8 points instead of 2
STRICTER = SUITE.replace("== 3", "== 4")  # and now even RIGHT does not
ZERO = "def total(a, b):\n    return 0"


class Aside:
    """The part of the grading queue that a regrade needs, with a thread for a worker."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(1)
        self.errors: list[Exception] = []  # yet to come
        self.seen: list[str] = []
        self.stop_before: str | None = None  # never get to this task
        self.fails_on = ""  # the machine does, on attempts of this learner

    def run_aside(self, task: Callable[..., Any], *args: Any, learner: object = None) -> Future[Any]:
        self.seen.append(task.__name__)
        if task.__name__ == self.stop_before:
            return Future()
        if task.__name__ == "preview" and args[2] == self.fails_on:
            failed: Future[Any] = Future()
            failed.set_exception(SandboxUnavailable("the sandbox does not start"))
            return failed
        return self.pool.submit(self._call, partial(task, *args))

    def _call(self, call: Callable[[], Any]) -> Any:
        if self.errors:
            raise self.errors.pop()
        return call()


class World:
    """A course with graded attempts, and whoever regrades it."""

    def __init__(self, course_dir: Path, store: AttemptStore) -> None:
        self.course_dir, self.store, self.aside = course_dir, store, Aside()
        self.regrading = self.restarted()

    def restarted(self) -> Regrading:
        """As a new start of the service has it."""
        self.aside.stop_before = None
        queue: Any = self.aside
        self.regrading = Regrading(
            Exchange(self.store), {"maths": self.course_dir}, queue, Changes(), "/services/course"
        )
        return self.regrading

    def submit(self, learner: str, answer: str) -> Attempt:
        release = read_notebook(self.course_dir / "release/sums/sums.ipynb")
        files = {"sums.ipynb": as_file(answered(release, total_answer=answer))}
        attempt = self.store.add_attempt("maths", "sums", learner, files)
        graded = grading_task.grade(self.course_dir, "sums", learner, files, attempt.received_at)
        assert self.store.record_result(attempt, *graded)
        return self.store.find_attempt("maths", attempt.id)

    def suite(self, text: str) -> None:
        (self.course_dir / "graders/sums/test_total.py").write_text(text)

    def work(self, until: Callable[[], bool]) -> None:
        async def working() -> None:
            task = asyncio.create_task(self.regrading.run())
            for _ in range(2000):
                if until():
                    break
                assert not task.done(), task
                await asyncio.sleep(0.01)
            else:
                raise AssertionError(f"still {self.store.regrades.all('maths')}")
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

        asyncio.run(working())

    def reach(self, *states: RegradeState) -> Regrade:
        self.work(lambda: self.store.regrades.all("maths")[0].state in states)
        return self.store.regrades.all("maths")[0]

    def preview(self) -> Regrade:
        self.regrading.begin("maths", "sums", REASON, "imani")
        return self.reach(RegradeState.READY, RegradeState.FAILED)

    def apply(self) -> Regrade:
        self.regrading.apply("maths", self.store.regrades.all("maths")[0].id, "imani")
        return self.reach(RegradeState.APPLIED, RegradeState.READY)

    def undo(self) -> Regrade:
        self.regrading.undo("maths", self.store.regrades.all("maths")[0].id, "imani")
        return self.reach(RegradeState.UNDONE)

    def scores(self) -> dict[str, float | None]:
        latest = self.store.attempts_by_learner("maths", "sums", brief=True)
        return {learner: attempts[-1].score for learner, attempts in latest.items()}

    def gradebook(self) -> dict[str, float]:
        return {row.learner: row.score for row in read_gradebook(self.course_dir)}

    def places(self) -> dict[str, GradedPlace]:
        return {name: GradedPlace.read(Course(self.course_dir), "sums", name) for name in self.scores()}

    def pages(self) -> dict[int, dict[str, bytes]]:
        return {a.id: self.store.blobs.get_all(a.feedback or {}) for a in self.store.attempts("maths", brief=True)}

    def news(self, learner: str) -> list[str]:
        return [notice.text for notice in self.store.notices.unseen("maths", learner)]


@pytest.fixture
def world(released_course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    course_dir = shutil.copytree(released_course, tmp_path / "course")
    monkeypatch.setenv("COURSEGRADER_DATA", str(tmp_path / "data"))
    store = AttemptStore(DataFolder(tmp_path / "data"))
    made = World(course_dir, store)
    yield made
    made.aside.pool.shutdown()
    store.close()


def test_a_regrade_is_previewed_applied_and_undone(world: World) -> None:
    world.submit("amara", ZERO)
    world.submit("amara", WRONG)
    world.submit("kenji", RIGHT)
    before = world.scores(), world.gradebook(), world.places(), world.pages()
    world.suite(KINDER)
    regrade = world.preview()
    assert (world.scores(), world.gradebook(), world.places(), world.pages()) == before
    found = {(row.learner, row.old_score, row.new_score) for row in world.store.regrades.rows(regrade.id)}
    assert found == {("amara", 0, 0), ("amara", 2, 8), ("kenji", 8, 8)}

    assert world.apply().state is RegradeState.APPLIED
    assert world.scores() == world.gradebook() == {"amara": 8, "kenji": 8}
    assert b"8 / 8" in (world.course_dir / "feedback/amara/sums/sums.html").read_bytes().replace(b" of ", b" / ")
    latest = world.store.attempts("maths", learner="amara")[-1]
    assert world.pages()[latest.id]["sums.html"] == (world.course_dir / "feedback/amara/sums/sums.html").read_bytes()
    (text,) = world.news("amara")
    assert text.startswith("Your score in Sums went up from 2 to 8 of 8 points.")
    assert REASON in text
    assert world.news("kenji") == []

    assert world.undo().state is RegradeState.UNDONE
    assert (world.scores(), world.gradebook(), world.places(), world.pages()) == before
    assert world.news("amara")[0].startswith("Your score in Sums went down from 8 to 2 of 8 points.")


def test_marks_of_people_survive(world: World) -> None:
    world.submit("amara", WRONG)
    with Gradebook(Course(world.course_dir).directory.db_url) as gradebook:
        grade = gradebook.find_grade("total", "sums", "sums", "amara")
        grade.manual_score, grade.needs_manual_grade = 5.0, False
        gradebook.find_comment("total_answer", "sums", "sums", "amara").manual_comment = "nearly"
        gradebook.db.commit()
    before = world.places()
    world.suite(KINDER)
    world.preview()
    world.apply()
    state = world.places()["amara"].state
    assert state is not None
    notebook = state.notebooks["sums"]
    assert (notebook.cells["total"].auto, notebook.cells["total"].manual) == (8, 5)
    assert notebook.comments["total_answer"].manual == "nearly"
    assert world.gradebook() == {"amara": 5}
    world.undo()
    assert world.places() == before


def test_a_suite_that_changed_again_is_not_applied(world: World) -> None:
    world.submit("amara", WRONG)
    world.suite(KINDER)
    world.preview()
    world.suite(STRICTER)
    refused = world.apply()
    assert (refused.state, refused.error) == (RegradeState.READY, CHANGED_AGAIN)
    assert world.scores() == {"amara": 2}
    assert world.news("amara") == []


def test_a_suite_that_cannot_be_used_ends_the_preview_with_its_error(world: World) -> None:
    for _ in range(3):
        world.submit("amara", WRONG)
    world.suite("def test_broken(:\n")
    failed = world.preview()
    assert failed.state is RegradeState.FAILED
    assert "test_total.py" in (failed.error or "")
    assert world.scores() == {"amara": 2}


def test_a_preview_goes_on_after_a_restart_and_a_dead_worker(world: World) -> None:
    world.submit("amara", WRONG)
    world.submit("kenji", WRONG)
    world.suite(KINDER)
    world.regrading.begin("maths", "sums", REASON, "imani")
    world.aside.stop_before = regrade_tasks.graded_by.__name__
    world.work(lambda: world.store.regrades.progress(1).get(RowState.DONE) == 2)
    graded = world.aside.seen.count("preview")
    world.restarted()
    world.aside.errors = [WorkerDied("killed"), WorkerDied("killed")]
    world.reach(RegradeState.READY)
    assert world.aside.seen.count("preview") == graded  # nothing twice


def test_interrupted_while_nbgraders_folders_follow_it_is_completed(world: World) -> None:
    world.submit("amara", WRONG)
    world.submit("kenji", WRONG)
    before = world.gradebook(), world.places()
    world.suite(KINDER)
    world.preview()
    world.aside.stop_before = regrade_tasks.follow.__name__
    world.regrading.apply("maths", 1, "imani")
    world.work(lambda: regrade_tasks.follow.__name__ in world.aside.seen)
    assert world.store.regrades.all("maths")[0].state is RegradeState.APPLYING
    world.restarted()
    world.reach(RegradeState.APPLIED)
    assert world.gradebook() == world.scores() == {"amara": 8, "kenji": 8}
    assert len(world.news("amara")) == 1
    world.regrading.undo("maths", 1, "imani")
    world.restarted()
    world.reach(RegradeState.UNDONE)
    assert (world.gradebook(), world.places()) == before


def test_new_attempts_and_later_results_are_left_alone(world: World) -> None:
    world.submit("amara", WRONG)
    world.submit("kenji", WRONG)
    world.suite(KINDER)
    world.preview()
    newer = world.submit("amara", ZERO)  # with the present suite
    world.apply()
    assert world.store.find_attempt("maths", newer.id).score == 0
    assert world.gradebook() == {"amara": 0, "kenji": 8}  # nbgrader has the newest attempt
    assert [attempt.score for attempt in world.store.attempts("maths", learner="amara")] == [8, 0]
    world.undo()
    assert [attempt.score for attempt in world.store.attempts("maths", learner="amara")] == [2, 0]
    assert world.gradebook() == {"amara": 0, "kenji": 2}


def test_a_learner_who_loses_points_is_told_so(world: World) -> None:
    world.submit("kenji", RIGHT)
    world.suite(STRICTER)
    world.preview()
    world.apply()
    assert world.news("kenji")[0].startswith("Your score in Sums went down from 8 to 2 of 8 points.")


def test_a_full_disk_is_nobodys_fault_and_waited_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regrading, "TROUBLE_SECONDS", 0.01)
    world.submit("amara", WRONG)
    world.suite(KINDER)
    world.aside.errors = [OSError(errno.ENOSPC, "No space left on device"), SandboxUnavailable("bwrap is missing")]
    assert world.preview().state is RegradeState.READY
    world.aside.errors = [OSError(errno.ENOSPC, "No space left on device")]
    assert world.apply().state is RegradeState.APPLIED
    assert world.gradebook() == {"amara": 8}


def test_an_attempt_that_the_machine_fails_on_while_it_grades_others_is_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(regrading, "TROUBLE_SECONDS", 0.01)
    world.submit("amara", WRONG)
    world.submit("kenji", WRONG)
    world.suite(KINDER)
    world.aside.fails_on = "kenji"
    assert world.preview().state is RegradeState.READY
    rows = {row.learner: row for row in world.store.regrades.rows(world.store.regrades.all("maths")[0].id)}
    assert rows["amara"].state is RowState.DONE
    assert rows["kenji"].state is RowState.ERROR and "the sandbox does not start" in (rows["kenji"].error or "")
    assert world.aside.seen.count("preview") == 1 + regrading.MOST_TROUBLES  # nobody is graded twice for another's sake


def test_others_do_not_wait_for_attempts_that_the_machine_fails_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(regrading, "TROUBLE_SECONDS", 0.01)
    monkeypatch.setattr(regrading, "AT_ONCE", 2)
    world.submit("amara", WRONG)
    for _ in range(2):
        world.submit("kenji", WRONG)
    world.suite(KINDER)
    world.aside.fails_on = "kenji"
    assert world.preview().state is RegradeState.READY
    rows = world.store.regrades.rows(world.store.regrades.all("maths")[0].id)
    assert [(row.learner, row.state is RowState.DONE) for row in rows] == [("kenji", False)] * 2 + [("amara", True)]


def test_a_machine_that_fails_for_some_minutes_costs_no_preview_an_attempt() -> None:
    assert sum(map(regrading.pause_seconds, range(regrading.MOST_TROUBLES - 1))) >= 300


def test_a_reason_is_needed(world: World) -> None:
    world.submit("kenji", RIGHT)
    with pytest.raises(StoreError, match="needs a reason"):
        world.regrading.begin("maths", "sums", "  ", "imani")
