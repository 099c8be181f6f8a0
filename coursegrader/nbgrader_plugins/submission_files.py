"""What may lie in a submission's folder before nbgrader copies it."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from coursegrader.grader_side.attempt import Attempt, read_course_attempt

log = logging.getLogger(__name__)


def remove_special_files(assignment: str, student: str, notebooks: Sequence[str]) -> None:
    """nbgrader's pre-convert hook: remove everything that is neither a regular file nor a folder.

    nbgrader follows links with the instructor's rights when it copies a submission, and a FIFO would make
    it wait for ever. Files that arrive by the exchange are always regular; this is for folders filled in
    other ways.
    """
    for folder in {Path(notebook).parent for notebook in notebooks}:
        for path in list(_special_files(folder)):
            log.warning("Removed %s: only regular files can be graded, not links, pipes or devices", path)
            path.unlink()


def _special_files(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(parent, name)
            mode = path.lstat().st_mode
            if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
                yield path


def submitted_attempt(folder: Path, given: Mapping[str, bytes] | None = None) -> Attempt:
    """What lies in a submission's folder, without what nbgrader or the pipeline put there.

    That is the time of submission, and an empty file for each notebook that was not handed in.

    Args:
        folder: the submission's.
        given: the instructor's files beside the notebooks, by path, where that matters.

    Raises:
        BadSubmission: there is nothing to grade.
    """
    attempt = read_course_attempt(folder, given or {})
    files = {name: content for name, content in attempt.files.items() if content or not _is_placeholder(name)}
    files.pop("timestamp.txt", None)
    return replace(attempt, files=files)


def _is_placeholder(name: str) -> bool:
    """Whether a file of this name says nothing if it is empty. Others do: an empty ``__init__.py`` makes a package."""
    return name.endswith(".ipynb") and "/" not in name
