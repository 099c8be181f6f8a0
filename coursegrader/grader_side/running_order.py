"""In which order the cells of a rebuilt notebook run: the instructor's, with what a moved answer needs before it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from coursegrader.grader_side.cell_code import code_facts
from coursegrader.grader_side.notebook import Cell

MAX_CHAIN = 30  # helpers that need helpers


@dataclass(frozen=True)
class Entry:
    """One cell of the rebuilt notebook.

    Attributes:
        cell: the cell.
        added: whether the learner added it.
        number: where its text stood in the submission; None if the text is the instructor's.
        spare: whether it is an instructor's program that was lost, and is run only where it is needed.
    """

    cell: Cell
    added: bool
    number: int | None = None
    spare: bool = False


def in_running_order(entries: Sequence[Entry]) -> list[Entry]:
    """The entries, so that a cell that was moved up finds what stood in front of it.

    An added cell that defines what a moved cell needs, and stood in front of it, is run before it. Of another answer
    that does, a copy is run before it; the answer itself stays where the instructor put it.
    """
    numbers = [entry.number for entry in entries if entry.number is not None]
    if numbers == sorted(numbers):
        return list(entries)
    return _Order(entries).result


class _Order:
    def __init__(self, entries: Sequence[Entry]) -> None:
        self.result: list[Entry] = []
        self._entries = entries
        self._done: set[int] = set()
        self._names: set[str] = set()
        self._binders: dict[str, list[int]] = defaultdict(list)
        for index, entry in enumerate(entries):
            if entry.cell.cell_type == "code" and entry.number is not None:
                for name in code_facts(entry.cell.source).bound:
                    self._binders[name].append(index)
        for index in range(len(entries)):
            self._emit(index, MAX_CHAIN)

    def _emit(self, index: int, depth: int) -> None:
        if index in self._done:
            return
        self._done.add(index)
        entry = self._entries[index]
        if entry.cell.cell_type == "code":
            facts = code_facts(entry.cell.source)
            if entry.number is not None and depth:
                self._fetch(index, entry.number, facts.used, depth - 1)
            self._names |= facts.bound
        self.result.append(entry)

    def _fetch(self, index: int, number: int, needed: frozenset[str], depth: int) -> None:
        """Put in front what stood in front of submitted cell ``number`` and defines what it needs."""
        for other in sorted({other for name in needed - self._names for other in self._binders.get(name, ())}):
            entry = self._entries[other]
            if other in self._done or entry.number is None or entry.number >= number:
                continue
            self._emit(other, depth)
            if not entry.added:
                self._done.discard(other)  # what stands in front is a copy
                self.result[-1] = _copy(entry)


def _copy(entry: Entry) -> Entry:
    return replace(entry, cell=replace(entry.cell, metadata={}, tags=(), cell_id=""), added=True)
