from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from coursegrader.hub.server_policy import ServerSandbox, StaffAccess

COURSE = Path("/srv/course")
DATA = COURSE / ".coursegrader"
LEARNER = ServerSandbox(
    user="amara",
    uid=20001,
    home=DATA / "homes" / "amara",
    config=Path("/run/x/config"),
    sockets=Path("/run/x/sockets"),
    accounts=Path("/run/x/accounts"),
)


def test_a_learner_gets_their_home_and_nothing_of_the_course() -> None:
    policy = LEARNER.policy({})
    assert [(m.host, m.target) for m in policy.read_write] == [(LEARNER.home, Path("/home/amara"))]
    assert not any(COURSE.is_relative_to(m.host) or m.host.is_relative_to(COURSE) for m in policy.read_only)
    assert not policy.network
    assert (policy.uid, policy.gid) == (20001, 20001)


@pytest.fixture
def access(tmp_path: Path) -> StaffAccess:
    course = tmp_path / "course"
    for name in ("source", "graders", "release", "submitted", "autograded", "feedback", "gradebook.db.d"):
        (course / name).mkdir(parents=True)
    return StaffAccess(course, course / "gradebook.db.d", course / ".coursegrader", 19001, may_author=True)


def test_an_instructor_writes_to_nbgraders_folders_only(access: StaffAccess) -> None:
    policy = replace(LEARNER, staff=access).policy({})
    written = {m.target.name for m in policy.read_write} - {"amara"}
    assert written == {
        "source", "graders", "release", "submitted", "autograded", "feedback", "gradebook.db.d",
    }  # fmt: skip
    assert access.course_dir in {m.target for m in policy.read_only}
    assert policy.gid == 19001


def test_a_teaching_assistant_reads_the_sources_only(access: StaffAccess) -> None:
    policy = replace(LEARNER, staff=replace(access, may_author=False)).policy({})
    written = {m.target.name for m in policy.read_write} - {"amara"}
    assert written == {"submitted", "autograded", "feedback", "gradebook.db.d"}


def test_the_deployments_data_are_hidden_from_staff(access: StaffAccess) -> None:
    policy = replace(LEARNER, staff=access).policy({})
    assert access.data in {scratch.inside for scratch in policy.scratch}
