"""Policies in the course's own files: ``source/<assignment>.toml`` beside the assignment's folder, the only truth."""

from __future__ import annotations

import json
import os
import re
import secrets
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from threading import Lock

from coursegrader.errors import CourseError, StoreError
from coursegrader.store.policy import Counted, Policy, Standing, counted, effective, standing

__all__ = ["Counted", "Policies", "Policy", "Standing", "counted", "effective", "policy_file", "standing"]

MOST_BYTES = 64 * 1024
KEYS = tuple(field.name for field in fields(Policy))
_HEADER = "# When and how often learners may submit; docs/policies.md says what each line means.\n"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")


def policy_file(course_dir: Path, assignment: str) -> Path:
    """Where an assignment's policy is written.

    Raises:
        StoreError: that is no name of an assignment.
    """
    if not _NAME.fullmatch(assignment):
        raise StoreError(f"assignment name {assignment[:80]!a} may hold only letters, digits, '.', '_' and '-'")
    return course_dir / "source" / f"{assignment}.toml"


class Policies:
    """The policies of some courses. A change of a file is seen at once."""

    def __init__(self, courses: Mapping[str, Path]) -> None:
        """``courses``: course id -> course directory."""
        self._courses = courses
        self._read: dict[Path, tuple[tuple[int, ...], Policy]] = {}
        self._lock = Lock()

    def of(self, course: str, assignment: str) -> Policy:
        """An assignment's policy; the one that allows everything if there is no file.

        Raises:
            CourseError: the file cannot be used; the message names file, line, key and remedy.
            StoreError: no such course.
        """
        path = self._path(course, assignment)
        try:
            found = path.lstat()
        except FileNotFoundError:
            return Policy()
        version = (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)
        with self._lock:
            known = self._read.get(path)
        if known is not None and known[0] == version:
            return known[1]
        policy = _parse(path, _read(path))
        with self._lock:
            self._read[path] = (version, policy)
        return policy

    def save(self, course: str, assignment: str, policy: Policy) -> None:
        """Write the file anew, whole or not at all; comments and other lines in it are gone.

        Raises:
            CourseError: a setting makes no sense, or the file cannot be written.
            StoreError: no such course.
        """
        path = self._path(course, assignment)
        fault = policy.fault()
        if fault is not None:
            raise CourseError(f"{fault[0]}: {fault[1]}")
        try:
            _write(path, as_toml(policy))
        except OSError as error:
            raise CourseError(
                f"{path} cannot be written ({error.strerror}): let the grading service write into {path.parent}"
            ) from error

    def _path(self, course: str, assignment: str) -> Path:
        if course not in self._courses:
            raise StoreError(f"the folder of course {course!r} is not known here: check the course id")
        return policy_file(self._courses[course], assignment)


def as_toml(policy: Policy) -> str:
    """A policy as the text of its file: what differs from the policy that allows everything, times in UTC."""
    usual = Policy()
    lines = [f"{key} = {_value(getattr(policy, key))}\n" for key in KEYS if getattr(policy, key) != getattr(usual, key)]
    return _HEADER + "".join(lines)


def _value(value: object) -> str:
    if isinstance(value, datetime):
        moment = value.astimezone(UTC).replace(tzinfo=None)
        return f"{moment.isoformat()}Z"
    # JSON's strings and numbers are TOML's too, once no character stands for half of another
    return json.dumps(value, ensure_ascii=False)


def _parse(path: Path, text: str) -> Policy:
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CourseError(f"{path} is not TOML: {error}; mend that line (docs/policies.md has an example)") from error
    for key in values:
        if key not in KEYS:
            near = get_close_matches(key, KEYS, 1)
            known = f"write {near[0]!r} instead" if near else f"use one of {', '.join(KEYS)}, or remove the line"
            raise CourseError(f"{_where(path, text, key)}: unknown setting {key!a}: {known}")
    policy = Policy(**values)
    fault = policy.fault()
    if fault is not None:
        key, sentence = fault
        raise CourseError(f"{_where(path, text, key)}: {key}: {sentence}")
    return policy


def _where(path: Path, text: str, key: str) -> str:
    """The file, and the line that sets a key."""
    sets = re.compile(rf"""\s*\[*\s*["']?{re.escape(key)}["']?\s*[=.\]]""")
    numbers = (number for number, line in enumerate(text.splitlines(), 1) if sets.match(line))
    number = next(numbers, None)
    return str(path) if number is None else f"{path}, line {number}"


def _read(path: Path) -> str:
    """The text of a file that others may have put there: no link, no device, not too large.

    Raises:
        CourseError: it is one of these, or cannot be read.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as stream:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise CourseError(f"{path} is not a regular file: replace it by one")
            content = stream.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise CourseError(f"{path} is larger than {MOST_BYTES // 1024} KiB: keep only the settings in it")
        return content.decode()
    except OSError as error:
        raise CourseError(f"{path} cannot be read ({error.strerror}): make it a plain, readable file") from error
    except UnicodeDecodeError as error:
        raise CourseError(f"{path} is not UTF-8 text: save it as UTF-8") from error


def _write(path: Path, text: str) -> None:
    folder = path.parent
    # a folder whose group is handed on is shared with the course's staff, who may edit the file as well
    mode = 0o664 if folder.stat().st_mode & stat.S_ISGID else 0o644
    draft = folder / f".{path.name}.{secrets.token_hex(8)}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
            os.fchmod(descriptor, mode)
            stream.flush()
            os.fsync(descriptor)
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
