"""Cells that are found by their place: between two neighbours that are matched already."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache

from coursegrader.grader_side.alignment import Alignment
from coursegrader.grader_side.release_text import is_all_hidden, known_texts

ALIKE = 0.6  # the share of common words from which an edited text is still the same text
MAX_COMPARED = 200  # cells between two neighbours
_WORD = re.compile(r"\w+|[^\w\s]")


def match_by_place(alignment: Alignment) -> None:
    """Match cells between two matched neighbours: by likeness, and an only answer by its place alone."""
    for position, cell in enumerate(alignment.template):
        if position in alignment.shared or not _is_open(alignment, position):
            continue
        gap = _gap(alignment, position)[:MAX_COMPARED]
        fitting = [number for number in gap if _may_be(alignment, position, number)]
        best = max(fitting, key=lambda number: _likeness(alignment, position, number), default=None)
        if best is not None and _likeness(alignment, position, best) >= ALIKE:
            alignment.find(position, best)
        elif cell.is_solution and fitting and _is_only_answer(alignment, position):
            for number in fitting if cell.cell_type == "markdown" else fitting[-1:]:
                alignment.find(position, number)
    _only_text(alignment)
    _programs_without_ids(alignment)


def match_empty_tests(alignment: Alignment) -> None:
    """Tests of which learners got nothing, all of it being hidden: empty cells, where there are as many as tests.

    Only in a notebook that has lost all its marks: in any other, such a test was deleted, and the empty cell is new.
    """
    if alignment.has_marks:
        return
    open_tests: dict[tuple[int, int], list[int]] = defaultdict(list)
    for position, cell in enumerate(alignment.template):
        is_test = cell.is_grade and not cell.is_solution and cell.cell_type == "code"
        if is_test and position not in alignment.claims and is_all_hidden(cell):
            open_tests[_bounds(alignment, position)].append(position)
    for (start, end), positions in open_tests.items():
        inside = range(start + 1, end)
        empty = [n for n in inside if not alignment.texts[n] and alignment.of(n) is None and _is_code(alignment, n)]
        if len(empty) == len(positions):
            for position, number in zip(positions, empty, strict=True):
                alignment.find(position, number)


def _is_code(alignment: Alignment, number: int) -> bool:
    return alignment.submitted[number].cell_type == "code"


def _programs_without_ids(alignment: Alignment) -> None:
    """Programs that are nobody's exercise, in a notebook of an old format, whose cells have no ids: what stands at the
    place of such a cell is what the learner has made of it, however little it has in common with it."""
    open_cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for position, cell in enumerate(alignment.template):
        if position not in alignment.claims and not cell.grade_id and cell.cell_type == "code":
            open_cells[_bounds(alignment, position)].append(position)
    for positions in open_cells.values():
        gap = [n for n in _gap(alignment, positions[0]) if not alignment.submitted[n].cell_id]
        numbers = [number for number in gap if _may_be(alignment, positions[0], number)]
        if len(numbers) == len(positions):
            for position, number in zip(positions, numbers, strict=True):
                alignment.find(position, number)
        elif numbers and len(positions) == 1:
            alignment.find(positions[0], max(numbers, key=lambda n: _likeness(alignment, positions[0], n)))


def _only_text(alignment: Alignment) -> None:
    """The only text of the learner's own, where just one written answer is missing, wherever it stands."""
    texts = [n for n in alignment.free() if alignment.submitted[n].cell_type == "markdown"]
    missing = [
        i
        for i, cell in enumerate(alignment.template)
        if cell.is_solution and cell.cell_type == "markdown" and i not in alignment.claims
    ]
    if len(texts) == len(missing) == 1:
        alignment.find(missing[0], texts[0])


def _is_open(alignment: Alignment, position: int) -> bool:
    """Whether a cell is looked for by its place. A program beside an unanswered cell runs where it stands; but a text
    beside one is what a person should find as the answer."""
    cell = alignment.template[position]
    if position not in alignment.claims:
        return True
    return cell.is_solution and cell.cell_type == "markdown" and not alignment.answered(position)


def _gap(alignment: Alignment, position: int) -> list[int]:
    """The unmatched cells between the matched neighbours of a template cell."""
    start, end = _bounds(alignment, position)
    return [number for number in alignment.free() if start < number < end]


def _bounds(alignment: Alignment, position: int) -> tuple[int, int]:
    before = next((alignment.claims[i][-1] for i in range(position - 1, -1, -1) if i in alignment.claims), -1)
    later = range(position + 1, len(alignment.template))
    after = next((n for i in later for n in alignment.claims.get(i, []) if n > before), len(alignment.texts))
    return before, after


def _may_be(alignment: Alignment, position: int, number: int) -> bool:
    cell, text = alignment.template[position], alignment.texts[number]
    if alignment.submitted[number].cell_type != cell.cell_type:
        return False
    if cell.is_solution:
        return text not in alignment.fixed_texts
    return cell.cell_type != "code" or not any(alignment.defines(answer, number) for answer in alignment.wanted)


def _likeness(alignment: Alignment, position: int, number: int) -> float:
    """Between 0 and 1: the share of words and signs that a cell has in common with the released text."""
    mine, theirs = _words(alignment.texts[number]), _words(known_texts(alignment.template[position])[0])
    total = mine.total() + theirs.total()
    return 2 * (mine & theirs).total() / total if total else 0.0


@lru_cache(maxsize=512)
def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text))


def _is_only_answer(alignment: Alignment, position: int) -> bool:
    """Whether no other answer of its type is missing between the same matched neighbours."""
    bounds = _bounds(alignment, position)
    return not any(
        other != position
        and cell.is_solution
        and cell.cell_type == alignment.template[position].cell_type
        and not alignment.answered(other)
        and _bounds(alignment, other) == bounds
        for other, cell in enumerate(alignment.template)
    )
