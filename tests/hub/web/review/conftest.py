"""A real course behind the pages: work that was handed in, graded and written to nbgrader's gradebook."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from coursegrader.pipeline import grade_attempt_in_course, release_assignment_files
from coursegrader.store import Attempt, AttemptStore
from tests.course_factory import answered, as_file, make_course, read_notebook
from tests.hub.site import NOON
from tests.hub.web.browse import TestedSite, running_site

HandIn = Callable[..., Attempt]


@pytest.fixture(scope="session")
def released_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small course with both assignments released; to be copied, not used."""
    root = make_course(tmp_path_factory.mktemp("released") / "course")
    for assignment in ("sums", "plain"):
        release_assignment_files(root, assignment)
    return root


@pytest.fixture
def taught(
    store: AttemptStore, released_course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestedSite]:
    """A site whose course maths is the small course."""
    monkeypatch.setenv("COURSEGRADER_DATA", str(store.folder.root))
    maths = shutil.copytree(released_course, tmp_path / "maths")
    with running_site(store, {"maths": maths, "physics": tmp_path / "physics"}) as made:
        yield made


@pytest.fixture
def hand_in(taught: TestedSite) -> HandIn:
    """Hand in and grade, as a learner and the service do: ``hand_in("amara", "plain", essay="Because.")``."""
    course = taught.courses["maths"]
    count = iter(range(1000))

    def submit(learner: str, assignment: str, **answers: str) -> Attempt:
        release = read_notebook(course / f"release/{assignment}/{assignment}.ipynb")
        files = {f"{assignment}.ipynb": as_file(answered(release, **answers))}
        at = NOON - timedelta(days=1) + timedelta(minutes=next(count))
        attempt = taught.store.add_attempt("maths", assignment, learner, files, received_at=at)
        graded = grade_attempt_in_course(course, assignment, learner, files, at)
        taught.store.record_result(attempt, json.loads(json.dumps(graded.result.to_json())), graded.feedback)
        return taught.store.find_attempt("maths", attempt.id)

    return submit
