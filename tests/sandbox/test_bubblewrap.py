"""The command line of the bubblewrap rung, and that it holds."""

import os
import subprocess
from pathlib import Path

import pytest

from coursegrader.errors import SandboxUnavailable
from coursegrader.sandbox import Mount, SandboxPolicy, system_mounts
from coursegrader.sandbox.bubblewrap import bubblewrap_argv, find_bubblewrap

POLICY = SandboxPolicy(read_only=system_mounts(), env={"PATH": "/usr/bin:/bin", "ONLY": "this"})


def inside(script: str, policy: SandboxPolicy = POLICY) -> str:
    done = subprocess.run(
        bubblewrap_argv(policy, ["/bin/sh", "-c", script]),
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
        env={"HOST_SECRET": "xyzzy"},
    )
    return done.stdout


@pytest.mark.parametrize("as_root", [True, False])
def test_every_namespace_is_the_sandboxes_own(as_root: bool) -> None:
    argv = bubblewrap_argv(POLICY, ["true"], as_root=as_root)
    for option in (
        "--unshare-pid",
        "--unshare-ipc",
        "--unshare-uts",
        "--unshare-net",
        "--die-with-parent",
        "--clearenv",
    ):
        assert option in argv
    assert argv[-1] == "true"


def test_an_ordinary_user_gets_a_user_namespace_and_root_gives_up_being_root() -> None:
    ordinary = bubblewrap_argv(POLICY, ["true"], as_root=False)
    root = bubblewrap_argv(POLICY, ["true"], as_root=True)
    assert "--unshare-user" in ordinary and "--disable-userns" in ordinary and "--no-new-privs" not in ordinary
    assert "--unshare-user" not in root
    drop = root[root.index("--") :]
    assert f"--reuid={POLICY.uid}" in drop and "--clear-groups" in drop and "--no-new-privs" in drop
    assert "--bounding-set=-all" in drop


def test_network_only_where_the_policy_says_so() -> None:
    assert "--unshare-net" not in bubblewrap_argv(SandboxPolicy(network=True), ["true"])


def test_without_bubblewrap_the_error_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SandboxUnavailable, match=r"bubblewrap is not installed; install it with 'apt-get install"):
        find_bubblewrap()


def test_root_without_setpriv_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bwrap").symlink_to(find_bubblewrap())
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SandboxUnavailable, match="setpriv"):
        bubblewrap_argv(POLICY, ["true"], as_root=True)


def test_environment_user_files_and_network_inside(tmp_path: Path) -> None:
    (tmp_path / "given.txt").write_text("given")
    (tmp_path / "kept.txt").write_text("kept")
    (tmp_path / "shared").mkdir(mode=0o777)
    (tmp_path / "shared").chmod(0o777)
    policy = POLICY.with_mounts(
        read_only=(Mount(tmp_path / "given.txt", Path("/given/here.txt")),),
        read_write=(Mount(tmp_path / "shared", Path("/shared")),),
    )
    script = """
    cat /given/here.txt; echo
    echo more >> /given/here.txt || echo read-only
    test -e $0/kept.txt || echo hidden
    test -e /etc/passwd || echo no-passwd
    echo back > /shared/back.txt
    echo scratch > /tmp/scratch.txt && cat /tmp/scratch.txt
    ls /sys/class/net 2>/dev/null; tail -n +3 /proc/net/dev | cut -d: -f1
    id -u; env | sort; cat /proc/1/environ | tr '\\0' '\\n'; hostname
    """
    lines = inside(script.replace("$0", str(tmp_path)), policy).split("\n")
    text = "\n".join(lines)
    assert lines[0] == "given"
    for expected in ("read-only", "hidden", "no-passwd", "scratch", "ONLY=this", "sandbox"):
        assert expected in lines
    assert [line.strip() for line in lines if line.strip() in ("lo", "eth0", "ens3")] == ["lo"]
    assert "0" not in lines
    if os.geteuid() == 0:
        assert str(policy.uid) in lines
    assert "xyzzy" not in text
    assert (tmp_path / "shared" / "back.txt").read_text() == "back\n"
    assert (tmp_path / "given.txt").read_text() == "given"
    assert not Path("/tmp/scratch.txt").exists()
