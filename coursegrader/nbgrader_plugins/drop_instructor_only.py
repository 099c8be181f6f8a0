"""Cells that only instructors see."""

from __future__ import annotations

from nbconvert.exporters.exporter import ResourcesDict
from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

INSTRUCTOR_ONLY = "instructor-only"


class DropInstructorOnly(NbGraderPreprocessor):
    """Leave cells tagged ``instructor-only`` out of the release."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Return the notebook without its instructor-only cells."""
        nb.cells = [cell for cell in nb.cells if INSTRUCTOR_ONLY not in cell.metadata.get("tags", [])]
        return nb, resources
