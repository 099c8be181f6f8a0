"""Where paths are found on a rung without mounts."""

from pathlib import Path

import pytest

from coursegrader.sandbox import Mount, SandboxPolicy, Scratch
from coursegrader.sandbox.places import Places

POLICY = SandboxPolicy(
    read_only=(
        Mount(Path("/usr")),
        Mount(Path("/tmp/venv")),
        Mount(Path("/host/wire"), Path("/opt/side/package/wire")),
    ),
    scratch=(Scratch(Path("/tmp")), Scratch(Path("/home/learner"))),
    env={"HOME": "/home/learner", "PATH": "/tmp/venv/bin:/usr/bin:/bin", "PYTHONPATH": "/opt/side", "MODE": "a://b"},
)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/usr/bin/env", "/usr/bin/env"),
        ("/tmp/venv/bin/python", "/tmp/venv/bin/python"),
        ("/tmp", "/box/tmp"),
        ("/tmp/leak.txt", "/box/tmp/leak.txt"),
        ("/home/learner/work", "/box/home/learner/work"),
        ("/opt/side", "/box/opt/side"),
        ("/opt/side/package/wire/frames.py", "/box/opt/side/package/wire/frames.py"),
        ("/etc/shadow", "/etc/shadow"),
        ("/", "/"),
    ],
)
def test_what_the_policy_moves_is_below_the_private_folder(path: str, found: str) -> None:
    assert Places(POLICY, Path("/box")).of(Path(path)) == Path(found)


def test_environment_and_command_name_the_real_places() -> None:
    places = Places(POLICY, Path("/box"))
    assert places.env(POLICY) == {
        "HOME": "/box/home/learner",
        "PATH": "/tmp/venv/bin:/usr/bin:/bin",
        "PYTHONPATH": "/box/opt/side",
        "MODE": "a://b",
        "TMPDIR": "/box/tmp",
    }
    assert places.argv(["/tmp/venv/bin/python", "-m", "x", "7", "/home/learner/work"])[-1] == "/box/home/learner/work"


def test_links_and_folders_are_made(tmp_path: Path) -> None:
    (tmp_path / "given").mkdir()
    (tmp_path / "given" / "file.txt").write_text("given")
    policy = SandboxPolicy(
        read_only=(Mount(tmp_path / "given", Path("/opt/side/given")),), scratch=(Scratch(Path("/tmp")),)
    )
    base = tmp_path / "box"
    base.mkdir()
    places = Places(policy, base)
    places.make(None)
    assert places.of(Path("/opt/side/given/file.txt")).read_text() == "given"
    assert places.writable == [base / "tmp"]
    assert (base / "tmp").stat().st_mode & 0o777 == 0o700
