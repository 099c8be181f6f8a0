"""Whom a batch tells what happens."""

from __future__ import annotations

from typing import Protocol

from coursegrader.pipeline.class_report import SubmissionRow


class Watcher(Protocol):
    """Is told about a batch as it goes."""

    def begin(self, total: int) -> None:
        """This many submissions are to be graded now."""

    def row(self, row: SubmissionRow) -> None:
        """A submission has come to an end."""

    def note(self, text: str) -> None:
        """Something the instructor should know."""

    def stopping(self, left: int) -> None:
        """Somebody asked to stop; submissions being graded are finished."""

    def end(self) -> None:
        """The run is over, whatever came of it."""


class Quiet:
    """A watcher that does nothing."""

    def begin(self, total: int) -> None:
        """Do nothing."""

    def row(self, row: SubmissionRow) -> None:
        """Do nothing."""

    def note(self, text: str) -> None:
        """Do nothing."""

    def stopping(self, left: int) -> None:
        """Do nothing."""

    def end(self) -> None:
        """Do nothing."""
