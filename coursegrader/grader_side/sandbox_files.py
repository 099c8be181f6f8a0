"""What lies beside the notebooks of an attempt while they run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from pathlib import PurePosixPath

from coursegrader.grader_side.assignment import Assignment
from coursegrader.grader_side.release_text import holds_hidden_tests
from coursegrader.grader_side.request import GradingRequest
from coursegrader.grader_side.variants_of_attempt import AttemptVariants
from coursegrader.wire.file_names import is_plain_path

PICTURES = ".coursekit_pictures/"  # where coursekit looks for pictures that are everybody's: never a learner's own


def sandbox_files(
    assignment: Assignment, request: GradingRequest, variants: AttemptVariants | None = None
) -> dict[str, bytes]:
    """What lies beside the notebooks in the sandbox: the learner's files, and over them the instructor's."""
    variants = variants or AttemptVariants(assignment, request)
    given = {**assignment.extra_files, **variants.files(), **request.pictures}
    files = {p: b for p, b in request.attempt.files.items() if _is_file_beside(p) and not variants.hides(p)}
    folders = _folders_of(given)
    return {p: b for p, b in files.items() if _fits(PurePosixPath(p), given, folders)} | given


def written_beside(
    assignment: Assignment, files: Mapping[str, bytes], written: Mapping[str, bytes]
) -> Mapping[str, bytes]:
    """The files for the next notebook: those there were, and what another notebook of the attempt has written.

    As in nbgrader, where all notebooks of a submission run in one folder, a notebook may change a given file for the
    next; but not where hidden suites expect the instructor's.
    """
    if assignment.suites:
        written = {p: b for p, b in written.items() if p not in assignment.extra_files}
    given = dict(files)
    folders = _folders_of(given)
    for path in sorted(written):
        if _fits(PurePosixPath(path), given, folders):
            given[path] = written[path]
            folders |= _folders_of([path])
    return given


def may_quote_tests(
    assignment: Assignment, notebook: str, files: Mapping[str, bytes], given: Mapping[str, bytes]
) -> bool:
    """Whether another notebook of the attempt may have told this one of hidden tests, those that are cells among the
    learner's: by what it wrote.

    Args:
        assignment: whose notebooks they are.
        notebook: the one that ran.
        files: what lay beside it.
        given: those of them that no notebook wrote.
    """
    if not any(is_plain_path(path) and given.get(path) != content for path, content in files.items()):
        return False
    others = (cells for name, cells in assignment.notebooks.items() if name != notebook)
    return any(holds_hidden_tests(cell) for cells in others for cell in cells)


def _is_file_beside(path: str) -> bool:
    return not (path.endswith(".ipynb") and "/" not in path) and not path.startswith(PICTURES)


def _folders_of(paths: Iterable[str]) -> set[PurePosixPath]:
    return {parent for path in paths for parent in PurePosixPath(path).parents}


def _fits(path: PurePosixPath, given: Mapping[str, bytes], folders: Set[PurePosixPath]) -> bool:
    """Whether a learner's file can lie beside the instructor's: inside the folder, no file where they have a folder."""
    if path.is_absolute() or ".." in path.parts or any(str(parent) in given for parent in path.parents):
        return False
    return path not in folders
