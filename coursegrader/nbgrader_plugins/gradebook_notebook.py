"""A notebook put together from the gradebook alone, for a course whose folders no longer have it.

nbgrader itself grades by nothing else: the gradebook has the text of every cell with a grade id. All other cells are
then taken as the learner's own, and run where they stand in the submission, which is what nbgrader does with them.
"""

from __future__ import annotations

import hashlib
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader import api
from nbgrader.api import Gradebook
from sqlalchemy import literal_column, select

_SCHEMA = 3  # of nbgrader's metadata


def notebook_of_gradebook(gradebook: Gradebook, notebook: Any) -> NotebookNode | None:
    """A released notebook's cells, as the gradebook has them; None where their order is not known.

    Args:
        gradebook: an open one.
        notebook: its row.
    """
    stored = {cell.name: cell for cell in notebook.source_cells}
    order = _order(gradebook, notebook.id)
    if order is None:
        return None
    points = {cell.name: cell.max_score for cell in (*notebook.grade_cells, *notebook.task_cells)}
    kinds = kinds_of(notebook)
    document = nbformat.v4.new_notebook()
    for name in order:
        cell = _cell(stored[name])
        cell.metadata.nbgrader.update(kinds[name])
        if name in points:
            cell.metadata.nbgrader["points"] = points[name]
        document.cells.append(cell)
    return document


def kinds_of(notebook: Any) -> dict[str, dict[str, bool]]:
    """By grade id, whether the gradebook has the cell as a test, an answer, a task."""
    names = {
        "grade": {cell.name for cell in notebook.grade_cells},
        "solution": {cell.name for cell in notebook.solution_cells},
        "task": {cell.name for cell in notebook.task_cells},
    }
    return {cell.name: {kind: cell.name in names[kind] for kind in names} for cell in notebook.source_cells}


def _order(gradebook: Gradebook, notebook_id: str) -> list[str] | None:
    """Names of the cells in the order in which ``nbgrader generate_assignment`` wrote them, which is the notebook's.

    Of the databases that nbgrader can use, only SQLite remembers it.
    """
    if gradebook.engine.dialect.name != "sqlite":
        return None
    table = api.SourceCell.__table__
    query = select(table.c.name).where(table.c.notebook_id == notebook_id).order_by(literal_column("rowid"))
    return [row.name for row in gradebook.db.execute(query)]


def _cell(stored: Any) -> NotebookNode:
    new = nbformat.v4.new_code_cell if stored.cell_type == "code" else nbformat.v4.new_markdown_cell
    settings = {
        "grade_id": stored.name,
        "locked": bool(stored.locked),
        "cell_type": stored.cell_type,
        "schema_version": _SCHEMA,
    }
    # the same id each time: what is made from the same gradebook is the same notebook
    cell_id = hashlib.sha256(stored.name.encode()).hexdigest()[:16]
    cell: NotebookNode = new(stored.source or "", id=cell_id, metadata={"nbgrader": settings})
    return cell
