"""A course directory as nbgrader sees it, and its converters run inside this process."""

from __future__ import annotations

import coursegrader.nbgrader_plugins.light_nbgrader  # isort: skip  # noqa: F401  before anything of nbgrader

import fcntl
import logging
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Literal

import traitlets.log
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.converters.base import BaseConverter, NbGraderException
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config
from traitlets.config.loader import ConfigFileNotFound, PyFileConfigLoader

from coursegrader.errors import CourseError, UnknownAssignment
from coursegrader.nbgrader_plugins import configure_autograde
from coursegrader.nbgrader_plugins.autograde_steps import own_steps
from coursegrader.nbgrader_plugins.failures import collected_failures
from coursegrader.nbgrader_plugins.machine_config import machine_config
from coursegrader.store.data_folder import DataFolder

# nbgrader's own loading of submissions triggers this at every autograde; it is harmless and nobody here can mend it
warnings.filterwarnings("ignore", message=r"Object of type <Submitted\w+> not in session")

Step = Literal["generate_assignment", "autograde", "generate_feedback"]
CONVERTERS: Final[dict[Step, type[BaseConverter]]] = {
    "generate_assignment": GenerateAssignment,
    "autograde": Autograde,
    "generate_feedback": GenerateFeedback,
}
CONFIG_FILE: Final = "nbgrader_config.py"

# nbgrader's converters change the process's working directory, so only one may run at a time, whatever the
# course.
_one_converter = threading.RLock()


class Course:
    """One course directory: its nbgrader configuration, read once, and its folders."""

    def __init__(self, course_dir: Path, *, any_course: bool = False) -> None:
        """Read the course's configuration.

        Args:
            course_dir: the course's folder.
            any_course: take a course that was never set up for coursegrader, or has no configuration at all.

        Raises:
            CourseError: the folder has no ``nbgrader_config.py`` (and ``any_course`` is false), or one with an error.
        """
        self.root = course_dir.absolute()
        self.config = _read_config(self.root, required=not any_course)
        self._is_locked = False
        if any_course:
            configure_autograde(self.config)
        self.directory = CourseDirectory(config=self.config, root=str(self.root))

    @property
    def own_steps(self) -> tuple[str, ...]:
        """What of the course's steps of autograding only nbgrader's own converter can take: their names."""
        return own_steps(self.config)

    def require_assignment(self, assignment: str) -> None:
        """Raise UnknownAssignment unless ``source/`` has a folder of that name."""
        source = self.folder(self.directory.source_directory, ".", "")
        if not _is_plain_name(assignment) or not (source / assignment).is_dir():
            known = ", ".join(sorted(path.name for path in source.glob("*/"))) if source.is_dir() else ""
            raise UnknownAssignment(f"No assignment {assignment!r} in {source}: known are {known or 'none'}")

    def folder(self, step: str, learner: str, assignment: str) -> Path:
        """nbgrader's folder of a step (``submitted``, ``autograded``, ...) for a learner and an
        assignment.
        """
        return Path(self.directory.format_path(step, learner, assignment))

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Be the only one, of all threads and processes, that writes this course's folders and gradebook.

        Who has it may ask for it again.
        """
        with _one_converter:
            if self._is_locked:
                yield
                return
            with (DataFolder.of_course(self.root).root / "gradebook.lock").open("a") as file:
                fcntl.flock(file, fcntl.LOCK_EX)  # released when the file closes, also by a crash
                self._is_locked = True
                try:
                    yield
                finally:
                    self._is_locked = False

    def convert(self, step: Step, assignment: str, learner: str = "*") -> None:
        """Run one of nbgrader's converters on this course, replacing what it made before. Hold :meth:`lock`.

        Raises:
            CourseGraderError: the error that coursegrader's plugins raised, else a CourseError with
            nbgrader's words.
        """
        self.directory.assignment_id, self.directory.student_id = assignment, learner
        converter_class = CONVERTERS[step]
        converter = converter_class(coursedir=self.directory, config=self.config)
        converter.force = True
        with collected_failures() as failures, _error_log() as errors:
            try:
                converter.start()
            except NbGraderException as error:
                if failures:
                    raise failures[0] from error
                raise CourseError(_one_line(converter_class, assignment, errors or [str(error)])) from error


def _read_config(root: Path, *, required: bool) -> Config:
    config = machine_config(strict=True)
    config.merge(_own_config(root, required=required))
    return config


def _own_config(root: Path, *, required: bool) -> Config:
    try:
        return PyFileConfigLoader(CONFIG_FILE, path=str(root)).load_config()
    except ConfigFileNotFound:
        if required:
            raise CourseError(f"{root} is no course: it has no {CONFIG_FILE}") from None
        return Config()
    except Exception as error:  # whatever the course's own Python raises, it is an error in that file
        raise CourseError(f"{root / CONFIG_FILE}: {type(error).__name__}: {' '.join(str(error).split())}") from error


def check_learner(learner: str) -> None:
    """Raise CourseError for a user name that cannot be a folder's name in nbgrader's layout."""
    if not _is_plain_name(learner):
        raise CourseError(f"User name {learner!r} cannot be graded: use letters, digits and . _ - @ only")


def _is_plain_name(name: str) -> bool:
    # nbgrader puts names into file globs and regular expressions
    return bool(name) and not name.startswith(".") and all(char.isalnum() or char in "._-@" for char in name)


@contextmanager
def _error_log() -> Iterator[list[str]]:
    """Collect what nbgrader logs as errors: it keeps the reason of a failure out of its exception."""
    records: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(record.getMessage())

    log: Any = traitlets.log.get_logger()
    handler = Collector(logging.ERROR)
    log.addHandler(handler)
    try:
        yield records
    finally:
        log.removeHandler(handler)


def _one_line(converter_class: type[BaseConverter], assignment: str, errors: list[str]) -> str:
    """The most telling of nbgrader's messages: the last line of a traceback, else the first message."""
    tracebacks = [text.strip().splitlines()[-1] for text in errors if "Traceback (most recent call last)" in text]
    reason = (tracebacks or [" ".join(errors[0].split())])[0]
    return f"nbgrader's {converter_class.__name__} failed for {assignment}: {reason}"
