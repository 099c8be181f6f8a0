"""The trusted side: hidden suites run here, against functions that run behind the wall."""

from coursegrader.grader_side.handle import Handle
from coursegrader.grader_side.student import CallReport, Student
from coursegrader.grader_side.student_error import StudentError

__all__ = ["CallReport", "Handle", "Student", "StudentError"]
