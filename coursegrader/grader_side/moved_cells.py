"""Which cells of a submission stand where the instructor's order does not have them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from coursegrader.grader_side.alignment import Alignment

Place = tuple[int, int]  # where a cell stands in the submission, and in the template


def moved_cells(alignment: Alignment) -> frozenset[int]:
    """The template cells outside the longest part of the submission that is in the template's order.

    As few cells with a grade id as possible: that others stand elsewhere makes none of these a moved one.
    """
    places = [(numbers[0], position) for position, numbers in sorted(alignment.claims.items())]
    if places == sorted(places):
        return frozenset()
    marked = _in_order([place for place in places if alignment.template[place[1]].grade_id])
    others = [place for place in places if not alignment.template[place[1]].grade_id]
    in_order = set(marked)
    ends = (len(alignment.submitted), len(alignment.template))
    for (number, position), (next_number, next_position) in pairwise([(-1, -1), *marked, ends]):
        between = [p for p in others if number < p[0] < next_number and position < p[1] < next_position]
        in_order.update(_in_order(between))
    return frozenset(position for _, position in places) - {position for _, position in in_order}


def _in_order(places: Sequence[Place]) -> list[Place]:
    """The longest part of these, which are in the template's order, that is in the submission's order as well."""
    ends: list[int] = []
    chains: list[list[Place]] = []
    for number, position in places:
        at = bisect_left(ends, number)
        chain = [*(chains[at - 1] if at else []), (number, position)]
        if at == len(ends):
            ends.append(number)
            chains.append(chain)
        else:
            ends[at], chains[at] = number, chain
    return chains[-1] if chains else []
