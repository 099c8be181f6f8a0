"""One course graded by nbgrader as it is, and by each of our ways."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import traitlets.log
from jupyter_client.channels import HBChannel
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.converters.base import BaseConverter, NbGraderException
from nbgrader.coursedir import CourseDirectory
from traitlets.config.loader import PyFileConfigLoader

from coursegrader.pipeline.autograde import autograde_class
from tests.conformance.course import ASSIGNMENT, NbgraderCourse
from tests.conformance.gradebook_view import View, read_view

PLUGGED_IN = "\nfrom coursegrader.nbgrader_plugins import configure\nconfigure(c)\n"


@contextmanager
def _quiet() -> Iterator[None]:
    """nbgrader writes a screenful for each submission; only what is wrong with our courses is of interest."""
    log = logging.getLogger(traitlets.log.get_logger().name)
    level = log.level
    log.setLevel(os.environ.get("CONFORMANCE_LOG") or logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(level)


def _own_commands() -> Any:
    """nbgrader calls ``alembic`` by its bare name."""
    return patch.dict(os.environ, PATH=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")


def _convert(root: Path, converter_class: type[BaseConverter], *, force: bool = False) -> bool:
    """Run one of nbgrader's converters as its command does; whether everything could be converted."""
    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    directory = CourseDirectory(config=config, root=str(root))
    directory.assignment_id = ASSIGNMENT
    converter = converter_class(coursedir=directory, config=config)
    converter.force = force
    with _quiet(), _own_commands():
        try:
            converter.start()
        except NbGraderException:
            return False
        finally:
            _end_heartbeats()
    return True


def _end_heartbeats() -> None:
    """The kernel that writes autotests leaves a thread behind. A process with threads grades nothing in a fork, and the
    tests after these ones need that it does."""
    for thread in threading.enumerate():
        if isinstance(thread, HBChannel):
            thread.stop()


@lru_cache(maxsize=1)
def _empty_gradebook() -> bytes:
    """A gradebook of nbgrader's without anything in it: making one takes longer than grading a notebook."""
    with tempfile.TemporaryDirectory() as folder, _own_commands():
        path = Path(folder) / "gradebook.db"
        Gradebook(f"sqlite:///{path}", "conformance").close()
        return path.read_bytes()


def prepare(course: NbgraderCourse, root: Path) -> Path:
    """The course with its assignment generated and everything handed in, not yet graded."""
    course.write_source(root)
    (root / "gradebook.db").write_bytes(_empty_gradebook())
    assert _convert(root, GenerateAssignment), f"{course.name}: the release cannot be generated"
    course.write_submissions(root)
    if course.before is not None:
        course.before(root)
    return root


def grade_with_nbgrader(course: NbgraderCourse, prepared: Path, root: Path, *, force: bool = False) -> View:
    """nbgrader's own way."""
    if not root.exists():
        shutil.copytree(prepared, root)
    _convert(root, Autograde, force=force)
    return read_view(root, ASSIGNMENT)


def grade_with_plugins(course: NbgraderCourse, prepared: Path, root: Path, *, force: bool = False) -> View:
    """``nbgrader autograde`` with our plug-ins configured."""
    if not root.exists():
        shutil.copytree(prepared, root)
        config = root / "nbgrader_config.py"
        config.write_text(config.read_text() + course.ours + PLUGGED_IN)
    _convert(root, Autograde, force=force)
    return read_view(root, ASSIGNMENT)


def grade_with_command(course: NbgraderCourse, prepared: Path, root: Path, *, force: bool = False) -> View:
    """``coursegrader autograde --course-dir``, in a course that never heard of it."""
    if not root.exists():
        shutil.copytree(prepared, root)
        config = root / "nbgrader_config.py"
        if course.bare:
            config.unlink()
        else:
            config.write_text(config.read_text() + course.ours)
    if course.bare:
        command = [sys.executable, "-m", "coursegrader.cli", "autograde", ASSIGNMENT, "--course-dir", str(root)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=200)
        assert done.returncode == 0, done.stdout + done.stderr
    else:
        with _quiet():  # what the command calls: the same without its start
            autograde_class(root, [ASSIGNMENT], workers=1, force=force)
    return read_view(root, ASSIGNMENT)
