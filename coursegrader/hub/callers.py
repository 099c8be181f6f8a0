"""Who is asking: a hub user, their groups, and what these mean in a course."""

from __future__ import annotations

from dataclasses import dataclass

from coursegrader.errors import NotAllowed

# nbgrader's own names for hub groups, one more for those who may release, and one for those who manage the hub
LEARNERS = "nbgrader-"
STAFF = "formgrade-"
INSTRUCTORS = "instructor-"
ADMINS = "hub-admin"


@dataclass(frozen=True)
class Caller:
    """An authenticated hub user and their groups."""

    name: str
    groups: frozenset[str]

    def is_member(self, course: str) -> bool:
        """Whether they belong to the course in any role."""
        return bool(self.groups & {LEARNERS + course, STAFF + course})

    def is_staff(self, course: str) -> bool:
        """Whether they are an instructor or a teaching assistant of the course."""
        return STAFF + course in self.groups

    def is_instructor(self, course: str) -> bool:
        """Whether they may release and withdraw assignments."""
        return INSTRUCTORS + course in self.groups

    @property
    def is_admin(self) -> bool:
        """Whether they manage the hub; that alone opens no course."""
        return ADMINS in self.groups

    def require(self, allowed: bool, what: str) -> None:
        """Refuse unless ``allowed``.

        Raises:
            NotAllowed: naming the caller and what they wanted.
        """
        if not allowed:
            raise NotAllowed(f"{self.name} may not {what}: ask an instructor of the course")
