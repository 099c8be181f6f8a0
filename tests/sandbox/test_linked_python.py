"""A virtual environment that is reached by symbolic links or by steps up, below a folder that the sandbox replaces."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from coursegrader.sandbox.landlock import Landlock
from coursegrader.sandbox.policy import Mount
from coursegrader.sandbox.rung import CHOICE
from tests.sandbox.people import ROOT
from tests.sandbox.test_launch import POLICY, inside

GRADE = """
import json
from coursegrader.errors import SandboxUnavailable
from coursegrader.grader_side.sandboxes import AttemptSandbox
from coursegrader.grader_side.session import NotebookSession
cell = "import os, sys, numpy\\nafter = [sys.prefix, os.path.exists(SECRET)]"
try:
    with AttemptSandbox({}, warm=("numpy",)) as sandbox:
        session = NotebookSession(sandbox, [cell.replace("SECRET", repr(SECRET))])
        problems = session.run().problems
        with session.test() as student:
            print(json.dumps([problems, *student.after]))
except SandboxUnavailable as error:
    print(json.dumps(str(error)))
"""


def linked(kind: str, folder: Path) -> Path:
    """A folder that is this virtual environment by way of links."""
    prefix = Path(sys.prefix)
    if kind == "one link":
        (folder / "env").symlink_to(prefix)
    elif kind == "link to a link":
        (folder / "first").symlink_to(prefix)
        (folder / "deep").mkdir()
        (folder / "deep" / "env").symlink_to("../first")
        return folder / "deep" / "env"
    elif kind == "steps up":
        (folder / "env").symlink_to(prefix)
        return Path("..", "env")  # of a folder in which a course may lie, and which is not seen inside
    else:
        (folder / "above").symlink_to(prefix.parent)
        return folder / "above" / prefix.name
    return folder / "env"


@pytest.mark.parametrize("rung", ["bubblewrap", "namespaces", "landlock"])
@pytest.mark.parametrize("kind", ["one link", "link to a link", "a link above it", "steps up"])
def test_notebooks_run_in_a_python_that_is_reached_by_a_link(kind: str, rung: str, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    env = linked(kind, tmp_path)
    (tmp_path / "course").mkdir()
    done = subprocess.run(
        [env / "bin" / Path(sys.executable).name, "-c", f"SECRET = {str(tmp_path / 'secret.txt')!r}{GRADE}"],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), CHOICE: rung, "HOME": str(tmp_path)},
        cwd=tmp_path / "course",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    reason = Landlock().available() if rung == "landlock" else None
    if reason is not None:
        assert "needs what lies there" in reason and "needs what lies there: install Python" in told
        return
    problems, prefix, secret_is_seen = told
    assert not problems
    assert Path(prefix).name == env.name
    assert not secret_is_seen or rung == "landlock"  # which cannot hide that a file exists


def test_a_link_that_lies_where_the_new_root_is_built_is_a_link_inside(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/usr/bin")
    policy = POLICY.with_mounts(read_only=(Mount(tmp_path / "link"),))
    assert inside(f"test -e {tmp_path}/link/env && readlink {tmp_path}/link", policy) == ["/usr/bin", "status 0"]
