"""What grading an assignment's submissions takes, gathered once for all of them."""

from __future__ import annotations

from collections.abc import Mapping

from coursegrader.errors import CourseError
from coursegrader.grader_side.assignment import Assignment, open_assignment
from coursegrader.grader_side.pictures_key import pictures_key
from coursegrader.grader_side.room_for_files import with_room
from coursegrader.nbgrader_plugins.class_gradebook import ClassGradebook
from coursegrader.nbgrader_plugins.class_settings import ClassSettings
from coursegrader.nbgrader_plugins.course import Course
from coursegrader.nbgrader_plugins.course_rules import assignment_settings, require_template
from coursegrader.pipeline.class_files import CopyRules
from coursegrader.pipeline.class_submission import AssignmentPlan
from coursegrader.sandbox.policy import Limits
from coursegrader.store.data_folder import DataFolder
from coursegrader.store.kept_pictures import keep_pictures


def assignment_plan(
    course: Course, gradebook: ClassGradebook, settings: ClassSettings, assignment: str
) -> AssignmentPlan:
    """The plan of an assignment.

    Raises:
        CourseError: ``source/`` or the gradebook does not know it, or they do not agree.
    """
    rows = gradebook.assignment(assignment)
    graded_by = assignment_settings(course.config, course.directory, assignment)
    if not rows.notebooks:
        raise CourseError(f"The gradebook knows no notebook of {assignment}: run `nbgrader generate_assignment` first")
    for name in rows.notebooks:
        require_template(graded_by.rules, assignment, name)
    source = open_assignment(course.root, assignment, graded_by.rules)
    for name in rows.notebooks:
        rows.require(name, {cell.grade_id: cell.points for cell in source.notebooks[name] if cell.is_grade})
    limits = with_room(source, graded_by.limits)
    data = DataFolder.of_course(course.root)
    return AssignmentPlan(
        course_dir=course.root,
        assignment=assignment,
        source=source.source_dir,
        notebooks={name: graded_by.rules.templates[name] for name in rows.notebooks},
        notebook_glob=settings.notebook_glob,
        secret=data.secret(),
        pictures=keep_pictures(data, pictures_key(source), lambda: _drawn(source, limits)),
        rules=graded_by.rules,
        limits=limits,
        copying=CopyRules(
            ignore=settings.ignore,
            keep=settings.keep.get(assignment, frozenset()),
            permissions=settings.permissions,
            group_shared=settings.group_shared,
        ),
        outputs=settings.outputs,
    )


def _drawn(assignment: Assignment, limits: Limits) -> Mapping[str, bytes]:
    # late: NumPy, which is seldom needed in this process
    from coursegrader.grader_side.rehearsal import drawn_pictures
    from coursegrader.grader_side.sandboxes import close_sandboxes

    try:
        return drawn_pictures(assignment, limits)
    finally:
        close_sandboxes()  # a class is graded by other processes, each with a sandbox of its own
