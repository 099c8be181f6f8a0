"""Runs code of this package as somebody else: the tests' own user, or one without any rights."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
# nobody's: no account and no service has it
ORDINARY = 54_321
SELF, ANYBODY = "the user of the tests", "an ordinary user"


def python_for_everybody() -> str | None:
    """An interpreter that every user can run: this one, or the system's."""
    for name in (sys.executable, "/usr/bin/python3.12", "/usr/bin/python3.11", "/usr/bin/python3"):
        if Path(name).exists() and open_to_all(Path(name).resolve()) and open_to_all(Path(name)) and _recent(name):
            return name
    return None


def open_to_all(path: Path) -> bool:
    """Whether every user can reach it."""
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in (path, *path.parents))


def _recent(python: str) -> bool:
    said = subprocess.run(
        [python, "-c", "import sys; print(sys.version_info >= (3, 11))"], capture_output=True, check=True
    )
    return said.stdout.strip() == b"True"


def people() -> list[str]:
    """Who can be had here: root's tests become an ordinary user as well, if there is a Python for one."""
    return [SELF, ANYBODY] if os.geteuid() == 0 and python_for_everybody() else [SELF]


@contextmanager
def _copy_of_the_package() -> Iterator[Path]:
    """The package where every user can read it, wherever the repository lies."""
    with tempfile.TemporaryDirectory(prefix="coursegrader-tests-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        shutil.copytree(ROOT / "coursegrader", folder / "coursegrader", ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "home").mkdir()
        for path in folder.rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)
        os.chown(folder / "home", ORDINARY, ORDINARY)
        yield folder


def run_as(who: str, code: str, **env: str) -> Any:
    """What ``code`` prints, which is JSON, run by a Python that every user can run."""
    if who == SELF and os.geteuid() != 0:
        return _run(sys.executable, code, {"PYTHONPATH": str(ROOT), "HOME": str(Path.home())} | env, None)
    python = python_for_everybody()
    if python is None:
        return _run(sys.executable, code, {"PYTHONPATH": str(ROOT), "HOME": str(Path.home())} | env, None)
    with _copy_of_the_package() as folder:
        base = {"PYTHONPATH": str(folder), "HOME": str(folder / "home")}
        return _run(python, code, base | env, ORDINARY if who == ANYBODY else None)


def _run(python: str, code: str, env: dict[str, str], user: int | None) -> Any:
    drop: dict[str, Any] = {} if user is None else {"user": user, "group": user, "extra_groups": []}
    done = subprocess.run(
        [python, "-c", code],
        env={"PATH": "/usr/local/bin:/usr/bin:/bin"} | env,
        cwd="/",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        **drop,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
