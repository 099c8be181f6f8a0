"""What the gradebook knows about a graded notebook, put into its cells for the feedback page."""

from __future__ import annotations

from nbconvert.exporters.exporter import ResourcesDict
from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import GetGrades


class GetResults(GetGrades):
    """nbgrader's scores and comments, and whether a person has still to score a cell or has changed its
    score.
    """

    def _get_score(self, cell: NotebookNode, resources: ResourcesDict) -> None:
        super()._get_score(cell, resources)
        metadata = cell.metadata.nbgrader
        grade = self.gradebook.find_grade(metadata["grade_id"], self.notebook_id, self.assignment_id, self.student_id)
        metadata["waiting"] = grade.manual_score is None and (grade.auto_score is None or grade.needs_manual_grade)
        metadata["adjusted"] = None not in (grade.manual_score, grade.auto_score) or bool(grade.extra_credit)
