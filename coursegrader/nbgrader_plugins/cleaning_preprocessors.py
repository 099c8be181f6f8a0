"""nbgrader's preprocessors that make a graded notebook fit to be opened: the work is done elsewhere."""

from __future__ import annotations

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from coursegrader.nbgrader_plugins.clean_outputs import clean_cell
from coursegrader.nbgrader_plugins.show_results import show_result


class CleanOutputs(NbGraderPreprocessor):
    """Clean the outputs of every cell, and the text of the cells that are not the instructor's."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Clean one cell."""
        clean_cell(cell)
        return _with_output_nodes(cell), resources


class ShowResults(NbGraderPreprocessor):
    """Add the engine's result to each grade cell's outputs."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Add the table to one cell, if the engine scored it."""
        show_result(cell)
        return _with_output_nodes(cell), resources


def _with_output_nodes(cell: NotebookNode) -> NotebookNode:
    """nbgrader's own preprocessors reach for an output's fields as attributes."""
    if cell.cell_type == "code":
        cell.outputs = nbformat.from_dict(cell.outputs)
    return cell
