"""What a notebook sees below its scratch folders, which lie where this Python or its packages may lie as well."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from coursegrader.grader_side.connection import Connection
from coursegrader.grader_side.grading_policy import INSIDE_HOME, grading_policy
from coursegrader.grader_side.sandboxes import close_sandboxes
from coursegrader.grader_side.warm_sandbox import WarmSandbox
from coursegrader.sandbox.policy import Mount
from coursegrader.sandbox.rung import CHOICE
from tests.grader_side.conftest import QUICK

PLACES = ("/tmp", str(INSIDE_HOME), "/dev/shm")
PYTHON = [mount.target for mount in grading_policy(QUICK).read_only]  # it may lie in one of them
# a library: holds a file of its own open, one in a scratch folder too, and makes a folder there
LIBRARY = """
import os, tempfile
OWN = open(os.path.join(os.path.dirname(__file__), "font.bin"), "rb")
OWN.read(3)
open("/tmp/of-the-warm-process", "w").close()
OTHER = open("/tmp/of-the-warm-process", "rb")
os.makedirs("/tmp/cache/deep", exist_ok=True)
"""
LOOK = """
import json, os, library
def below(place):
    found = []
    for folder, names, files in os.walk(place):
        found += [os.path.join(folder, name) for name in names + files]
        names[:] = [name for name in names if os.path.join(folder, name) not in PYTHON]
    return found
def refused(action):
    try: action()
    except OSError as error: return error.strerror
def opened():
    for number in os.listdir("/proc/self/fd"):
        try: yield os.readlink(f"/proc/self/fd/{number}")
        except OSError: pass
found = {place: below(place) for place in PLACES}
own = [library.OWN.read().decode(), [path for path in opened() if "of-the-warm" in path]]
written = [refused(lambda: open(os.path.join(p, "mine"), "w")) for p in (*PLACES, "/tmp/cache/deep")]
shown = [
    refused(lambda: open(os.path.join(FOLDER, "library.py"), "a")),
    refused(lambda: open(os.path.join(FOLDER, "x"), "w")),
    refused(lambda: os.remove(FILE)), refused(lambda: open(FILE, "w")), refused(lambda: os.chmod(FILE, 0o777)),
    refused(lambda: os.rename(FOLDER, FOLDER + "-away")),
]
print(json.dumps([found, own, written, shown, open(FILE).read()]))
"""


@pytest.fixture(params=["bubblewrap", "namespaces"])
def _rung(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    close_sandboxes()
    monkeypatch.setenv(CHOICE, request.param)
    yield
    close_sandboxes()


def below(path: Path, place: str) -> list[str]:
    """The folders on the way from a place to something below it, and that."""
    return [str(p) for p in (*reversed(path.parents), path) if p != Path(place) and p.is_relative_to(place)]


@pytest.mark.usefixtures("_rung")
@pytest.mark.parametrize("place", PLACES)
def test_what_must_be_readable_below_a_scratch_folder_is_seen_and_nothing_beside_it(place: str, tmp_path: Path) -> None:
    library, given = tmp_path / "shown", tmp_path / "given.txt"
    library.mkdir()
    (library / "library.py").write_text(LIBRARY)
    (library / "font.bin").write_bytes(b"abcdef")
    given.write_text("given")
    (tmp_path / "secret.txt").write_text("secret")
    folder, file = Path(place, "a/b/packages"), Path(place, "a/given.txt")
    policy = grading_policy(QUICK).with_mounts(read_only=(Mount(library, folder), Mount(given, file)))
    policy = replace(policy, env={**policy.env, "PYTHONPATH": f"{policy.env['PYTHONPATH']}:{folder}"})
    facts = (PLACES, str(folder), str(file), [str(path) for path in PYTHON])
    told = ask_notebook(policy, f"PLACES, FOLDER, FILE, PYTHON = {facts!r}{LOOK}")
    found, own, written, shown, content = told
    assert own == ["def", []] and content == "given"
    assert written == [None] * 4
    assert None not in shown
    expected = {*below(folder, place), str(file), *(str(folder / name) for name in ("library.py", "font.bin"))}
    seen = {path for paths in found.values() for path in paths if not is_usual(Path(path))}
    assert seen - expected <= {"/tmp/cache", "/tmp/cache/deep"} and expected <= seen


def is_usual(path: Path) -> bool:
    """Whether it is there in every notebook: made by IPython, or part of a Python that lies there."""
    made = (INSIDE_HOME / "work", Path("/tmp/ipython"), Path("/tmp/matplotlib"))
    return any(path.is_relative_to(place) for place in (*made, *PYTHON)) or any(
        place.is_relative_to(path) for place in PYTHON
    )


def ask_notebook(policy: Any, cell: str) -> Any:
    """What a notebook's only cell prints, as JSON."""
    sandbox = WarmSandbox(QUICK, ("numpy", "library"), policy)
    try:
        assert sandbox.obstacle is None
        with Connection(sandbox) as connection:
            connection.put_files({}, "work")
            connection.send({"op": "notebook", "cells": [cell], "skip": [], "seed": 0, "keep": False})
            assert connection.receive(10)["op"] == "start"
            (output,) = connection.receive(10)["outputs"]
            assert "text" in output, output
            return json.loads(output["text"])
    finally:
        sandbox.close()
