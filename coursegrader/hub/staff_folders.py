"""A course directory shared between the grading service and the course's staff, who run as users of their own.

Only needed when the hub runs as root; an ordinary user's hub runs everything as that user.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from coursegrader.hub.server_policy import AUTHORING_FOLDERS, GRADING_FOLDERS

GRADEBOOK = "gradebook.db"


def share_course(course_dir: Path, group: int) -> None:
    """Let the staff's group work in nbgrader's folders, which are made if need be."""
    for name in (*GRADING_FOLDERS, *AUTHORING_FOLDERS):
        folder = course_dir / name
        folder.mkdir(exist_ok=True)
        share(folder, group)


def share_graded(course_dir: Path, assignment: str, learner: str) -> None:
    """Let the staff's group work on what grading one attempt has just written."""
    for name in GRADING_FOLDERS:
        folder = course_dir / name / learner
        if folder.is_dir():
            share(folder, (course_dir / name).stat().st_gid)


def share(folder: Path, group: int) -> None:
    """Give a tree to a group: it can do what the owner can, and what it makes stays the group's."""
    if os.geteuid() != 0:
        return
    for path in (folder, *_below(folder)):
        found = path.lstat()
        if stat.S_ISLNK(found.st_mode):
            continue
        wanted = found.st_mode | stat.S_IRGRP | stat.S_IWGRP | (stat.S_IXGRP if found.st_mode & stat.S_IXUSR else 0)
        if stat.S_ISDIR(found.st_mode):
            wanted |= stat.S_ISGID
        if found.st_gid != group:
            os.chown(path, -1, group, follow_symlinks=False)
        if wanted != found.st_mode or found.st_gid != group:
            path.chmod(stat.S_IMODE(wanted))


def _below(folder: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(folder):  # links to folders are listed, never entered
        yield from (Path(where) / name for name in (*folders, *names))


def place_gradebook(course_dir: Path, group: int) -> Path:
    """Keep the gradebook in a folder of its own, which alone the staff's servers may write to.

    SQLite needs to write beside its database, and whoever can write into the course directory itself can change what
    the grading service runs. The course directory keeps a link under nbgrader's usual name. A gradebook found there
    instead of the link is newer (someone removed the link and began again); the older one is kept beside it.

    Returns:
        The gradebook's folder.
    """
    folder = gradebook_folder(course_dir)
    folder.mkdir(exist_ok=True)
    kept, usual = folder / GRADEBOOK, course_dir / GRADEBOOK
    if not usual.is_symlink():
        if usual.exists():
            if kept.exists():
                kept.rename(folder / f"gradebook-until-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.db")
            usual.rename(kept)
        usual.symlink_to(Path(folder.name) / GRADEBOOK)
    kept.touch()
    share(folder, group)
    return folder


def gradebook_folder(course_dir: Path) -> Path:
    """Where :func:`place_gradebook` keeps a course's gradebook."""
    return course_dir / f"{GRADEBOOK}.d"
