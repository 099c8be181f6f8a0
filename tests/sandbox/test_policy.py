"""What a confined process gets, as data."""

import sys
from pathlib import Path

import pytest

from coursegrader.sandbox import Mount, SandboxPolicy, system_mounts


def test_a_policy_gives_nothing_that_is_not_named() -> None:
    policy = SandboxPolicy()
    assert policy.read_only == policy.read_write == () and not policy.env
    assert not policy.network
    assert policy.uid != 0 and policy.gid != 0


def test_a_mount_is_seen_where_it_is_unless_told_otherwise() -> None:
    assert Mount(Path("/a")).target == Path("/a")
    assert Mount(Path("/a"), Path("/b")).target == Path("/b")


def test_further_mounts_leave_the_first_policy_as_it_was() -> None:
    policy = SandboxPolicy(read_only=(Mount(Path("/a")),))
    more = policy.with_mounts(read_only=(Mount(Path("/b")),), read_write=(Mount(Path("/c")),))
    assert [mount.host for mount in more.read_only] == [Path("/a"), Path("/b")]
    assert [mount.host for mount in more.read_write] == [Path("/c")]
    assert len(policy.read_only) == 1


def test_the_system_is_this_python_and_no_secrets() -> None:
    hosts = [mount.host for mount in system_mounts()]
    for prefix in (sys.prefix, sys.base_prefix):
        assert any(Path(prefix).is_relative_to(mount.target) for mount in system_mounts())
        assert any(Path(prefix).resolve().is_relative_to(host.resolve()) for host in hosts)
    for secret in (
        "/etc/shadow",
        "/etc/passwd",
        "/root/.ssh",
        "/home/somebody",
        "/var/lib",
        "/proc/1",
        "/run",
        "/tmp/x",
    ):
        assert not any(Path(secret).is_relative_to(host) for host in hosts), secret
    assert all(host.exists() for host in hosts)


def test_every_link_on_the_way_to_this_python_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = tmp_path / "real"
    (real / "bin").mkdir(parents=True)
    (real / "bin" / "python").write_text("")
    (tmp_path / "env").symlink_to("real")
    (tmp_path / "second").symlink_to(real / "bin" / "python")
    (tmp_path / "first").symlink_to("second")
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "env"))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "first"))
    seen = {mount.target: mount.host for mount in system_mounts()}
    assert seen[real] == seen[tmp_path / "env"] == real
    assert seen[tmp_path / "first"] == tmp_path / "first" and seen[tmp_path / "second"] == tmp_path / "second"
    assert tmp_path not in seen
