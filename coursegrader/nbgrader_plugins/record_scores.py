"""Scores into nbgrader's gradebook, as a step of ``nbgrader autograde``."""

from __future__ import annotations

from nbconvert.exporters.exporter import ResourcesDict
from nbformat.notebooknode import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from coursegrader.errors import CourseError
from coursegrader.nbgrader_plugins.failures import report_failure
from coursegrader.nbgrader_plugins.gradebook_rows import AssignmentRows, write_notebook
from coursegrader.nbgrader_plugins.scoring import score_notebook
from coursegrader.nbgrader_plugins.settings import CourseGrader


class RecordScores(NbGraderPreprocessor):
    """Write each grade cell's score to the gradebook; in any doubt 0 points and a comment that says so.

    Manual scores are kept, and the cells concerned marked for review, as in nbgrader. The recorded score
    also goes into the cell's ``metadata.coursegrader``.
    """

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Score all cells of one notebook.

        Raises:
            CourseError: the gradebook does not know the notebook's grade cells as they are.
        """
        names = resources["nbgrader"]
        found = score_notebook(nb.cells, CourseGrader(config=self.config).plain_rule)
        with Gradebook(names["db_url"]) as gradebook:
            rows = AssignmentRows.read(gradebook, names["assignment"])
            try:
                rows.require(names["notebook"], {name: score.points for name, score in found.scores.items()})
            except CourseError as error:
                report_failure(error)
                raise
            submission = rows.submission(gradebook, names["student"])
            write_notebook(gradebook, submission, rows.notebooks[names["notebook"]], found)
            gradebook.db.commit()
        return nb, resources
