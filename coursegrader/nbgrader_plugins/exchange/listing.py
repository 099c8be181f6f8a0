"""``nbgrader list``, Assignment List and formgrader's view of the exchange.

The dictionaries answered here are nbgrader's own contract; Assignment List draws its page from them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from nbgrader.exchange import abc

from coursegrader.nbgrader_plugins.exchange.base import Exchange
from coursegrader.store import Attempt, Release

Info = dict[str, Any]


class ExchangeList(abc.ExchangeList, Exchange):  # type: ignore[misc]
    """List released assignments, or attempts (``--cached``: the caller's own; ``--inbound``: everybody's)."""

    def init_src(self) -> None:
        """Which courses to list."""
        with self.errors():
            named = str(self.coursedir.course_id)
            self.courses = [named] if named not in ("", "*") else self.transport.courses()

    def copy_files(self) -> None:
        """Nothing is copied."""

    def list_files(self) -> list[Info]:
        """List, and log what ``nbgrader list`` prints."""
        if not (self.inbound or self.cached):
            released = [self._release_info(release) for release in self._releases()]
            self.log.info("Released assignments:")
            for info in released:
                downloaded = " (already downloaded)" if info["status"] == "fetched" else ""
                self.log.info(f"{info['course_id']} {info['assignment_id']}{downloaded}")
            return released
        submitted = _grouped(self._attempt_info(attempt) for attempt in self._attempts())
        self.log.info("Submitted assignments:")
        for group in submitted:
            for info in group["submissions"]:
                self.log.info(_submission_line(info))
        return submitted

    def remove_files(self) -> list[Info]:
        """Withdraw releases. Attempts are part of the record and stay."""
        if self.inbound or self.cached:
            self.fail("Submitted attempts are kept: the exchange removes released assignments only.")
        removed = []
        for release in self._releases():
            with self.errors():
                self.transport.withdraw(release.course, release.assignment)
            removed.append({**self._release_info(release), "status": "removed"})
            self.log.info(f"Removed: {release.course} {release.assignment}")
        return removed

    def _wanted(self) -> str | None:
        named = str(self.coursedir.assignment_id)
        return None if named in ("", "*") else named

    def _releases(self) -> list[Release]:
        with self.errors():
            found = [release for course in self.courses for release in self.transport.releases(course)]
        return [release for release in found if self._wanted() in (None, release.assignment)]

    def _attempts(self) -> list[Attempt]:
        learner = str(self.coursedir.student_id)
        everyone = None if learner in ("", "*") else learner
        with self.errors():
            if self.inbound:
                lists = [self.transport.all_attempts(course, self._wanted(), everyone) for course in self.courses]
            else:
                lists = [self.transport.own_attempts(course, self._wanted()) for course in self.courses]
        return [attempt for attempts in lists for attempt in attempts]

    def _release_info(self, release: Release) -> Info:
        folder = self.local_folder(release.course, release.assignment)
        fetched = folder.is_dir()
        names = (path.name for path in folder.glob("*.ipynb")) if fetched else release.files
        return {
            "course_id": release.course,
            "assignment_id": release.assignment,
            "status": "fetched" if fetched else "released",
            "path": str(folder),
            "notebooks": [
                {"notebook_id": name.removesuffix(".ipynb"), "path": str(folder / name)} for name in _notebooks(names)
            ],
        }

    def _attempt_info(self, attempt: Attempt) -> Info:
        pages = self.local_folder(attempt.course, attempt.assignment) / "feedback" / attempt.timestamp
        notebooks = [_notebook_info(attempt, name, pages) for name in _notebooks(attempt.files)]
        # a notebook that the learner added has no page, and must not hide the others
        expected = [nb for nb in notebooks if nb["has_exchange_feedback"]]
        fetched = bool(expected) and all(nb["has_local_feedback"] for nb in expected)
        return {
            "course_id": attempt.course,
            "student_id": attempt.learner,
            "assignment_id": attempt.assignment,
            "timestamp": attempt.timestamp,
            "status": "submitted",
            "path": str(self.local_folder(attempt.course, attempt.assignment)),
            "notebooks": notebooks,
            "has_local_feedback": fetched,
            "has_exchange_feedback": bool(expected),
            "feedback_updated": any(nb["feedback_updated"] for nb in notebooks),
            "local_feedback_path": str(pages) if fetched else None,
        }


def _notebooks(names: Iterable[str]) -> list[str]:
    return sorted(name for name in names if name.endswith(".ipynb") and "/" not in name)


def _notebook_info(attempt: Attempt, name: str, pages: Path) -> Info:
    notebook = name.removesuffix(".ipynb")
    page = pages / f"{notebook}.html"
    released = (attempt.feedback or {}).get(page.name)
    local = hashlib.sha256(page.read_bytes()).hexdigest() if page.is_file() else None
    return {
        "notebook_id": notebook,
        "path": name,
        "has_local_feedback": local is not None,
        "has_exchange_feedback": released is not None,
        "local_feedback_path": str(page) if local is not None else None,
        "feedback_updated": local is not None and released is not None and local != released,
    }


def _grouped(infos: Iterable[Info]) -> list[Info]:
    groups: dict[tuple[str, str, str], list[Info]] = {}
    for info in infos:
        groups.setdefault((info["course_id"], info["student_id"], info["assignment_id"]), []).append(info)
    return [
        {
            "course_id": course,
            "student_id": student,
            "assignment_id": assignment,
            "status": "submitted",
            "submissions": sorted(submissions, key=lambda info: str(info["timestamp"])),
        }
        for (course, student, assignment), submissions in sorted(groups.items())
    ]


def _submission_line(info: Info) -> str:
    if info["has_local_feedback"] and not info["feedback_updated"]:
        feedback = "feedback already fetched"
    else:
        feedback = "feedback ready to be fetched" if info["has_exchange_feedback"] else "no feedback available"
    return f"{info['course_id']} {info['student_id']} {info['assignment_id']} {info['timestamp']} ({feedback})"
