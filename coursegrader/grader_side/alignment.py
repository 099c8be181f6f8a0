"""A submission beside the instructor's notebook: which cell is which, and what can be said of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property

from coursegrader.grader_side.cell_code import code_facts
from coursegrader.grader_side.notebook import Cell
from coursegrader.grader_side.release_text import known_texts, normal, released


class Alignment:
    """A template, a submission, and which cells of the two belong together.

    Attributes:
        template: the instructor's cells.
        submitted: the learner's cells.
        claims: for each template cell, by its number, the numbers of the submitted cells that are it, in order. An
            answer may have several; so may any other cell whose grade id stands there more than once.
        shared: answers without a cell of their own, and the answer in whose cell they stand.
        found: submitted cells that were found by something else than their grade id.
    """

    def __init__(self, template: Sequence[Cell], submitted: Sequence[Cell]) -> None:
        self.template, self.submitted = template, submitted
        self.texts = [normal(cell.source) for cell in submitted]
        self.claims: dict[int, list[int]] = {}
        self.shared: dict[int, int] = {}
        self.found: set[int] = set()
        self._of: dict[int, int] = {}

    def of(self, number: int) -> int | None:
        """The template cell that a submitted cell is; None if it is none of them."""
        return self._of.get(number)

    def claim(self, position: int, number: int) -> None:
        """Say that a submitted cell is a template cell, whatever was said before."""
        before = self._of.get(number)
        if before is not None:
            self.claims[before].remove(number)
            if not self.claims[before]:
                del self.claims[before]
        self._of[number] = position
        self.claims.setdefault(position, []).append(number)
        self.claims[position].sort()

    def find(self, position: int, number: int) -> None:
        """Claim a cell that was found by something else than its grade id."""
        self.claim(position, number)
        self.found.add(number)

    def free(self) -> list[int]:
        """The submitted cells that are no template cell, and have a text."""
        return [number for number, text in enumerate(self.texts) if number not in self._of and text]

    @cached_property
    def has_marks(self) -> bool:
        """Whether any submitted cell has a grade id of the template's."""
        known = {cell.grade_id for cell in self.template} - {""}
        return any(cell.grade_id in known for cell in self.submitted)

    @cached_property
    def fixed_texts(self) -> frozenset[str]:
        """Texts that can be nobody's answer: the instructor's own, of cells that are not to be edited."""
        return frozenset(
            text for cell in self.template if cell.grade_id and not cell.is_solution for text in known_texts(cell)
        ) - {""}

    @cached_property
    def wanted(self) -> Mapping[int, frozenset[str]]:
        """For each code answer, the names that it alone of all template cells defines."""
        facts = {i: code_facts(c.source) for i, c in enumerate(self.template) if c.cell_type == "code"}
        count = Counter(name for fact in facts.values() for name in fact.bound)
        wanted = {}
        for position, cell in enumerate(self.template):
            if cell.is_solution and position in facts:
                names = facts[position].defined or facts[position].bound
                wanted[position] = frozenset(name for name in names if count[name] == 1)
        return wanted

    def is_untouched(self, position: int, number: int) -> bool:
        """Whether a submitted cell holds just what was released for this answer, or nothing."""
        text = self.texts[number]
        return not text or text == normal(released(self.template[position]))

    def is_blank(self, position: int, number: int) -> bool:
        """Whether a submitted cell holds nothing but placeholders for this answer."""
        if self.is_untouched(position, number):
            return True
        return self.template[position].cell_type == "code" and code_facts(self.texts[number]).is_stub

    def defines(self, position: int, number: int) -> bool:
        """Whether a submitted cell defines what this answer must, and not just as a placeholder."""
        names = self.wanted.get(position, frozenset())
        text = self.texts[number]
        return (
            any(name in text for name in names)  # parsing is slow, and seldom needed
            and bool(names & code_facts(text).bound)
            and not self.is_blank(position, number)
        )

    def answered(self, position: int) -> bool:
        """Whether one of the cells found for this answer is more than a placeholder."""
        return any(not self.is_blank(position, number) for number in self.claims.get(position, []))

    def has_answer(self, position: int) -> bool:
        """Whether a cell was found that answers it, as far as its names tell."""
        if not self.wanted.get(position):
            return self.answered(position)
        return any(self.defines(position, number) for number in self.claims.get(position, []))
