"""Which submitted cell is which cell of the instructor's notebook.

By grade id, else by cell id, else by text, else by the names that an answer must define, else by place between cells
that are matched already. Nothing of a submitted cell but its text, its type and these two ids has a say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from coursegrader.grader_side.alignment import Alignment
from coursegrader.grader_side.match_by_name import match_by_name
from coursegrader.grader_side.match_by_place import match_by_place, match_empty_tests
from coursegrader.grader_side.match_halves import match_halves
from coursegrader.grader_side.notebook import Cell
from coursegrader.grader_side.release_text import is_cut_from, known_texts


def align(template: Sequence[Cell], submitted: Sequence[Cell]) -> Alignment:
    """Match the cells of a submission to those of the instructor's notebook."""
    alignment = Alignment(template, submitted)
    _by_grade_id(alignment)
    _by_cell_id(alignment)
    _by_text(alignment)
    _by_cut_text(alignment)
    match_empty_tests(alignment)
    if any(not alignment.has_answer(position) for position in alignment.wanted):
        match_by_name(alignment)
    if alignment.free():
        match_by_place(alignment)
        match_halves(alignment)
    return alignment


def _by_grade_id(alignment: Alignment) -> None:
    positions = {cell.grade_id: i for i, cell in reversed(list(enumerate(alignment.template))) if cell.grade_id}
    for number, cell in enumerate(alignment.submitted):
        position = positions.get(cell.grade_id)
        if position is not None and not _is_misplaced(alignment, position, number):
            alignment.claim(position, number)


def _is_misplaced(alignment: Alignment, position: int, number: int) -> bool:
    """Whether an answer's id is on the text of a test or of a locked cell."""
    return alignment.template[position].is_solution and alignment.texts[number] in alignment.fixed_texts


def _by_cell_id(alignment: Alignment) -> None:
    known = {cell.grade_id for cell in alignment.template if cell.grade_id}
    found = set(alignment.claims)
    positions = {c.cell_id: i for i, c in enumerate(alignment.template) if c.cell_id and i not in found}
    for number, cell in enumerate(alignment.submitted):
        position = positions.get(cell.cell_id)
        if position is None or cell.grade_id in known or _is_misplaced(alignment, position, number):
            continue
        if position not in alignment.claims or alignment.template[position].is_solution:
            alignment.find(position, number)


def _by_text(alignment: Alignment) -> None:
    """Cells whose text is the instructor's; where several have one text, only if as many were submitted."""
    missing: dict[str, list[int]] = defaultdict(list)
    for position, cell in enumerate(alignment.template):
        if position not in alignment.claims:
            for text in known_texts(cell):
                missing[text].append(position)
    if not missing:
        return
    there: dict[str, list[int]] = defaultdict(list)
    for number in alignment.free():
        there[alignment.texts[number]].append(number)
    for text, positions in missing.items():
        left = [position for position in positions if position not in alignment.claims]
        if len(left) == len(there.get(text, [])):
            for position, number in zip(left, there[text], strict=True):
                alignment.find(position, number)


def _by_cut_text(alignment: Alignment) -> None:
    """Tests with hidden parts between marks of the course's own: what was handed in is the rest of them."""
    for position, cell in enumerate(alignment.template):
        if position in alignment.claims or cell.is_solution or not cell.is_grade or cell.cell_type != "code":
            continue
        cut = [number for number in alignment.free() if is_cut_from(cell, alignment.texts[number])]
        if cut:
            alignment.find(position, cut[0])
