"""``nbgrader fetch_feedback`` and Assignment List's Fetch Feedback button."""

from __future__ import annotations

from nbgrader.exchange import abc

from coursegrader.nbgrader_plugins.exchange.base import Exchange, write_files


class ExchangeFetchFeedback(Exchange, abc.ExchangeFetchFeedback):  # type: ignore[misc]
    """Write the feedback pages of every attempt into ``<assignment>/feedback/<timestamp>/``."""

    def copy_files(self) -> None:
        """Fetch and write; newer feedback replaces older."""
        target = self.local_folder(self.course, self.assignment) / "feedback"
        with self.errors():
            attempts = self.transport.own_attempts(self.course, self.assignment)
            ready = [attempt for attempt in attempts if attempt.feedback]
            for attempt in ready:
                write_files(target / attempt.timestamp, self.transport.own_feedback(attempt))
                self.log.info(f"Fetched feedback: {target / attempt.timestamp}")
        if not ready:
            self.log.warning(f"No feedback yet for {self.course} {self.assignment}")
