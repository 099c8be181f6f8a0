"""What the launcher is told, and what it makes of it."""

import json
import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from coursegrader.grader_side.grading_policy import grading_policy
from coursegrader.sandbox import Limits, Mount, SandboxPolicy, Scratch, system_mounts
from coursegrader.sandbox.launch import launch_command, policy_from_json, policy_to_json

POLICY = SandboxPolicy(
    read_only=system_mounts(), scratch=(Scratch(Path("/tmp"), 1 << 20),), env={"PATH": "/usr/bin:/bin", "ONLY": "this"}
)


def inside(script: str, policy: SandboxPolicy = POLICY) -> list[str]:
    command = launch_command("namespaces", policy, ["/bin/sh", "-c", script])
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=30, check=False, env={"HOST_SECRET": "xyzzy"}
    )
    return [*done.stdout.splitlines(), *done.stderr.splitlines(), f"status {done.returncode}"]


@pytest.mark.parametrize("policy", [SandboxPolicy(), POLICY, grading_policy(Limits(memory=1 << 30))])
def test_a_policy_survives_the_way(policy: SandboxPolicy) -> None:
    assert policy_from_json(json.loads(json.dumps(policy_to_json(policy)))) == policy


def test_an_unknown_rung_is_refused() -> None:
    done = subprocess.run(launch_command("ladder", POLICY, ["true"]), capture_output=True, text=True, check=False)
    assert done.returncode != 0 and done.stderr == "ladder: the launcher knows no rung 'ladder'\n"


def test_a_namespace_of_its_own_with_what_the_policy_says(tmp_path: Path) -> None:
    (tmp_path / "given.txt").write_text("given")
    (tmp_path / "kept.txt").write_text("kept")
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared").chmod(0o777)
    policy = POLICY.with_mounts(
        read_only=(Mount(tmp_path / "given.txt", Path("/given/here.txt")),),
        read_write=(Mount(tmp_path / "shared", Path("/shared")),),
    )
    lines = inside(
        f"""
        cat /given/here.txt; echo
        echo more 2>/dev/null >> /given/here.txt || echo file-is-read-only
        for place in / /usr /dev /etc; do (echo x > $place/x) 2>/dev/null || echo $place-is-read-only; done
        test -e {tmp_path}/kept.txt || echo hidden
        test -e /etc/passwd || echo no-passwd
        echo back > /shared/back.txt
        echo scratch > /tmp/scratch.txt && cat /tmp/scratch.txt
        (head -c 2000000 /dev/zero > /tmp/large) 2>/dev/null || echo scratch-is-bounded
        tail -n +3 /proc/net/dev | cut -d: -f1
        env | sort; hostname; ls /proc | grep -c '^[0-9]'
        grep -E '^(CapEff|CapBnd|CapAmb|NoNewPrivs)' /proc/self/status
        """,
        policy,
    )
    for expected in (
        *("given", "file-is-read-only", "hidden", "no-passwd", "scratch", "scratch-is-bounded", "ONLY=this", "sandbox"),
        *("/-is-read-only", "/usr-is-read-only", "/dev-is-read-only", "/etc-is-read-only", "status 0"),
        *(f"{name}:\t0000000000000000" for name in ("CapEff", "CapBnd", "CapAmb")),
        "NoNewPrivs:\t1",
    ):
        assert expected in lines, "\n".join(lines)
    assert [line.strip() for line in lines if line.strip() in ("lo", "eth0", "ens3")] == ["lo"]
    assert "xyzzy" not in "".join(lines)
    assert (tmp_path / "shared" / "back.txt").read_text() == "back\n"
    assert (tmp_path / "given.txt").read_text() == "given"
    assert not Path("/tmp/scratch.txt").exists()


def test_the_user_inside_and_the_rights_that_are_kept() -> None:
    assert str(os.geteuid() or POLICY.uid) in inside("id -u")
    # CAP_SETPCAP is bit 8, CAP_SYS_ADMIN bit 21
    kept = replace(POLICY, capabilities=("SETPCAP", "SYS_ADMIN"))
    assert "CapEff:\t0000000000200100" in inside("grep CapEff /proc/self/status", kept)


def test_the_command_has_the_end_of_its_own() -> None:
    assert inside("exit 7") == ["status 7"]
    assert inside("kill -9 $$") == ["status 137"]


def test_a_missing_host_path_is_told_in_one_line() -> None:
    policy = POLICY.with_mounts(read_only=(Mount(Path("/no/such/place")),))
    lines = inside("true", policy)
    assert len(lines) == 2 and lines[0].startswith("namespaces: ") and "/no/such/place" in lines[0]
