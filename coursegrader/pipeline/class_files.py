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
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from coursegrader.errors import CourseGraderError

RECORD = "record.json"


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
    for path in _files(submitted, ignore):
        _copy(submitted / path, files / path)
    for path in _files(source, ignore):
        if path not in rules.keep:
            _copy(source / path, files / path)
    for name, content in notebooks.items():
        notebook = files / f"{name}.ipynb"
        notebook.unlink(missing_ok=True)
        notebook.write_bytes(content)
    _set_permissions(files, rules)


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


def _files(folder: Path, ignore: Sequence[str]) -> Iterator[str]:
    """Relative paths of the files that nbgrader copies."""
    for here, folders, names in os.walk(folder):
        if _is_ignored(Path(here).name, ignore):
            folders.clear()
            continue
        for name in names:
            if not _is_ignored(name, ignore):
                yield os.path.relpath(Path(here, name), folder)


def _is_ignored(name: str, patterns: Sequence[str]) -> bool:
    # as in a shell, a hidden name is matched only by a pattern that begins with a dot
    return any(fnmatch(name, glob) and (glob.startswith(".") or not name.startswith(".")) for glob in patterns)


def _copy(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    shutil.copyfile(path, target)


def _set_permissions(folder: Path, rules: CopyRules) -> None:
    for here, _, names in os.walk(folder):
        for name in names:
            Path(here, name).chmod(rules.permissions)
        if rules.group_shared:
            share_with_group(Path(here))
