"""What all exchange classes share: the transport, where a learner's copies lie, and errors as nbgrader expects them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from nbgrader.exchange import abc
from nbgrader.utils import get_username, ignore_patterns
from traitlets import Bool

from coursegrader.errors import CourseGraderError
from coursegrader.nbgrader_plugins.exchange.transport import Transport, open_transport
from coursegrader.store import read_folder


class Exchange(abc.Exchange):  # type: ignore[misc]  # nbgrader has no type hints
    """Base of the exchange classes. There is no exchange directory, so there is no ``root``."""

    path_includes_course = Bool(
        False, help="Whether assignments are fetched into <course id>/<assignment> rather than <assignment>."
    ).tag(config=True)

    @property
    def course(self) -> str:
        """The course id; nbgrader's usual error if there is none."""
        if not self.coursedir.course_id:
            self.fail("No course id specified. Re-run with --course flag.")
        return str(self.coursedir.course_id)

    @property
    def assignment(self) -> str:
        """The assignment's name; nbgrader's usual error if there is none."""
        if not self.coursedir.assignment_id:
            self.fail("No assignment specified. Re-run with the assignment's name.")
        return str(self.coursedir.assignment_id)

    @property
    def learner(self) -> str:
        """Whom the direct transport acts for: ``--student``, else the system user."""
        named = str(self.coursedir.student_id)
        return get_username() if named in ("", "*") else named

    @cached_property
    def transport(self) -> Transport:
        """The way to the exchange."""
        with self.errors():
            return open_transport(Path(self.coursedir.root), str(self.coursedir.course_id), self.learner)

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Turn coursegrader's one-line errors into the one kind of error that nbgrader's apps catch."""
        try:
            yield
        except CourseGraderError as error:
            self.fail(str(error))

    def local_folder(self, course: str, assignment: str) -> Path:
        """Where the learner's copy of an assignment lies."""
        base = Path(self.assignment_dir).absolute()
        return base / course / assignment if self.path_includes_course else base / assignment

    def read_files(self, folder: Path) -> dict[str, bytes]:
        """The files of a folder, without what nbgrader's ``ignore``, ``include`` and size options leave out."""
        leaves_out = ignore_patterns(
            exclude=self.coursedir.ignore,
            include=self.coursedir.include,
            max_file_size=self.coursedir.max_file_size,
            log=self.log,
        )

        def keep(path: Path) -> bool:
            return path.name not in leaves_out(str(path.parent), [path.name])

        with self.errors():
            return read_folder(folder, keep=keep)

    def init_src(self) -> None:
        """Nothing to compute by default."""

    def init_dest(self) -> None:
        """Nothing to compute by default."""


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files below ``folder`` (checked relative paths), making sub-folders."""
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
