"""The notebook that is run and scored: the instructor's, with only source text of the learner's put in."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from coursegrader.grader_side.alignment import Alignment
from coursegrader.grader_side.copies import Settled, settle
from coursegrader.grader_side.kept_text import kept_text
from coursegrader.grader_side.matching import align
from coursegrader.grader_side.merged_cells import without_tests
from coursegrader.grader_side.notebook import Cell
from coursegrader.grader_side.own_text import has_own_text
from coursegrader.grader_side.release_text import known_texts
from coursegrader.grader_side.running_order import Entry, in_running_order
from coursegrader.results import Repair

INSTRUCTOR_ONLY = "instructor-only"
MISSING = "# This answer was not in the notebook that was handed in.\n"
SHARED = "# This answer stands in the cell of '{cell}'.\n"
MANY = 3  # from so many cells without their marks on, it is told once for the notebook


@dataclass(frozen=True)
class Rebuilt:
    """Cells in the order they run; for each, whether the learner added it; and what was put right on the way.

    ``answers`` is the learner's text for each answer, by grade id, wherever in the notebook it stands. ``document`` is
    the notebook that the cells are of, where that is no longer the instructor's.
    """

    cells: tuple[Cell, ...]
    added: tuple[bool, ...]
    repairs: tuple[Repair, ...]
    answers: Mapping[str, str] = field(default_factory=dict)
    document: Mapping[str, Any] | None = None


def rebuild(name: str, template: Sequence[Cell], submitted: Sequence[Cell]) -> Rebuilt:
    """Put the learner's text into the instructor's notebook.

    Cells are matched by :func:`align`. A submitted cell that is not in the template was added by the learner, and stays
    behind the cell it followed. What a learner wrote into a cell that is not theirs to change is kept beside it, and
    not run. Everything else that was submitted (metadata, tags, order, outputs) is dropped.
    """
    own = [cell for cell in template if INSTRUCTOR_ONLY not in cell.tags]
    cells, separated = without_tests(own, submitted)
    return _Rebuilding(name, align(own, cells), separated).result()


class _Rebuilding:
    def __init__(self, name: str, alignment: Alignment, separated: frozenset[str]) -> None:
        self._name, self._alignment, self._separated = name, alignment, separated
        self._repairs: list[Repair] = []
        self._answers: dict[str, str] = {}
        self._moved = _moved(alignment)
        self._grade_ids = {cell.grade_id for cell in alignment.template if cell.grade_id}

    def result(self) -> Rebuilt:
        extra = self._added()
        entries = list(extra[-1])
        for position, cell in enumerate(self._alignment.template):
            entries += self._entries(position, cell)
            entries += extra[position]
        for position, home in self._alignment.shared.items():
            cell, there = self._alignment.template[position], self._alignment.template[home]
            self._answers[cell.grade_id] = self._answers.get(there.grade_id, there.source)
        ordered = in_running_order(entries)
        return Rebuilt(
            tuple(entry.cell for entry in ordered),
            tuple(entry.added for entry in ordered),
            tuple(dict.fromkeys((*self._about_marks(), *self._repairs))),
            self._answers,
        )

    def _tell(self, cell: Cell, what: str) -> None:
        self._repairs.append(Repair(self._name, cell.grade_id, what))

    def _entries(self, position: int, cell: Cell) -> list[Entry]:
        if cell.is_solution:
            return self._answer(position, cell)
        numbers = self._alignment.claims.get(position, [])
        if cell.grade_id:
            if cell.is_grade:
                self._about_test(cell, numbers)
            return self._given(cell, numbers)
        if numbers and cell.cell_type == "code":
            mine = self._alignment.submitted[numbers[-1]]
            if mine.cell_type == "code":
                return [Entry(replace(cell, source=mine.source), added=False, number=numbers[-1])]
        return self._given(cell, numbers)

    def _answer(self, position: int, cell: Cell) -> list[Entry]:
        home = self._alignment.shared.get(position)
        if home is not None:
            there = self._alignment.template[home].grade_id or self._alignment.template[home].cell_id
            self._tell(cell, f"this answer stands in another cell, '{there}'; it is graded from there")
            shared = Entry(replace(cell, source=SHARED.format(cell=there)), added=False)
            return [shared, *self._leftovers(position)]
        settled = settle(self._alignment, position)
        if settled is None:
            self._tell(cell, "this answer cell was not in the notebook, so there is no answer")
            return [Entry(replace(cell, source=MISSING if cell.cell_type == "code" else ""), added=False)]
        for note in settled.notes:
            self._tell(cell, note)
        if position in self._moved and not self._alignment.found.intersection(settled.numbers):
            self._tell(cell, "this answer cell had been moved; it was run at its own place")
        self._answers[cell.grade_id] = settled.cell.source
        return _beside(settled)

    def _leftovers(self, position: int) -> list[Entry]:
        """What stands in the cells of an answer that is given elsewhere, if it is the learner's."""
        given = known_texts(self._alignment.template[position])
        mine = [n for n in self._alignment.claims.get(position, []) if has_own_text(self._alignment.texts[n], given)]
        return [_note(self._alignment.submitted[number], number) for number in mine]

    def _about_test(self, cell: Cell, numbers: Sequence[int]) -> None:
        if cell.grade_id in self._separated:
            self._tell(cell, "this test cell had been merged with another cell; they have been taken apart")
        elif not numbers:
            self._tell(cell, "this test cell was missing and has been put back")
        elif len(numbers) > 1:
            self._tell(cell, "this test cell was there more than once; it counts once")

    def _given(self, cell: Cell, numbers: Sequence[int]) -> list[Entry]:
        """An instructor's cell as it is, and behind it what a learner wrote into it."""
        texts = {self._alignment.texts[n]: n for n in numbers}
        mine = [self._alignment.submitted[n] for text, n in texts.items() if has_own_text(text, known_texts(cell))]
        if mine and cell.grade_id:
            self._tell(cell, "you had changed this cell; your teacher's text was used, and yours is kept below it")
        return [Entry(cell, added=False), *(_note(changed) for changed in mine)]

    def _added(self) -> dict[int, list[Entry]]:
        """The learner's own cells, by the position of the template cell they follow (-1: in front of all)."""
        extra: dict[int, list[Entry]] = defaultdict(list)
        given = {
            text: cell
            for cell in self._alignment.template
            # an answer that is word for word the teacher's is a learner's all the same
            for text in known_texts(cell)[: 1 if cell.is_solution else None]
            if cell.grade_id or cell.cell_type != "code"
        }
        here = -1
        for number, cell in enumerate(self._alignment.submitted):
            position = self._alignment.of(number)
            text = self._alignment.texts[number]
            if position is not None:
                here = position
            elif text in given:
                self._about_repeated(given[text])
            elif text:
                extra[here].append(Entry(replace(cell, metadata={}, tags=()), added=True, number=number))
        extra.setdefault(-1, [])
        return extra

    def _about_repeated(self, cell: Cell) -> None:
        if cell.is_grade and not cell.is_solution:
            self._tell(cell, "this test cell was there more than once; it counts once")

    def _about_marks(self) -> list[Repair]:
        """What to say of cells that had lost the marks by which they are known."""
        marked = [cell for position, cell in enumerate(self._alignment.template) if self._has_lost_mark(position, cell)]
        if len(marked) >= MANY:
            what = (
                f"{len(marked)} cells had lost the marks by which we know them, as happens when another program saves "
                "a notebook; they were found by their text and their place"
            )
            return [Repair(self._name, "", what)]
        found = "this cell had lost the mark by which we know it; it was found by its text and its place"
        return [Repair(self._name, cell.grade_id, found) for cell in marked]

    def _has_lost_mark(self, position: int, cell: Cell) -> bool:
        numbers = self._alignment.claims.get(position)
        if not cell.grade_id or not numbers or not self._alignment.found.issuperset(numbers):
            return False
        return not any(self._alignment.submitted[number].grade_id in self._grade_ids for number in numbers)


def _beside(settled: Settled) -> list[Entry]:
    number = settled.numbers[-1]
    return [
        *(Entry(cell, added=True, number=number) for cell in settled.before),
        Entry(settled.cell, added=False, number=number),
        *(Entry(cell, added=True, number=number) for cell in settled.after),
    ]


def _note(cell: Cell, number: int | None = None) -> Entry:
    """A learner's text that is kept, and not run."""
    return Entry(kept_text(cell), added=True, number=number)


def _moved(alignment: Alignment) -> frozenset[int]:
    """The template cells that stand outside the longest part of the submission that is in the template's order."""
    order = [(numbers[0], position) for position, numbers in sorted(alignment.claims.items())]
    ends: list[int] = []
    chains: list[list[int]] = []
    for number, position in order:
        at = bisect_left(ends, number)
        chain = [*(chains[at - 1] if at else []), position]
        if at == len(ends):
            ends.append(number)
            chains.append(chain)
        else:
            ends[at], chains[at] = number, chain
    return frozenset(alignment.claims) - frozenset(chains[-1] if chains else [])
