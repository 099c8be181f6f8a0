"""Answers that are found by the functions, classes or values that they must define."""

from __future__ import annotations

from collections.abc import Iterator

from coursegrader.grader_side.alignment import Alignment
from coursegrader.grader_side.cell_code import code_facts

MAX_COPIES = 30  # of one answer; earlier ones stay where they are


def match_by_name(alignment: Alignment) -> None:
    """Match answers by what they must define, wherever that stands."""
    for position in alignment.wanted:
        if alignment.has_answer(position):
            continue
        for number in list(_candidates(alignment, position))[-MAX_COPIES:]:
            alignment.find(position, number)
    for position in alignment.wanted:
        if not alignment.answered(position):
            _share(alignment, position)


def _candidates(alignment: Alignment, position: int) -> Iterator[int]:
    """Cells that define what the answer must: unmatched ones, and those that are no answer where their id says."""
    for number, text in enumerate(alignment.texts):
        other = alignment.of(number)
        if other is not None and (
            not alignment.template[other].is_solution or other == position or alignment.defines(other, number)
        ):
            continue
        if text in alignment.fixed_texts or not alignment.defines(position, number):
            continue
        if not _needs_later(alignment, position, number):
            yield number


def _needs_later(alignment: Alignment, position: int, number: int) -> bool:
    """Whether a cell, run at this place of the template, would miss a name that only a later cell gives it."""
    needed = code_facts(alignment.texts[number]).eager
    if not needed:
        return False
    before: set[str] = set()
    later: set[str] = set()
    for at, cell in enumerate(alignment.template):
        if cell.cell_type == "code" and at != position:
            (before if at < position else later).update(code_facts(cell.source).bound)
    return bool(needed & (later - before))


def _share(alignment: Alignment, position: int) -> None:
    """An answer that stands in another one's cell. That cell runs at the place of whichever comes first."""
    for other, numbers in list(alignment.claims.items()):
        home = alignment.template[other]
        if other == position or home.cell_type != "code" or (home.grade_id and not home.is_solution):
            continue
        for number in list(numbers):
            if not alignment.defines(position, number):
                continue
            first = home.is_solution and other > position and len(numbers) == 1
            if first and not _needs_later(alignment, position, number):
                alignment.claim(position, number)
                alignment.shared[other] = position
            else:
                alignment.shared[position] = other
            return
