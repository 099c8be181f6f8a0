"""What may lie in a submission's folder before nbgrader copies it."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from coursegrader.grader_side.attempt import Attempt, read_attempt

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


def submitted_attempt(folder: Path) -> Attempt:
    """What lies in a submission's folder, without what nbgrader or the pipeline put there.

    That is the time of submission, and an empty file for each notebook that was not handed in.

    Raises:
        BadSubmission: there is nothing to grade, or too much.
    """
    attempt = read_attempt(folder)
    files = {name: content for name, content in attempt.files.items() if content and name != "timestamp.txt"}
    return replace(attempt, files=files)
