from __future__ import annotations

from pathlib import Path

from nbgrader.api import Gradebook

from coursegrader.hub.enrolment_task import enrol_learners
from tests.course_factory import make_course


def test_new_learners_are_in_the_gradebook_by_their_names(tmp_path: Path) -> None:
    course_dir = make_course(tmp_path / "tiny")
    enrol_learners(course_dir, {"noor": "Noor Aziz", "li": "Li"})
    enrol_learners(course_dir, {"noor": "Another Name"})
    with Gradebook(f"sqlite:///{course_dir / 'gradebook.db'}", "tiny") as gradebook:
        names = {student.id: f"{student.first_name} {student.last_name}" for student in gradebook.students}
    assert names["noor"] == "Noor Aziz" and set(names) == {"noor", "li"}
