"""Building an assignment and handing it to learners, and what there is to release."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from coursegrader.errors import CourseError
from coursegrader.hub.staff_folders import share
from coursegrader.hub.web.student.weeks import in_course_order
from coursegrader.store import DataFolder, Exchange, Release, read_folder

BUILD_SECONDS = 300.0  # nbgrader itself takes some seconds for each notebook


@dataclass(frozen=True)
class Authored:
    """One assignment as it lies in the course's folder.

    Attributes:
        built_at: when ``release/<name>`` was last built; None if it is not there.
        release: what learners can fetch now.
        is_changed: ``source/<name>`` has a newer file than the release.
    """

    name: str
    has_source: bool
    built_at: datetime | None
    release: Release | None
    is_changed: bool


def assignment_names(course_dir: Path) -> list[str]:
    """The folders in ``source/``, in the course's order."""
    source = course_dir / "source"
    return in_course_order(path.name for path in source.glob("[!.]*/")) if source.is_dir() else []


def authored_assignments(course_dir: Path, releases: list[Release]) -> list[Authored]:
    """Everything in ``source/`` and everything released, in the course's order."""
    released = {release.assignment: release for release in releases}
    names = in_course_order({*assignment_names(course_dir), *released})
    return [_authored(course_dir, name, released.get(name)) for name in names]


def release_as_built(exchange: Exchange, course: str, course_dir: Path, assignment: str) -> Release:
    """Let learners fetch ``release/<assignment>`` as it lies there, in place of an earlier release.

    Raises:
        CourseError: the folder is not there.
        StoreError, BadSubmission: the exchange does not take it.
    """
    folder = course_dir / "release" / assignment
    if not folder.is_dir():
        raise CourseError(f"{folder} is not there: build the assignment first")
    return exchange.release(course, assignment, read_folder(folder), replace=True)


def build_and_release(course_dir: Path, assignment: str, data: DataFolder) -> None:
    """Build ``release/<assignment>`` from ``source/`` with nbgrader and release it: ``coursegrader release``.

    In a process of its own: nbgrader's converters change the working directory.

    Raises:
        CourseError: nbgrader refuses a notebook, the exchange refuses the release, or it takes too long.
    """
    command = [sys.executable, "-m", "coursegrader.cli", "release", "--course-dir", str(course_dir), "--", assignment]
    environment = {**os.environ, "COURSEGRADER_DATA": str(data.root), "NO_COLOR": "1", "COLUMNS": "2000"}
    environment.pop("COURSEGRADER_EXCHANGE_URL", None)  # straight into this deployment's store
    try:
        done = subprocess.run(
            command, cwd=course_dir, env=environment, capture_output=True, text=True, timeout=BUILD_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise CourseError(
            f"building {assignment} took longer than {BUILD_SECONDS:g} s and was stopped: "
            f"run 'coursegrader release {assignment}' in the course's folder to see why"
        ) from None
    if done.returncode:
        raise CourseError(_last_words(done.stderr or done.stdout) or f"building {assignment} failed without a word")
    built = course_dir / "release"
    share(built / assignment, built.stat().st_gid)  # staff go on with it in their own servers


def _authored(course_dir: Path, name: str, release: Release | None) -> Authored:
    source, built = course_dir / "source" / name, course_dir / "release" / name
    newest = _newest(source)
    return Authored(
        name=name,
        has_source=source.is_dir(),
        built_at=_newest(built),
        release=release,
        is_changed=release is not None and newest is not None and newest > release.released_at,
    )


def _newest(folder: Path) -> datetime | None:
    """When a file in the folder was last written."""
    files = [path for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else []
    times = [path.stat().st_mtime for path in files if ".ipynb_checkpoints" not in path.parts]
    return datetime.fromtimestamp(max(times), UTC) if times else None


def _last_words(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1].removeprefix("coursegrader: ") if lines else ""
