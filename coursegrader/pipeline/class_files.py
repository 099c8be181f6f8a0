"""What grading one submission leaves in ``autograded/``: written beside it first, then put in place as a whole.

A finished submission waits in a hidden folder beside its target, ``.<name>.ready``, together with what the gradebook
is to get (``record.json``). From then on it is never lost and never graded again: if anything ends the program, the
next run finds the folder and completes it. Writing the same to the gradebook twice changes nothing.

::

    autograded/ada/
        .week1.draft-k2j4…/       being written; rubbish if its program ended
        .week1.ready/             graded: record.json, files/, and old/ while the folders are exchanged
        week1/                    in place
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import translate
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from coursegrader.errors import CourseGraderError

RECORD = "record.json"
PART = 1 << 20  # bytes that are copied at once
NOTHING = r"(?!)"  # a regular expression


class SubmissionChanged(CourseGraderError):
    """The submission was exchanged while it was graded."""


@dataclass(frozen=True)
class CopyRules:
    """How nbgrader copies what lies beside the notebooks.

    Attributes:
        ignore: globs of names that are left out.
        keep: files (relative to the assignment's folder) of which the student's version is kept.
        permissions: mode of every file.
        group_shared: folders may be written by their group, and pass the group on.
    """

    ignore: tuple[str, ...] = ()
    keep: frozenset[str] = frozenset()
    permissions: int = 0o444
    group_shared: bool = False


def draft_folder(target: Path) -> Path:
    """A new hidden folder beside ``target``."""
    target.parent.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix=f".{target.name}.draft-", dir=target.parent))


def ready_folder(target: Path) -> Path:
    """Where a graded submission waits to be put in place at ``target``."""
    return target.parent / f".{target.name}.ready"


def remove_drafts(target: Path) -> None:
    """Remove what programs that were ended have left unfinished."""
    if target.parent.is_dir():
        for path in target.parent.iterdir():
            if path.name.startswith(f".{target.name}.draft-"):
                shutil.rmtree(path)


def fill_draft(
    draft: Path, submitted: Path, source: Path, notebooks: Mapping[str, bytes], rules: CopyRules, kept: Path | None
) -> None:
    """Put together what will be the submission's folder.

    Args:
        draft: an empty folder; ``files`` is made in it.
        submitted: what was handed in.
        source: the instructor's folder; its files replace the student's of the same name.
        notebooks: the graded notebooks, by name.
        rules: what is copied, and how.
        kept: the submission's present folder, if only some of its notebooks are replaced.
    """
    files = draft / "files"
    files.mkdir()
    if kept is not None and kept.is_dir():
        shutil.copytree(kept, files, dirs_exist_ok=True)
    ignore = (*rules.ignore, "*.ipynb")
    wanted = {path: submitted / path for path in _files(submitted, ignore)}
    wanted |= {path: source / path for path in _files(source, ignore) if path not in rules.keep}
    for folder in sorted({os.path.dirname(path) for path in wanted}):  # noqa: PTH120  far quicker, for so many
        (files / folder).mkdir(parents=True, exist_ok=True)
    for path, origin in wanted.items():
        with origin.open("rb", buffering=0) as given, _new_file(files / path, rules) as copy:
            shutil.copyfileobj(given, copy, PART)
    for name, content in notebooks.items():
        with _new_file(files / f"{name}.ipynb", rules) as notebook:
            notebook.write(content)
    if kept is not None or rules.group_shared:
        _set_permissions(files, rules)


@contextmanager
def _new_file(path: Path, rules: CopyRules) -> Iterator[BinaryIO]:
    """A file in place of whatever is there."""
    path.unlink(missing_ok=True)
    with path.open("xb") as file:
        os.fchmod(file.fileno(), rules.permissions)
        yield file


def make_ready(draft: Path, target: Path, record: Mapping[str, Any]) -> Path:
    """Declare a draft finished; the folder in which it waits."""
    (draft / RECORD).write_text(json.dumps(record, allow_nan=False))
    ready = ready_folder(target)
    draft.rename(ready)
    return ready


def read_record(ready: Path) -> Any:
    """What the gradebook is to get of a submission that waits.

    Raises:
        OSError, ValueError: the folder is not whole.
    """
    return json.loads((ready / RECORD).read_text())


def put_in_place(ready: Path, target: Path) -> None:
    """Exchange the submission's folder for the one that waits. Does what is left to do after an interruption."""
    files = ready / "files"
    if files.exists():
        if target.exists():
            target.rename(ready / "old")
        files.rename(target)
    shutil.rmtree(ready)


def share_with_group(folder: Path) -> None:
    """Let a folder's group write to it, and new files in it belong to that group."""
    mode = folder.stat().st_mode
    if mode & 0o2770 != 0o2770:
        folder.chmod((mode | 0o2770) & 0o2777)


def _files(folder: Path, ignore: tuple[str, ...]) -> Iterator[str]:
    """Relative paths of the files that nbgrader copies."""
    for here, folders, names in os.walk(folder):
        if _is_ignored(os.path.basename(here), ignore):  # noqa: PTH119
            folders.clear()
            continue
        for name in names:
            if not _is_ignored(name, ignore):
                yield os.path.relpath(os.path.join(here, name), folder)  # noqa: PTH118


def _is_ignored(name: str, patterns: tuple[str, ...]) -> bool:
    return _matcher(patterns, hidden=name.startswith(".")).match(name) is not None


@lru_cache(maxsize=64)
def _matcher(patterns: tuple[str, ...], *, hidden: bool) -> re.Pattern[str]:
    # as in a shell, a hidden name is matched only by a pattern that begins with a dot
    usable = [glob for glob in patterns if glob.startswith(".") or not hidden]
    return re.compile("|".join(map(translate, usable)) or NOTHING)


def _set_permissions(folder: Path, rules: CopyRules) -> None:
    for here, _, names in os.walk(folder):
        for name in names:
            Path(here, name).chmod(rules.permissions)
        if rules.group_shared:
            share_with_group(Path(here))
