"""A second, small assignment for the real hub: an exercise whose suite is wrong, and one that a person marks.

Each module of tests has its own, with its own name, so that none meets what another has done.
"""

from __future__ import annotations

from dataclasses import dataclass

from coursegrader.pipeline.release import release_assignment_files
from coursegrader.store import AttemptStore, Exchange
from tests.browser.conftest import COURSE, Hub
from tests.tiny_course import answer, cell, check, notebook, write

RIGHT = "def double(x):\n    return 2 * x\n"
ESSAY = "Twice a vector points the same way and is twice as long."
_SUITE = '''
import numpy as np


def test_doubles_numbers(student):
    """Twice the number is what is asked for."""
    assert student.double(3) == 6


def test_doubles_arrays(student):
    """Arrays are doubled entry by entry."""
    np.testing.assert_array_equal(student.double(np.arange(3)), [0, 2, {last}])
'''


@dataclass(frozen=True)
class WarmUp:
    """The assignment ``name`` on a hub."""

    name: str
    hub: Hub

    def write_suite(self, *, right: bool) -> None:
        """The suite of ``double``; the wrong one takes half of the points from everybody."""
        text = _SUITE.format(last=4 if right else 5)
        (self.hub.course_dir / "graders" / self.name / "test_double.py").write_text(text)

    def hand_in(self, store: AttemptStore, learner: str, essay: str = ESSAY) -> None:
        """Submit the right answer for a learner."""
        scratch = self.hub.data.folder("warm-up", learner) / "work.ipynb"
        content = write(scratch, _notebook(RIGHT, essay)).read_bytes()
        Exchange(store).submit(COURSE, self.name, learner, {"work.ipynb": content})


def make_warm_up(hub: Hub, whose: str) -> WarmUp:
    """Put one into the hub's course, with the wrong suite, and release it."""
    warm_up = WarmUp(f"c0-warm-up-{whose}", hub)
    solution = f"### BEGIN SOLUTION\n{RIGHT}### END SOLUTION\n"
    write(hub.course_dir / "source" / warm_up.name / "work.ipynb", _notebook(solution, "Your answer here"))
    (hub.course_dir / "graders" / warm_up.name).mkdir()
    warm_up.write_suite(right=False)
    folder = release_assignment_files(hub.course_dir, warm_up.name)
    store = AttemptStore(hub.data)
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    Exchange(store).release(COURSE, warm_up.name, files, replace=False)
    store.close()
    return warm_up


def _notebook(double: str, essay: str) -> dict[str, object]:
    explain = {"grade": True, "solution": True, "grade_id": "explain", "points": 2}
    return notebook(
        cell("markdown", "title", "# Warm-up"),
        cell("markdown", "double-task", "## Double\nWrite `double(x)`."),
        answer("double", double),
        check("double", 4),
        cell("markdown", "explain-task", "## Explain\nWhat does doubling do to a vector?"),
        cell("markdown", "explain", essay, **explain),
    )
