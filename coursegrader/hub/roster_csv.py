"""A class list as other programs write it: rows of people, and which rows cannot be used and why."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coursegrader.errors import CourseError
from coursegrader.hub.roster import Role, is_username

DELIMITERS = (",", ";", "\t", "|")
LONGEST_NAME = 100
MOST_ROWS = 5000
_COLUMNS = {
    "username": ("username", "user name", "user", "login", "login name", "netid", "user id", "account"),
    "display_name": ("display name", "name", "full name", "student", "student name"),
    "first_name": ("first name", "given name", "forename"),
    "last_name": ("last name", "surname", "family name"),
    "role": ("role",),
    "course": ("course", "course id"),
}
_ROLES = {
    "student": Role.STUDENT,
    "learner": Role.STUDENT,
    "ta": Role.TA,
    "teaching assistant": Role.TA,
    "assistant": Role.TA,
    "tutor": Role.TA,
    "instructor": Role.INSTRUCTOR,
    "teacher": Role.INSTRUCTOR,
}


@dataclass(frozen=True)
class Person:
    """One usable row. ``role`` is None and ``name`` empty where the row says nothing."""

    line: int
    username: str
    role: Role | None
    name: str


@dataclass(frozen=True)
class LeftOut:
    """A row that is not taken, and why. ``shown`` is what it says, shortened; ``username`` may be empty."""

    line: int
    shown: str
    why: str
    username: str = ""


@dataclass(frozen=True)
class ClassList:
    """What a file says: the people, the rows left out, and remarks on the whole file."""

    people: tuple[Person, ...]
    left_out: tuple[LeftOut, ...]
    remarks: tuple[str, ...]


def decode_class_list(content: bytes) -> str:
    """The text of a file, in the encodings that spreadsheet programs write."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read_class_list(text: str, course: str) -> ClassList:
    """Read a class list: separated by commas, semicolons, tabs or bars; the first line names the columns.

    Args:
        text: the file's text.
        course: rows with another course in a ``course`` column are left out.

    Raises:
        CourseError: nothing can be read at all.
    """
    text = text.removeprefix("\N{BYTE ORDER MARK}")
    if not text.strip():
        raise CourseError("the list is empty: choose a CSV file or paste its lines")
    if "\N{REPLACEMENT CHARACTER}" in text or "\0" in text:
        raise CourseError("the list has letters that cannot be read: save the file as CSV in UTF-8")
    rows = _rows(text)
    columns, unknown = _columns(rows[0][1])
    if "username" not in columns:
        raise CourseError(
            "the first line must name the columns, one of them 'username': for example username,display_name,role"
        )
    if len(rows) > MOST_ROWS:
        raise CourseError(f"{len(rows)} lines are too many (at most {MOST_ROWS}): split the list")
    remarks = [f"Column '{name}' is not used." for name in unknown]
    people: dict[str, Person] = {}
    left_out: list[LeftOut] = []
    for line, cells in rows[1:]:
        read = _person(line, cells, columns, course)
        if isinstance(read, Person):
            read = _only_once(read, people)
        if isinstance(read, LeftOut):
            left_out.append(read)
        else:
            people.setdefault(read.username, read)
    return ClassList(tuple(people.values()), tuple(left_out), tuple(remarks))


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Line number and cells of every row that is not blank, with the delimiter that the first line uses."""
    first = next(line for line in text.splitlines() if line.strip())
    delimiter = max(DELIMITERS, key=lambda mark: (len(_columns(first.split(mark))[0]), first.count(mark)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        for cells in reader:
            stripped = [" ".join(cell.split()) if cell.isprintable() else cell.strip() for cell in cells]
            if any(stripped):
                rows.append((reader.line_num, stripped))
    except csv.Error as error:
        raise CourseError(f"line {reader.line_num} is no CSV ({error}): look for a quote that is not closed") from error
    return rows


def _columns(header: Sequence[str]) -> tuple[dict[str, int], list[str]]:
    """Our name of a column -> its place, and the names that mean nothing here."""
    known = {alias: name for name, aliases in _COLUMNS.items() for alias in aliases}
    found: dict[str, int] = {}
    unknown: list[str] = []
    for place, cell in enumerate(header):
        title = cell.strip().strip('"').strip()
        name = known.get(" ".join(title.casefold().replace("_", " ").replace("-", " ").split()))
        if name is not None and name not in found:
            found[name] = place
        elif title:
            unknown.append(title[:40])
    return found, unknown


def _person(line: int, cells: Sequence[str], columns: Mapping[str, int], course: str) -> Person | LeftOut:
    def cell(name: str) -> str:
        place = columns.get(name, len(cells))
        return cells[place] if place < len(cells) else ""

    def left_out(why: str) -> LeftOut:
        shown = ", ".join(cells)
        return LeftOut(line, (shown if _printable(cells) else ascii(shown)[1:-1])[:80], why, username)

    username = cell("username").casefold()  # the hub makes no difference between A and a
    if not _printable(cells):
        return left_out("it has an unprintable character: type the line anew")
    if not username:
        return left_out("it has no user name")
    if not is_username(username):
        return left_out("a user name has only a-z, 0-9, '.', '_' and '-', begins with a letter or digit, at most 32")
    if cell("course") not in ("", course):
        return left_out(f"it is of another course, {cell('course')[:40]}")
    role = _ROLES.get(cell("role").casefold().replace("-", " ").replace("_", " "))
    if cell("role") and role is None:
        return left_out(f"role '{cell('role')[:40]}' is none of student, ta, instructor")
    name = cell("display_name") or f"{cell('first_name')} {cell('last_name')}".strip()
    if len(name) > LONGEST_NAME:
        return left_out(f"the name is longer than {LONGEST_NAME} letters: shorten it")
    return Person(line, username, role, name)


def _only_once(person: Person, people: Mapping[str, Person]) -> Person | LeftOut:
    first = people.get(person.username)
    if first is None or (first.role, first.name) == (person.role, person.name):
        return person
    return LeftOut(
        person.line,
        f"{person.username}, {person.name}",
        f"line {first.line} names {person.username} already, differently",
    )


def _printable(cells: Sequence[str]) -> bool:
    return all(cell.isprintable() for cell in cells)
