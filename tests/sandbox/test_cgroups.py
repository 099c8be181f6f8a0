"""Where control groups are looked for, and what is written into them."""

from pathlib import Path

import pytest

from coursegrader.sandbox import Limits, cgroups
from coursegrader.sandbox.cgroups import Hierarchy, hierarchies, make_group

MIB = 1 << 20


def described(folder: Path, mounts: str, membership: str) -> list[Hierarchy]:
    (folder / "mountinfo").write_text(mounts)
    (folder / "cgroup").write_text(membership)
    return hierarchies(folder / "mountinfo", folder / "cgroup")


def test_the_separate_hierarchies_of_version_1(tmp_path: Path) -> None:
    found = described(
        tmp_path,
        "35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory\n"
        "39 31 0:36 /docker/abc /sys/fs/cgroup/pids rw,relatime shared:4 - cgroup cgroup rw,pids\n"
        "32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu\n",
        "8:pids:/docker/abc/inner\n4:memory:/user/one\n1:cpu:/\n",
    )
    assert found == [
        Hierarchy(Path("/sys/fs/cgroup/memory/user/one"), 1, ("memory",)),
        Hierarchy(Path("/sys/fs/cgroup/pids/inner"), 1, ("pids",)),
    ]


def test_the_unified_hierarchy_with_the_groups_above_ours(tmp_path: Path) -> None:
    found = described(
        tmp_path,
        "30 23 0:26 / /sys/fs/cgroup rw shared:9 - cgroup2 cgroup2 rw,nsdelegate\n",
        "0::/user.slice/mine.scope\n",
    )
    top = Path("/sys/fs/cgroup")
    assert [place.folder for place in found] == [top / "user.slice/mine.scope", top / "user.slice", top]
    assert all(place.version == 2 for place in found)


def test_a_machine_without_any(tmp_path: Path) -> None:
    assert described(tmp_path, "22 27 0:21 / /proc rw - proc proc rw\n", "") == []
    assert hierarchies(tmp_path / "missing", tmp_path / "missing") == []


@pytest.fixture
def unified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that looks like a group of version 2 in which groups can be made."""
    (tmp_path / "cgroup.subtree_control").write_text("cpu")
    monkeypatch.setattr(cgroups, "hierarchies", lambda: [Hierarchy(tmp_path, 2, ("memory", "pids"))])
    monkeypatch.setattr(cgroups, "_remove_folder", lambda folder: None)
    return tmp_path


def test_the_bounds_in_the_unified_hierarchy(unified: Path) -> None:
    group = make_group(Limits(memory=100 * MIB, processes=10))
    assert group is not None and group.version == 2
    (folder,) = group.folders
    assert folder.parent == unified
    assert (unified / "cgroup.subtree_control").read_text() == "+memory +pids"
    assert int((folder / "memory.max").read_text()) == 100 * MIB + cgroups.WARM_MEMORY
    assert int((folder / "pids.max").read_text()) == 10 + cgroups.WARM_PROCESSES


def test_a_place_that_cannot_be_used_is_none(unified: Path) -> None:
    (unified / "cgroup.subtree_control").unlink()
    assert make_group(Limits()) is None


def test_groups_of_graders_that_are_gone_are_removed(unified: Path) -> None:
    gone, alive, other = (unified / name for name in ("coursegrader-999999999-a", "coursegrader-1-a", "somebodys"))
    for folder in (gone, alive, other):
        folder.mkdir()
    make_group(Limits())
    assert not gone.exists() and alive.exists() and other.exists()


def test_the_command_enters_before_it_starts() -> None:
    group = cgroups.ControlGroup((Path("/g/one"), Path("/g/two")), 1)
    command = group.enter(["true", "--", "x y"])
    assert command[:2] == ["/bin/sh", "-c"]
    assert command[3:] == ["sandbox", "/g/one/cgroup.procs", "/g/two/cgroup.procs", "--", "true", "--", "x y"]
