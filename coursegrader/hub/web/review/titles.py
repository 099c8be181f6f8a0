"""What weeks, notebooks and exercises are called on the staff's pages, as learners' pages call them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from coursegrader.errors import CourseError
from coursegrader.hub.web.site import Site
from coursegrader.hub.web.student.exercise_names import NotebookNames, names_in, plain
from coursegrader.hub.web.student.wording import spoken

_plain = lru_cache(maxsize=2048)(plain)


class Titles:
    """The titles in a course; for one page, as releases can change."""

    def __init__(self, site: Site, course: str) -> None:
        self._site, self._course = site, course
        self._releases = {release.assignment: release for release in site.store.releases(course)}
        self._names: dict[str, Mapping[str, NotebookNames]] = {}

    def assignment(self, name: str) -> str:
        """An assignment's title."""
        try:
            title = self._site.policies.of(self._course, name).title
        except CourseError:  # its own page says what is wrong with the file
            title = ""
        return title or spoken(name)

    def notebook(self, assignment: str, name: str) -> str:
        """A notebook's title."""
        found = self._notebooks(assignment).get(name)
        return spoken(name) if found is None else _plain(found.title)

    def exercise(self, assignment: str, notebook: str, cell: str) -> str:
        """What the notebook calls the exercise with this grade cell."""
        found = self._notebooks(assignment).get(notebook)
        title = None if found is None else found.exercises.get(cell)
        return spoken(cell) if title is None else _plain(title)

    def position(self, assignment: str, notebook: str, cell: str) -> int:
        """Where in its notebook an exercise stands; unknown ones come last."""
        found = self._notebooks(assignment).get(notebook)
        known = [] if found is None else list(found.exercises)
        return known.index(cell) if cell in known else len(known)

    def asked(self, assignment: str, cell: str) -> str:
        """The same for the cell of a regrade request."""
        notebook, _, grade_id = cell.rpartition("/")
        return self.exercise(assignment, notebook, grade_id)

    def _notebooks(self, assignment: str) -> Mapping[str, NotebookNames]:
        if assignment not in self._names:
            release = self._releases.get(assignment)
            files = {} if release is None else release.files
            self._names[assignment] = names_in(files, self._site.store.blobs.get)
        return self._names[assignment]
