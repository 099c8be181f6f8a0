"""Which submissions of a course there are, and which of them are to be graded."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from coursegrader.errors import CourseError, UnknownAssignment
from coursegrader.nbgrader_plugins.class_settings import ClassSettings
from coursegrader.nbgrader_plugins.course import Course
from coursegrader.nbgrader_plugins.timestamps import read_timestamp
from coursegrader.pipeline.class_submission import Job

EVERYBODY: Final = "*"


@dataclass(frozen=True)
class Found:
    """A submission in ``submitted/``."""

    assignment: str
    job: Job


def find_submissions(
    course: Course,
    settings: ClassSettings,
    assignments: Sequence[str] | None = None,
    students: Collection[str] | None = None,
) -> list[Found]:
    """The submissions of some or all assignments and students, by assignment and student.

    As with nbgrader, the configuration's ``CourseDirectory.student_id`` says who, unless somebody is asked for.

    Raises:
        UnknownAssignment: nobody has submitted an assignment that is asked for.
        CourseError: there are no submissions at all, or none of a student who is asked for.
    """
    student_glob = settings.student_glob if students is None else EVERYBODY
    everything = _all_submissions(course, student_glob, settings.excluded_students)
    whose = "" if student_glob == EVERYBODY else f" of students {student_glob!r} (CourseDirectory.student_id)"
    if not everything:
        folder = course.folder(course.directory.submitted_directory, "*", "*")
        raise CourseError(f"{folder}: there are no submissions{whose}")
    names = sorted({found.assignment for found in everything})
    for name in assignments or ():
        if name not in names:
            raise UnknownAssignment(
                f"nobody has submitted an assignment {name!r}; submitted are: {', '.join(names)}{whose}"
            )
    chosen = [found for found in everything if assignments is None or found.assignment in assignments]
    if students is not None:
        unknown = sorted(set(students) - {found.job.student for found in chosen})
        if unknown:
            raise CourseError(f"no submission of {', '.join(unknown)} for {', '.join(assignments or names)}")
        chosen = [found for found in chosen if found.job.student in students]
    return chosen


def is_graded(job: Job, notebook_glob: str) -> bool:
    """Whether nbgrader would skip the submission: it has been graded, and none handed in later.

    Raises:
        BadSubmission: a time of submission cannot be read.
    """
    if notebook_glob == "*":
        present = job.target.exists()
    else:
        present = all((job.target / path.name).exists() for path in job.submitted.glob(f"{notebook_glob}.ipynb"))
    if not present:
        return False
    new, old = read_timestamp(job.submitted), read_timestamp(job.target)
    return new is None or old is None or new <= old


def _all_submissions(course: Course, student_glob: str, excluded: Collection[str]) -> list[Found]:
    directory = course.directory
    pattern = directory.format_path(
        directory.submitted_directory, "(?P<student>[^/]+)", "(?P<assignment>[^/]*)", escape=True
    )
    everywhere = directory.directory_structure.format(
        nbgrader_step=directory.submitted_directory, student_id=student_glob, assignment_id="*"
    )
    found = []
    # nbgrader's own way to find them, hidden folders left out; Path.glob would list those
    for path in glob.glob(os.path.join(glob.escape(directory.root), everywhere)):  # noqa: PTH118, PTH207
        match = re.fullmatch(pattern, path)
        if match is None or not Path(path).is_dir() or match["student"] in excluded:
            continue
        target = course.folder(directory.autograded_directory, match["student"], match["assignment"])
        found.append(Found(match["assignment"], Job(match["student"], Path(path), target)))
    return sorted(found, key=lambda one: (one.assignment, one.job.student))
