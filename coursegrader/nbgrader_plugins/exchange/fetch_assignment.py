"""``nbgrader fetch_assignment`` and Assignment List's Fetch button."""

from __future__ import annotations

from nbgrader.exchange import abc

from coursegrader.nbgrader_plugins.exchange.base import Exchange, write_files


class ExchangeFetchAssignment(Exchange, abc.ExchangeFetchAssignment):  # type: ignore[misc]
    """Copy a released assignment into the learner's folder; their own files are never overwritten."""

    def init_dest(self) -> None:
        """Refuse to fetch over an existing copy unless only missing files are asked for."""
        self.dest_path = self.local_folder(self.course, self.assignment)
        if self.dest_path.exists() and not self.replace_missing_files:
            self.fail(
                f"You already have a copy of the assignment in {self.dest_path}: work there, "
                "or move it away to fetch a fresh one."
            )

    def copy_files(self) -> None:
        """Fetch and write."""
        with self.errors():
            files = self.transport.fetch(self.course, self.assignment)
        missing = {path: content for path, content in files.items() if not (self.dest_path / path).exists()}
        write_files(self.dest_path, missing)
        self.log.info(f"Fetched as: {self.course} {self.assignment} ({len(missing)} files)")
