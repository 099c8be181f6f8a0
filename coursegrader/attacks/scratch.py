"""The scratch course that attacks are let loose on: laid out, released, and with one victim's work in it."""

from __future__ import annotations

import json
import os
import shutil
import socket
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from coursegrader.attacks import course_files
from coursegrader.attacks.attack import Material
from coursegrader.attacks.canaries import Canaries
from coursegrader.nbgrader_plugins.course import Course
from coursegrader.nbgrader_plugins.enrolment import enrol
from coursegrader.pipeline.grading import grade_attempt_in_course
from coursegrader.pipeline.release import release_to_exchange

COURSE_ID = "attacked"
ASSIGNMENTS = ("convoy", "harbour", "plain")
VICTIM = "ada"
SECRET_FILE = "private.txt"  # noqa: S105  the name of a planted file


@dataclass(frozen=True)
class Scratch:
    """One course directory with secrets around it. Several of the same content can be made, one for each worker.

    Attributes:
        course: the course directory.
        home, temporary: folders in the user's home and in ``/tmp`` with a secret file each.
    """

    course: Path
    home: Path
    temporary: Path
    canaries: Canaries

    def releases(self) -> dict[str, dict[str, bytes]]:
        """What learners fetch, by assignment."""
        folders = {name: self.course / "release" / name for name in ASSIGNMENTS}
        return {name: {p.name: p.read_bytes() for p in sorted(folder.iterdir())} for name, folder in folders.items()}

    def material(self, mark: str, releases: Mapping[str, Mapping[str, bytes]], port: int, abstract: str) -> Material:
        """What the attack called ``mark`` is told."""
        places = {
            "MARK": mark,
            "COURSE": str(self.course),
            "HOME": str(self.home),
            "REALHOME": str(Path.home()),
            "TMP": str(self.temporary),
            "PID": str(os.getpid()),
            "PORT": str(port),
            "ABSTRACT": abstract,
            "VICTIM": VICTIM,
            "SECRETFILE": SECRET_FILE,
            "HOST": socket.gethostname(),
        }
        return Material(mark, releases, places)

    def copy(self, folder: Path) -> Scratch:
        """The same course in another folder; the secret files outside of it are shared."""
        shutil.copytree(self.course, folder, symlinks=True)
        return Scratch(folder, self.home, self.temporary, self.canaries)

    def remove(self) -> None:
        """Take everything away again."""
        for folder in (self.course, self.home, self.temporary):
            shutil.rmtree(folder, ignore_errors=True)


def lay_out(canaries: Canaries, folder: Path) -> Scratch:
    """Write the course below ``folder``, release it, grade the victim's work.

    Raises:
        CourseGraderError: a step fails; the machine has no sandbox, say.
    """
    course = folder / "course"
    _write_course(course, dict(canaries.values))
    home = Path(tempfile.mkdtemp(prefix="coursegrader-attacks-", dir=Path.home()))
    temporary = Path(tempfile.mkdtemp(prefix="coursegrader-attacks-"))
    for place, word in ((home, "home_word"), (temporary, "temporary_word")):
        place.chmod(0o755)
        (place / SECRET_FILE).write_text(canaries.values[word])
    scratch = Scratch(course, home, temporary, canaries)
    try:
        for name in ASSIGNMENTS:
            release_to_exchange(course, name)
        _grade_victim(scratch)
    except BaseException:
        scratch.remove()
        raise
    return scratch


def _write_course(course: Path, words: dict[str, str]) -> None:
    notebooks = {
        "harbour/work.ipynb": course_files.harbour(),
        "convoy/first.ipynb": course_files.convoy_first(),
        "convoy/second.ipynb": course_files.convoy_second(),
        "plain/plain.ipynb": course_files.plain(words),
    }
    suites = {
        "harbour/test_total.py": course_files.SUITE_TOTAL,
        "harbour/test_greeting.py": course_files.SUITE_GREETING,
        "convoy/test_total.py": course_files.SUITE_TOTAL,
        "convoy/test_depth.py": course_files.SUITE_DEPTH,
    }
    _write(course / "nbgrader_config.py", course_files.CONFIG.substitute(words))
    for name, document in notebooks.items():
        _write(course / "source" / name, json.dumps(document, indent=1))
    for name, text in suites.items():
        _write(course / "graders" / name, text.substitute(words))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def answered(release: bytes, answers: Mapping[str, str]) -> course_files.Notebook:
    """A released notebook with answers typed into it, by grade id."""
    document: course_files.Notebook = json.loads(release)
    for cell in document["cells"]:
        grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if grade_id in answers:
            cell["source"] = answers[grade_id]
    return document


def honest_files(release: Mapping[str, bytes], remark: str = "") -> dict[str, bytes]:
    """A right submission of ``harbour``; ``remark`` is a comment in it."""
    answers = {"total_answer": course_files.RIGHT_TOTAL + remark, "greeting_answer": course_files.GREETING}
    return {"work.ipynb": json.dumps(answered(release["work.ipynb"], answers)).encode()}


def _grade_victim(scratch: Scratch) -> None:
    words = scratch.canaries.values
    enrol(Course(scratch.course), {VICTIM: f"Ada {words['victims_name']}"})
    remark = (
        f"\n# {words['victims_answer']}\n\ntotal.__doc__ = 1 / 0\n"  # an error, so that feedback has a tale to tell
    )
    files = honest_files(scratch.releases()["harbour"], remark)
    grade_attempt_in_course(scratch.course, "harbour", VICTIM, files, datetime.now(UTC))
