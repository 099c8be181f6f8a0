"""A course whose folders of submissions and whose gradebook are copies: grading in it changes nothing in the course."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from nbgrader.coursedir import CourseDirectory
from sqlalchemy import make_url

from coursegrader.errors import CourseError
from coursegrader.nbgrader_plugins.course import Course

PATIENCE_SECONDS: Final = 60.0  # for somebody who is writing to the gradebook
STEPS: Final = ("submitted", "autograded", "feedback")


class CourseCopy(Course):
    """The course at ``course_dir``, as it is now, with ``submitted/``, ``autograded/``, ``feedback/`` and the gradebook
    in another folder. Sources, hidden suites, configuration and secrets are the course's own.

    For a process that grades one attempt at a time: nothing is locked, since nothing is shared.
    """

    def __init__(self, course_dir: Path, folder: Path) -> None:
        """Copy the gradebook.

        Args:
            course_dir: the course's folder.
            folder: an empty one; whoever calls removes it.

        Raises:
            CourseError: the course has no readable configuration, or no gradebook in an SQLite file.
        """
        super().__init__(course_dir)
        copy = folder / "gradebook.db"
        _copy_gradebook(self.directory.db_url, copy)
        settings = self.config.CourseDirectory
        settings.db_url = f"sqlite:///{copy}"
        for step in STEPS:
            settings[f"{step}_directory"] = str(folder / step)
        self.directory = CourseDirectory(config=self.config, root=str(self.root))

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Nobody else knows of these folders."""
        yield


def _copy_gradebook(db_url: str, copy: Path) -> None:
    url = make_url(db_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise CourseError(
            f"a preview works on a copy of nbgrader's gradebook, and {url.get_backend_name()} cannot be copied: "
            "keep the gradebook in an SQLite file (c.CourseDirectory.db_url)"
        )
    if not Path(url.database).exists():
        raise CourseError(f"there is no gradebook {url.database}: run `nbgrader generate_assignment` first")
    with (
        closing(sqlite3.connect(f"file:{url.database}?mode=ro", uri=True, timeout=PATIENCE_SECONDS)) as gradebook,
        closing(sqlite3.connect(copy)) as target,
    ):
        gradebook.backup(target)
