"""The trusted side: hidden suites run here, against functions that run behind the wall."""

from coursegrader.grader_side.student import CallReport, Handle, Student, StudentError

__all__ = ["CallReport", "Handle", "Student", "StudentError"]
