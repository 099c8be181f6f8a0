"""nbgrader's settings for this course: every ``nbgrader`` command and the formgrader read this file."""

from pathlib import Path

from coursegrader.nbgrader_plugins import configure

c = get_config()  # type: ignore[name-defined]  # given by whoever loads this file

c.CourseDirectory.course_id = "math-for-ml"
c.CourseDirectory.root = str(Path(__file__).parent.absolute())

# what a lab keeps of a learner's predictions: an author's own must not reach the release
c.CourseDirectory.ignore.append(".coursekit_predictions.json")

configure(c)
