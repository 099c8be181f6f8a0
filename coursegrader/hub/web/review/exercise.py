"""One exercise across learners: who is there, who waits, and where in the list a page stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from coursegrader.hub.web.refusals import NotFound
from coursegrader.hub.web.review.gradebooks import gradebook_of
from coursegrader.hub.web.review.waiting import still_waiting
from coursegrader.hub.web.site import Site

if TYPE_CHECKING:
    from coursegrader.nbgrader_plugins.manual_marks import CellKey, CellWork

Show = Literal["waiting", "all"]


@dataclass(frozen=True)
class Entry:
    """One learner in the list."""

    work: CellWork
    name: str
    waits: bool

    @property
    def learner(self) -> str:
        """The user name."""
        return self.work.learner


@dataclass(frozen=True)
class ExerciseList:
    """All learners with an answer to one exercise, by name; ``show`` says among whom to go back and forth."""

    key: CellKey
    entries: Sequence[Entry]
    show: Show

    @property
    def waiting(self) -> int:
        """How many answers wait."""
        return sum(entry.waits for entry in self.entries)

    def find(self, learner: str) -> Entry:
        """A learner's entry; the first one of the list if the name is "".

        Raises:
            NotFound: there is no such learner here.
        """
        if not learner:
            return next((entry for entry in self.entries if entry.waits), self.entries[0])
        for entry in self.entries:
            if entry.learner == learner:
                return entry
        raise NotFound(f"{learner} has no graded answer to {self.key.cell} in {self.key.assignment}: look at the list")

    def after(self, learner: str) -> Entry | None:
        """The next one to look at; with ``waiting`` it begins at the top again, as long as somebody waits."""
        place = self._place(learner)
        rest = [*self.entries[place + 1 :], *(self.entries[:place] if self.show == "waiting" else ())]
        return next((entry for entry in rest if self._is_shown(entry)), None)

    def before(self, learner: str) -> Entry | None:
        """The one before."""
        earlier = reversed(self.entries[: self._place(learner)])
        return next((entry for entry in earlier if self._is_shown(entry)), None)

    def _place(self, learner: str) -> int:
        return next((n for n, entry in enumerate(self.entries) if entry.learner == learner), -1)

    def _is_shown(self, entry: Entry) -> bool:
        return entry.waits or self.show == "all"


def exercise_list(site: Site, course: str, assignment: str, cell: str, notebook: str, show: Show) -> ExerciseList:
    """Everybody's answers to an exercise.

    Args:
        notebook: in which the cell is; "" where its grade id is the only one of the assignment.

    Raises:
        NotFound: nobody has a graded answer to such a cell.
        CourseError: the gradebook cannot be read.
    """
    gradebook = gradebook_of(site.courses[course])
    works = gradebook.cells(assignment=assignment, notebook=notebook or None, cell=cell)
    works = [work for work in works if gradebook.has_answer(work)]
    if not works:
        raise NotFound(f"{assignment} has no graded answers to {cell!r}: look at the list of what needs a person")
    key = works[0].key
    waiting = {work.learner for work in still_waiting(site, course, key)}
    entries = [
        Entry(work, _name(site, course, work), work.learner in waiting)
        for work in works
        if work.key == key  # the same grade id in another notebook is another exercise
    ]
    entries.sort(key=lambda entry: (entry.name.casefold(), entry.learner))
    return ExerciseList(key, entries, show)


def _name(site: Site, course: str, work: CellWork) -> str:
    known = site.person(course, work.learner)
    return work.name if known == work.learner else known
