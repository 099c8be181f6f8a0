"""The notebook that is run and scored: the instructor's, with only source text of the learner's put in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from coursegrader.grader_side.alignment import Alignment
from coursegrader.grader_side.cell_code import code_facts
from coursegrader.grader_side.copies import Settled, settle
from coursegrader.grader_side.kept_text import kept_text
from coursegrader.grader_side.matching import align
from coursegrader.grader_side.merged_cells import without_tests
from coursegrader.grader_side.moved_cells import moved_cells
from coursegrader.grader_side.notebook import Cell
from coursegrader.grader_side.own_text import has_own_text
from coursegrader.grader_side.release_text import known_texts
from coursegrader.grader_side.running_order import Entry, in_running_order
from coursegrader.grader_side.spare_programs import with_needed
from coursegrader.results import Repair

INSTRUCTOR_ONLY = "instructor-only"
MISSING = "# This answer was not in the notebook that was handed in.\n"
NOT_THERE = "this answer cell was not in the notebook, so there is no answer"
UNKNOWN = (
    "this cell had lost the mark by which we know it, and we could not tell which of yours it is; what you wrote is "
    "among the cells you added"
)
SHARED = "# This answer stands in the cell of '{cell}'.\n"
MOVED_TOO = (
    "graded cells had been moved, and cells of your teacher's that are not graded with them; all were run at their own "
    "places"
)
MANY = 3  # from so many cells without their marks on, it is told once for the notebook


@dataclass(frozen=True)
class Rebuilt:
    """Cells in the order they run; for each, whether the learner added it; and what was put right on the way.

    ``answers`` is the learner's text for each answer, by grade id, wherever in the notebook it stands. ``document`` is
    the notebook that the cells are of, where that is no longer the instructor's; else it is the instructor's without
    the cells whose numbers are in ``left_out``.
    """

    cells: tuple[Cell, ...]
    added: tuple[bool, ...]
    repairs: tuple[Repair, ...]
    answers: Mapping[str, str] = field(default_factory=dict)
    document: Mapping[str, Any] | None = None
    left_out: frozenset[int] = frozenset()


def rebuild(name: str, template: Sequence[Cell], submitted: Sequence[Cell]) -> Rebuilt:
    """Put the learner's text into the instructor's notebook.

    Cells are matched by :func:`align`. A submitted cell that is not in the template was added by the learner, and stays
    behind the cell it followed. The instructor's programs without a grade id are the learner's too: they run as they
    were handed in, where they stand now. What a learner wrote into any other cell that is not theirs to change is kept
    beside it, and not run. Everything else that was submitted (metadata, tags, order, outputs) is dropped.
    """
    own = [cell for cell in template if INSTRUCTOR_ONLY not in cell.tags]
    cells, separated = without_tests(own, submitted)
    return _Rebuilding(name, align(own, cells), separated).result()


class _Rebuilding:
    def __init__(self, name: str, alignment: Alignment, separated: frozenset[str]) -> None:
        self._name, self._alignment, self._separated = name, alignment, separated
        self._repairs: list[Repair] = []
        self._answers: dict[str, str] = {}
        self._moved = moved_cells(alignment)
        self._grade_ids = {cell.grade_id for cell in alignment.template if cell.grade_id}
        # where graded cells are out of order too, nobody meant that order
        marked = any(alignment.template[position].grade_id for position in self._moved)
        self._floating = frozenset[int]() if marked else self._moved
        self._left_out: set[int] = set()

    def result(self) -> Rebuilt:
        extra, spare = self._added(), self._spare()
        entries = [*spare[-1], *extra[-1]]
        for position, cell in enumerate(self._alignment.template):
            entries += self._entries(position, cell)
            entries += [*spare[position], *extra[position]]
        for position, home in self._alignment.shared.items():
            cell, there = self._alignment.template[position], self._alignment.template[home]
            self._answers[cell.grade_id] = self._answers.get(there.grade_id, there.source)
        entries, notes = with_needed(entries)
        self._repairs += [Repair(self._name, "", note) for note in notes]
        ordered = in_running_order(entries)
        return Rebuilt(
            tuple(entry.cell for entry in ordered),
            tuple(entry.added for entry in ordered),
            tuple(dict.fromkeys((*self._about_marks(), *self._repairs))),
            self._answers,
            left_out=frozenset(self._left_out),
        )

    def _tell(self, cell: Cell, what: str) -> None:
        self._repairs.append(Repair(self._name, cell.grade_id, what))

    def _entries(self, position: int, cell: Cell) -> list[Entry]:
        if cell.is_solution:
            return self._answer(position, cell)
        numbers = self._alignment.claims.get(position, [])
        if cell.grade_id:
            self._about_given(cell, numbers)
            return self._given(cell, numbers)
        if cell.cell_type != "code" and not any(self._is_the_learners(position, number) for number in numbers):
            return self._given(cell, numbers)
        if not numbers or self._is_the_learners(position, numbers[-1]):
            self._left_out.add(position)  # it is among the learner's cells, or nowhere
            return []
        if position in self._moved:
            self._repairs.append(Repair(self._name, "", MOVED_TOO))
        mine = self._alignment.submitted[numbers[-1]]
        return [Entry(replace(cell, source=mine.source), added=False, number=numbers[-1])]

    def _is_the_learners(self, position: int, number: int) -> bool:
        """Whether a cell without a grade id counts as one of the learner's own: a program that was moved, a program
        that was made a text or a text that was made a program."""
        cell, mine = self._alignment.template[position], self._alignment.submitted[number]
        if cell.grade_id or cell.is_solution:
            return False
        if cell.cell_type == mine.cell_type:
            return cell.cell_type == "code" and position in self._floating
        return "code" in (cell.cell_type, mine.cell_type)

    def _spare(self) -> dict[int, list[Entry]]:
        """Programs without a grade id that were not handed in, by the position of the cell they follow.

        They come in front of what the learner added there: whatever that binds, counts.
        """
        spare: dict[int, list[Entry]] = defaultdict(list)
        here = -1
        for position, cell in enumerate(self._alignment.template):
            if self._is_lost(position, cell):
                spare[here].append(Entry(cell, added=True, spare=True))
            elif position in self._alignment.claims and position not in self._floating:
                here = position
        return spare

    def _is_lost(self, position: int, cell: Cell) -> bool:
        if cell.grade_id or cell.is_solution or cell.cell_type != "code":
            return False
        mine = [self._alignment.submitted[number] for number in self._alignment.claims.get(position, [])]
        return not any(given.cell_type == "code" or _is_program(given) for given in mine)

    def _answer(self, position: int, cell: Cell) -> list[Entry]:
        home = self._alignment.shared.get(position)
        if home is not None:
            there = self._alignment.template[home].grade_id or self._alignment.template[home].cell_id
            self._tell(cell, f"this answer stands in another cell, '{there}'; it is graded from there")
            shared = Entry(replace(cell, source=SHARED.format(cell=there)), added=False)
            return [shared, *self._leftovers(position)]
        settled = settle(self._alignment, position)
        if settled is None:
            self._tell(cell, UNKNOWN if self._may_be_there(cell) else NOT_THERE)
            return [Entry(replace(cell, source=MISSING if cell.cell_type == "code" else ""), added=False)]
        for note in settled.notes:
            self._tell(cell, note)
        if position in self._moved and not self._alignment.found.intersection(settled.numbers):
            self._tell(cell, "this answer cell had been moved; it was run at its own place")
        self._answers[cell.grade_id] = settled.cell.source
        return _beside(settled)

    def _may_be_there(self, cell: Cell) -> bool:
        """Whether an answer may be one of the cells that nothing is known of: the notebook has lost all its marks."""
        return not self._alignment.has_marks and any(
            self._alignment.submitted[n].cell_type == cell.cell_type for n in self._alignment.free()
        )

    def _leftovers(self, position: int) -> list[Entry]:
        """What stands in the cells of an answer that is given elsewhere, if it is the learner's."""
        given = known_texts(self._alignment.template[position])
        mine = [n for n in self._alignment.claims.get(position, []) if has_own_text(self._alignment.texts[n], given)]
        return [_note(self._alignment.submitted[number], number) for number in mine]

    def _about_given(self, cell: Cell, numbers: Sequence[int]) -> None:
        """What to say of a test, or another cell of the teacher's that has a mark."""
        kind = "test cell" if cell.is_grade else "cell of your teacher's"
        if cell.grade_id in self._separated:
            self._tell(cell, f"this {kind} had been merged with another cell; they have been taken apart")
        elif not numbers:
            found = "missing" if self._alignment.has_marks else "not to be found"
            self._tell(cell, f"this {kind} was {found} and has been put back")
        elif len(numbers) > 1:
            self._tell(cell, f"this {kind} was there more than once; it counts once")

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
        # a program of the teacher's that a learner runs once more is the learner's own; an empty answer is nobody's
        given = {
            text
            for cell in self._alignment.template
            # an answer that is word for word the teacher's is a learner's all the same
            for text in known_texts(cell)[: 1 if cell.is_solution else None]
            if cell.is_solution or cell.cell_type != "code"
        }
        here = -1
        for number, cell in enumerate(self._alignment.submitted):
            position = self._alignment.of(number)
            text = self._alignment.texts[number]
            if position is not None and self._is_the_learners(position, number):
                mine = replace(cell, metadata={}, tags=self._alignment.template[position].tags)
                is_spare = cell.cell_type != "code" and _is_program(cell)
                if text:
                    extra[here].append(Entry(mine, added=True, number=number, spare=is_spare))
            elif position is not None:
                here = here if position in self._floating else position
            elif text and text not in given:
                extra[here].append(Entry(replace(cell, metadata={}, tags=()), added=True, number=number))
        extra.setdefault(-1, [])
        return extra

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


def _is_program(cell: Cell) -> bool:
    """Whether a cell holds a program that defines something, whatever its type."""
    facts = code_facts(cell.source)
    return facts.parses and bool(facts.bound)
