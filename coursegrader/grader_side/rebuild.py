"""The notebook that is run and scored: the instructor's, with only source text of the learner's put in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from coursegrader.grader_side.notebook import Cell
from coursegrader.results import Repair

INSTRUCTOR_ONLY = "instructor-only"
MISSING = "# This answer was not in the notebook that was handed in.\n"


@dataclass(frozen=True)
class Rebuilt:
    """Cells in the order they run; for each, whether the learner added it; and what was put right on the way."""

    cells: tuple[Cell, ...]
    added: tuple[bool, ...]
    repairs: tuple[Repair, ...]


def rebuild(name: str, template: Sequence[Cell], submitted: Sequence[Cell]) -> Rebuilt:
    """Put the learner's text into the instructor's notebook.

    Answer cells are found by grade id. Cells without any nbgrader metadata are the learner's to edit, and found by cell
    id. A submitted cell that is not in the template was added by the learner, and stays behind the cell it followed.
    Everything else that was submitted (metadata, tags, order, outputs, locked cells) is dropped.
    """
    own = [cell for cell in template if INSTRUCTOR_ONLY not in cell.tags]
    by_grade_id: dict[str, list[Cell]] = defaultdict(list)
    by_cell_id: dict[str, Cell] = {}
    for cell in submitted:
        if cell.grade_id:
            by_grade_id[cell.grade_id].append(cell)
        elif cell.cell_id:
            by_cell_id.setdefault(cell.cell_id, cell)
    repairs: list[Repair] = []
    extra = _added_cells(own, submitted)
    cells: list[Cell] = list(extra[-1])
    added = [True] * len(cells)
    for position, cell in enumerate(own):
        cells.append(_fill(name, cell, by_grade_id, by_cell_id, repairs))
        cells.extend(extra[position])
        added.extend([False, *[True] * len(extra[position])])
    return Rebuilt(tuple(cells), tuple(added), tuple(repairs))


def _fill(
    name: str, cell: Cell, by_grade_id: dict[str, list[Cell]], by_cell_id: dict[str, Cell], repairs: list[Repair]
) -> Cell:
    if cell.is_solution:
        return _answer(name, cell, by_grade_id.get(cell.grade_id, []), repairs)
    if cell.grade_id:
        found = by_grade_id.get(cell.grade_id, [])
        if cell.is_grade and not found:
            repairs.append(Repair(name, cell.grade_id, "this test cell was missing and has been put back"))
        if cell.is_grade and len(found) > 1:
            repairs.append(Repair(name, cell.grade_id, "this test cell was there more than once; it counts once"))
        return cell
    mine = by_cell_id.get(cell.cell_id)
    if mine is not None and cell.cell_type == "code" and mine.cell_type == "code":
        return replace(cell, source=mine.source)
    return cell


def _answer(name: str, cell: Cell, found: list[Cell], repairs: list[Repair]) -> Cell:
    if not found:
        repairs.append(Repair(name, cell.grade_id, "this answer cell was not in the notebook, so there is no answer"))
        return replace(cell, source=MISSING if cell.cell_type == "code" else "")
    if len(found) > 1:
        repairs.append(Repair(name, cell.grade_id, "this answer cell was there more than once; the last one counts"))
    if found[-1].cell_type != cell.cell_type:
        repairs.append(Repair(name, cell.grade_id, f"this cell has been turned back into a {cell.cell_type} cell"))
    return replace(cell, source=found[-1].source)


def _added_cells(template: Sequence[Cell], submitted: Sequence[Cell]) -> dict[int, list[Cell]]:
    """The learner's own cells, by the position of the template cell they follow (-1: in front of all)."""
    position = {cell.grade_id or cell.cell_id: number for number, cell in enumerate(template)}
    sources = {(cell.cell_type, cell.source.strip()) for cell in template}
    extra: dict[int, list[Cell]] = defaultdict(list)
    here = -1
    for cell in submitted:
        key = cell.grade_id or cell.cell_id
        if key in position:
            here = position[key]
        elif (cell.cell_type, cell.source.strip()) not in sources:
            extra[here].append(replace(cell, metadata={}, tags=()))
    extra.setdefault(-1, [])
    return extra


def matches(template: Sequence[Cell], submitted: Sequence[Cell]) -> bool:
    """Whether a submitted notebook has anything of this template: a grade id, or else a cell id."""
    ids = {c.grade_id for c in template if c.grade_id}
    if ids:
        return any(cell.grade_id in ids for cell in submitted)
    cell_ids = {c.cell_id for c in template if c.cell_id}
    return any(cell.cell_id in cell_ids for cell in submitted)
