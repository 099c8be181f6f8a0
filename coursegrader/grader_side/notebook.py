"""Notebook files as this package reads them: JSON, nbformat 4, and of each cell only what grading needs."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from coursegrader.errors import BadSubmission

MAX_CELLS = 5_000


@dataclass(frozen=True)
class Cell:
    """One cell. ``metadata`` is the nbgrader part, empty where there is none.

    ``attachments`` are those of a cell that was handed in: names to pictures in base64, by kind. Whoever wrote them
    may have put anything there.
    """

    cell_type: str
    source: str
    cell_id: str
    metadata: dict[str, Any]
    tags: tuple[str, ...] = ()
    attachments: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def grade_id(self) -> str:
        """nbgrader's id of the cell; empty where it has none."""
        value = self.metadata.get("grade_id")
        return value if isinstance(value, str) else ""

    @property
    def is_grade(self) -> bool:
        return self.metadata.get("grade") is True

    @property
    def is_solution(self) -> bool:
        return self.metadata.get("solution") is True

    @property
    def is_task(self) -> bool:
        return self.metadata.get("task") is True

    @property
    def is_locked(self) -> bool:
        """Whether nbgrader restores the cell's text, whatever the learner did to it."""
        return not self.is_solution and (self.is_grade or self.metadata.get("locked") is True)

    @property
    def points(self) -> float:
        """The most points that a grade cell gives; NaN where they are not a number."""
        value = self.metadata.get("points", 0)
        return float(value) if type(value) in (int, float) else math.nan


def read_cells(content: bytes, name: str) -> tuple[Cell, ...]:
    """The cells of a notebook file of the instructor's. (Their attachments stay in the document itself.)

    Args:
        content: the file.
        name: what to call it in an error.

    Raises:
        BadSubmission: it is not a notebook of format 4.
    """
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        raise BadSubmission(f"{name}: not a notebook (it is not valid JSON); save it again in JupyterLab") from None
    if not isinstance(data, dict) or not isinstance(data.get("cells"), list):
        raise BadSubmission(f"{name}: not a notebook (it has no list of cells); save it again in JupyterLab")
    if data.get("nbformat") != 4:
        raise BadSubmission(f"{name}: not in notebook format 4; open it in JupyterLab and save it again")
    if len(data["cells"]) > MAX_CELLS:
        raise BadSubmission(f"{name}: more than {MAX_CELLS} cells; delete what is not needed")
    return tuple(_cell(cell, name, number) for number, cell in enumerate(data["cells"], 1))


def _cell(cell: Any, name: str, number: int) -> Cell:
    if not isinstance(cell, dict):
        raise BadSubmission(f"{name}: cell {number} is not a cell; save the notebook again in JupyterLab")
    source = cell.get("source", "")
    if not isinstance(source, str) and not (isinstance(source, list) and all(isinstance(line, str) for line in source)):
        raise BadSubmission(f"{name}: the text of cell {number} is not text; save the notebook again in JupyterLab")
    found = replace(cell_of(cell), attachments={})
    if found.is_grade or found.is_solution or found.is_task or found.is_locked:
        return found
    # cells of old courses have ids, too, that are neither graded nor answers nor locked: nbgrader leaves them alone
    return replace(found, metadata={})


def cell_of(node: dict[str, Any]) -> Cell:
    """The cell of a JSON object; of whatever in it is not as it should be, nothing."""
    source = node.get("source", "")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    metadata = node.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    nbgrader = metadata.get("nbgrader")
    tags = metadata.get("tags")
    cell_type, cell_id = node.get("cell_type"), node.get("id")
    return Cell(
        cell_type=cell_type if cell_type in ("code", "markdown", "raw") else "raw",
        # lone surrogates cannot be run, stored or shown: they become question marks
        source=source.encode("utf-8", "replace").decode("utf-8") if isinstance(source, str) else "",
        cell_id=cell_id if isinstance(cell_id, str) else "",
        metadata=nbgrader if isinstance(nbgrader, dict) else {},
        tags=tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
        attachments=_attachments(node.get("attachments")),
    )


def _attachments(given: Any) -> dict[str, dict[str, str]]:
    if not isinstance(given, dict):
        return {}
    return {name: _pictures(bundle) for name, bundle in given.items() if isinstance(bundle, dict)}


def _pictures(bundle: dict[str, Any]) -> dict[str, str]:
    """What a bundle says are pictures. A long text may stand there as a list of lines, as all texts of notebooks."""
    texts = {
        kind: "".join(line for line in text if isinstance(line, str)) if isinstance(text, list) else text
        for kind, text in bundle.items()
        if kind.startswith("image/")
    }
    return {kind: text for kind, text in texts.items() if isinstance(text, str)}
