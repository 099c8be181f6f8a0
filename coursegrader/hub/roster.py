"""Who may log in, in which course and role: a CSV file that a person can read and edit. Only hashes of passwords."""

from __future__ import annotations

import base64
import csv
import fcntl
import hashlib
import hmac
import logging
import os
import re
import secrets
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from coursegrader.errors import CourseError
from coursegrader.hub.callers import ADMINS, INSTRUCTORS, LEARNERS, STAFF

ROSTER = "roster.csv"  # in the data folder
COLUMNS = ("username", "course", "role", "password", "display_name")
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}")
# about 60 ms and 32 MiB a guess
_SCRYPT_N, _SCRYPT_R, _SCRYPT_P = 2**15, 8, 1
_SCRYPT_MEMORY = 64 * 1024 * 1024
_PASSWORD_WORDS = 4

log = logging.getLogger("coursegrader.hub")


class Role(StrEnum):
    """What a person is in a course."""

    STUDENT = "student"
    TA = "ta"
    INSTRUCTOR = "instructor"
    ADMIN = "admin"

    def groups(self, course: str) -> tuple[str, ...]:
        """The hub groups that the role means."""
        if self is Role.ADMIN:
            return (ADMINS,)  # of the hub; such a line names no course
        if self is Role.STUDENT:
            return (LEARNERS + course,)
        return (STAFF + course,) if self is Role.TA else (STAFF + course, INSTRUCTORS + course)


@dataclass(frozen=True)
class Entry:
    """One line: a person in a course. ``password`` is a hash; it counts on any one of a person's lines."""

    username: str
    course: str
    role: Role
    password: str
    display_name: str


@dataclass(frozen=True)
class Roster:
    """All lines of the file."""

    entries: tuple[Entry, ...]

    @classmethod
    def read(cls, path: Path) -> Roster:
        """Read the file.

        Raises:
            CourseError: naming the line that is wrong.
        """
        try:
            # a spreadsheet program may have put a byte order mark at the beginning
            with path.open(encoding="utf-8-sig", newline="") as stream:
                reader = csv.DictReader(stream)
                if tuple(reader.fieldnames or ()) != COLUMNS:
                    raise CourseError(f"{path}: the first line must be {','.join(COLUMNS)}")
                return cls(tuple(_entry(row, f"{path}, line {reader.line_num}") for row in reader))
        except (UnicodeDecodeError, csv.Error) as error:
            raise CourseError(f"{path} is no CSV file in UTF-8 ({error}): save it as one") from error

    def write(self, path: Path) -> None:
        """Write the file (0600), whole or not at all, and on disk when this returns."""
        draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows((e.username, e.course, e.role.value, e.password, e.display_name) for e in self.entries)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)

    def of_course(self, course: str) -> list[Entry]:
        """The course's people, in the order of the file."""
        return [entry for entry in self.entries if entry.course == course]

    def groups(self, username: str) -> list[str]:
        """The hub groups of a person."""
        mine = [entry.role.groups(entry.course) for entry in self.entries if entry.username == username]
        return sorted({group for groups in mine for group in groups})

    def is_password(self, username: str, password: str) -> bool:
        """Whether a person logs in with this password. Takes equally long for names that are not listed."""
        hashes = [e.password for e in self.entries if e.username == username and e.password]
        return check_password(password, hashes[0] if hashes else _NOBODY)


class RosterFile:
    """The roster where it lies: read often, changed by one at a time, also across processes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._guard = threading.Lock()
        self._read: tuple[tuple[int, int, int], Roster] | None = None

    def read(self) -> Roster:
        """The roster as it is now; read again only when the file changed.

        Raises:
            CourseError: the file is missing, or a line is wrong.
        """
        try:
            status = self.path.stat()
        except FileNotFoundError:
            raise CourseError(f"{self.path} is missing: restore it from a backup") from None
        version = (status.st_mtime_ns, status.st_size, status.st_ino)
        with self._guard:
            if self._read is None or self._read[0] != version:
                self._read = (version, Roster.read(self.path))
            return self._read[1]

    def change(self, how: Callable[[Roster], Roster]) -> Roster:
        """Replace the roster by what ``how`` makes of it; what it raises leaves the file as it was.

        Raises:
            CourseError: the file is missing, or a line is wrong.
        """
        with self._alone():
            changed = how(Roster.read(self.path))
            changed.write(self.path)
        return changed

    def last_good(self) -> Roster:
        """The roster; while somebody's edit has left a wrong line in the file, the one read before (and a log line).

        For showing names only: a page must not be lost to a typing mistake in the roster.

        Raises:
            CourseError: the file is wrong, and it never was right.
        """
        try:
            return self.read()
        except CourseError as error:
            if self._read is None:
                raise
            log.error("%s; until this is mended, pages show the names of before, and nobody can log in", error)
            return self._read[1]

    def names(self, course: str) -> dict[str, str]:
        """User name -> display name of everybody in a course."""
        return {entry.username: entry.display_name for entry in self.last_good().of_course(course)}

    def learners(self, course: str) -> dict[str, str]:
        """User name -> display name of a course's learners."""
        return {e.username: e.display_name for e in self.last_good().of_course(course) if e.role is Role.STUDENT}

    def name(self, course: str, username: str) -> str:
        """A person's display name; the user name for those who are not (or no longer) in the course."""
        return self.names(course).get(username, username)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        # not the roster itself: that is replaced by a new file
        with self.path.with_name(f"{self.path.name}.lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # ends when the file closes, also by a crash
            yield


def random_password() -> str:
    """A password that can be read out and typed: 64 random bits."""
    return "-".join(secrets.token_hex(2) for _ in range(_PASSWORD_WORDS))


def hash_password(password: str) -> str:
    """A salted scrypt hash, as text."""
    salt = secrets.token_bytes(16)
    return f"scrypt${_b64(salt)}${_b64(_scrypt(password, salt))}"


def check_password(password: str, hashed: str) -> bool:
    """Whether ``hashed`` is a hash of ``password``."""
    kind, _, rest = hashed.partition("$")
    salt, _, digest = rest.partition("$")
    if kind != "scrypt" or not digest:
        return False
    return hmac.compare_digest(_b64(_scrypt(password, base64.b64decode(salt))), digest)


def demo_roster(courses: Sequence[str]) -> tuple[Roster, dict[str, str]]:
    """Made-up people for a first look: the roster, and their random passwords by user name."""
    people = [
        ("ada", Role.ADMIN, "Ada Novak"),
        ("imani", Role.INSTRUCTOR, "Imani Okafor"),
        ("tomas", Role.TA, "Tomás Rivera"),
        ("amara", Role.STUDENT, "Amara Singh"),
        ("kenji", Role.STUDENT, "Kenji Haddad"),
        ("sofia", Role.STUDENT, "Sofia Lindqvist"),
    ]
    passwords = {name: random_password() for name, _, _ in people}
    hashes = {name: hash_password(password) for name, password in passwords.items()}
    lines = [
        Entry(name, course, role, hashes[name], shown)
        for course in ("", *courses)
        for name, role, shown in people
        if (role is Role.ADMIN) == (course == "")
    ]
    return Roster(tuple(lines)), passwords


def announcement(passwords: dict[str, str], roster: Roster) -> Iterable[str]:
    """The lines that tell a first start's passwords, once."""
    yield "First start: a demo roster was made. These passwords are shown only now; only their hashes are kept."
    roles = {entry.username: entry.role.value for entry in roster.entries}
    for name, password in passwords.items():
        yield f"    {roles[name]:<11}{name:<9}{password}"


def is_username(name: str) -> bool:
    """Whether a name can be one of the hub's."""
    return _USERNAME.fullmatch(name) is not None


def _entry(row: dict[str, str], where: str) -> Entry:
    username, role = row["username"] or "", row["role"] or ""
    if not is_username(username):
        raise CourseError(f"{where}: user name {username[:40]!r} must be a-z, 0-9, '.', '_' or '-', at most 32 long")
    if role not in list(Role):
        raise CourseError(f"{where}: role {role!r} is none of {', '.join(Role)}")
    if (role == Role.ADMIN) == bool(row["course"]):
        raise CourseError(f"{where}: a line names a course, or the role admin and no course")
    return Entry(username, row["course"] or "", Role(role), row["password"] or "", row["display_name"] or username)


def _scrypt(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(
        password.encode(), salt=salt, n=_SCRYPT_N, r=_SCRYPT_R, p=_SCRYPT_P, maxmem=_SCRYPT_MEMORY, dklen=32
    )


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


_NOBODY = f"scrypt${_b64(bytes(16))}${_b64(bytes(32))}"
