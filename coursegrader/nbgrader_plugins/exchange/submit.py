"""``nbgrader submit`` and Assignment List's Submit button."""

from __future__ import annotations

import math
from collections.abc import Mapping

from nbgrader.exchange import abc

from coursegrader.nbgrader_plugins.exchange.base import Exchange


class ExchangeSubmit(Exchange, abc.ExchangeSubmit):  # type: ignore[misc]
    """Hand in the learner's folder. The server says who and when; nothing in the folder can."""

    def init_src(self) -> None:
        """Find the learner's folder."""
        self.src_path = self.local_folder(self.course, self.assignment)
        if not self.src_path.is_dir():
            self.fail(f"Assignment not found at {self.src_path}: fetch it, or go to the folder that holds it.")

    def copy_files(self) -> None:
        """Check against the release, then send."""
        files = self.read_files(self.src_path)
        self._compare_with_release(files)
        with self.errors():
            attempt = self.transport.submit(self.course, self.assignment, files)
        self.timestamp = attempt.timestamp
        self.log.info(f"Submitted as: {self.course} {self.assignment} {attempt.timestamp} (attempt {attempt.number})")
        self.log.info(
            f"Receipt: attempt {attempt.number} of {attempt.learner}, received {attempt.timestamp}, "
            f"sha256 {attempt.sha256}"
        )
        if attempt.late_seconds > 0:
            self.log.warning(f"This attempt is late by {_spoken(attempt.late_seconds)}.")

    def _compare_with_release(self, files: Mapping[str, bytes]) -> None:
        with self.errors():
            releases = {release.assignment: release for release in self.transport.releases(self.course)}
        if self.assignment not in releases:
            self.fail(f"Assignment {self.assignment!r} is not released in course {self.course!r}.")
        expected = {path for path in releases[self.assignment].files if path.endswith(".ipynb")}
        missing = sorted(expected - set(files))
        extra = sorted(path for path in files if path.endswith(".ipynb") and path not in expected)
        if missing and self.strict:
            self.fail(f"Assignment {self.assignment} not submitted: notebooks missing: {', '.join(missing)}")
        if missing:
            self.log.warning(f"Notebooks missing from the submission: {', '.join(missing)}")
        if extra:
            self.log.warning(f"Notebooks that are not part of the assignment: {', '.join(extra)}")


def _spoken(seconds: float) -> str:
    """A length of time in its two largest units, rounded up to whole minutes."""
    minutes = math.ceil(seconds / 60)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [(days, "day"), (hours, "hour"), (minutes, "minute")]
    said = [f"{number} {name}{'' if number == 1 else 's'}" for number, name in parts if number]
    return " and ".join(said[:2])
