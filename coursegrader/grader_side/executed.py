"""The notebook that was run, as an nbformat document: the instructor's metadata, the learner's text, new outputs."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from coursegrader.grader_side.assignment import Assignment
from coursegrader.grader_side.notebook import Cell
from coursegrader.grader_side.rebuild import Rebuilt
from coursegrader.grader_side.session import CellRuns
from coursegrader.results import CellResult, Problem, Provenance, Repair


def executed_notebook(
    assignment: Assignment,
    name: str,
    rebuilt: Rebuilt,
    runs: CellRuns,
    results: Mapping[str, CellResult],
    repairs: Sequence[Repair],
    errors: Sequence[Problem],
    provenance: Provenance,
) -> dict[str, Any]:
    """The executed notebook. Grade cells carry their result as ``metadata.coursegrader``, the notebook its repairs and
    errors. Outputs are the learner's own: clean them before anybody opens them."""
    document = assignment.document(name) if rebuilt.document is None else copy.deepcopy(dict(rebuilt.document))
    left_out = rebuilt.left_out if rebuilt.document is None else ()
    templates = (node for number, node in enumerate(document["cells"]) if number not in left_out)
    cells = []
    for index, (cell, is_added) in enumerate(zip(rebuilt.cells, rebuilt.added, strict=True)):
        node = _new_cell(cell, index) if is_added and rebuilt.document is None else next(templates)
        node["source"] = cell.source
        if rebuilt.document is None and (is_added or cell.is_solution):
            _set_pictures(node, cell)
        if cell.cell_type == "code":
            outputs = runs.outputs.get(index)
            node["outputs"] = outputs or []
            node["execution_count"] = None if outputs is None else index + 1
            if index in runs.problems:
                node["outputs"] = [*node["outputs"], _note(runs.problems[index])]
        if cell.grade_id in results and not is_added:
            node["metadata"]["coursegrader"] = results[cell.grade_id].to_json()
        cells.append(node)
    document["cells"] = cells
    document["metadata"]["coursegrader"] = {
        "repairs": [dict(vars(repair)) for repair in repairs],
        "errors": [dict(vars(error)) for error in errors],
        "provenance": dict(vars(provenance)),
    }
    return document


def _new_cell(cell: Cell, index: int) -> dict[str, Any]:
    return {"cell_type": cell.cell_type, "id": f"added-{index}", "metadata": {}, "source": ""}


def _set_pictures(node: dict[str, Any], cell: Cell) -> None:
    """Of an answer, the pictures are the learner's, too: those of the instructor's may show the solution."""
    node.pop("attachments", None)
    if cell.attachments:
        node["attachments"] = {name: dict(picture) for name, picture in cell.attachments.items()}


def _note(text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": "stderr", "text": f"{text}\n"}
