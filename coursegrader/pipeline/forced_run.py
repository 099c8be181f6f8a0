"""Remembers that a class is being graded anew, so that an interrupted run is resumed and not begun again."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from coursegrader.pipeline.class_submission import Job
from coursegrader.store.data_folder import DataFolder


def batch_folder(course_dir: Path) -> Path:
    """Where batches of a course keep what they must remember; a data folder may serve several courses."""
    key = hashlib.sha256(str(course_dir).encode()).hexdigest()[:16]
    return DataFolder.of_course(course_dir).folder("autograde", key)


@dataclass(frozen=True)
class ForcedRun:
    """Who is to be graded anew, and since when (seconds since 1970), by student; empty if nobody is."""

    path: Path
    since: Mapping[str, float]

    @classmethod
    def of_assignment(cls, course_dir: Path, assignment: str) -> ForcedRun:
        """The runs of an assignment that have not come to their end."""
        path = batch_folder(course_dir) / f"{assignment}.json"
        return cls(path, json.loads(path.read_text()) if path.exists() else {})

    def begin(self, students: Iterable[str]) -> None:
        """From now on these students, too, are to be graded anew."""
        self._write({**self.since, **dict.fromkeys(students, time.time())})

    def is_due(self, job: Job) -> bool:
        """Whether a submission is still to be graded anew."""
        if job.student not in self.since:
            return False
        # the folder is made while the submission is graded, and only renamed afterwards
        return not job.target.exists() or job.target.stat().st_mtime < self.since[job.student]

    def end(self, students: Collection[str]) -> None:
        """These students have been graded anew."""
        self._write({student: since for student, since in self.since.items() if student not in students})

    def _write(self, since: Mapping[str, float]) -> None:
        if not since:
            self.path.unlink(missing_ok=True)
            return
        draft = self.path.with_suffix(".new")
        draft.write_text(json.dumps(since))
        draft.rename(self.path)
