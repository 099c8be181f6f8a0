"""The released small course of the nbgrader tests."""

from tests.nbgrader_plugins.conftest import course, released_course

__all__ = ["course", "released_course"]
