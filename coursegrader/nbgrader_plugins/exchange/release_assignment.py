"""``nbgrader release_assignment`` and formgrader's release button."""

from __future__ import annotations

from pathlib import Path

from nbgrader.exchange import abc

from coursegrader.nbgrader_plugins.exchange.base import Exchange


class ExchangeReleaseAssignment(Exchange, abc.ExchangeReleaseAssignment):  # type: ignore[misc]
    """Hand ``release/<assignment>`` to the exchange."""

    def init_src(self) -> None:
        """Find the released version."""
        course = self.coursedir
        self.src_path = Path(course.format_path(course.release_directory, ".", self.assignment))
        if self.src_path.is_dir():
            return
        source = course.format_path(course.source_directory, ".", self.assignment)
        if Path(source).is_dir():
            self.fail(
                f"Assignment found in '{source}' but not '{self.src_path}', run `nbgrader generate_assignment` first."
            )
        self.fail(f"Assignment not found at: {self.src_path}")

    def copy_files(self) -> None:
        """Read and release."""
        files = self.read_files(self.src_path)
        with self.errors():
            self.transport.release(self.course, self.assignment, files, replace=self.force)
        self.log.info(f"Released as: {self.course} {self.assignment}")
