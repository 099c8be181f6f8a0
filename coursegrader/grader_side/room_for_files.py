"""Room in the sandbox for the instructor's data files, where there are more of them than usual."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from coursegrader.errors import CourseError
from coursegrader.grader_side.assignment import Assignment
from coursegrader.sandbox.policy import DEFAULT_LIMITS, MIB, Limits

# They lie in memory, for each notebook that runs.
MAX_GIVEN: Final = 512 * MIB
# There is room for so much beside what learners hand in: the sandbox is then the one that every assignment uses.
USUAL: Final = 64 * MIB


def with_room(assignment: Assignment, limits: Limits) -> Limits:
    """The limits, such that the files beside the notebooks of an assignment fit in.

    Raises:
        CourseError: they are more than a sandbox gets.
    """
    sizes = {path: len(content) for path, content in assignment.extra_files.items()}
    total = sum(sizes.values())
    if total > MAX_GIVEN:
        largest = max(sizes, key=lambda path: sizes[path])
        raise CourseError(
            f"{assignment.source_dir / largest}: {sizes[largest] // MIB} MiB, and {total // MIB} MiB with all files "
            f"beside the notebooks; they may have {MAX_GIVEN // MIB} MiB together: give learners a smaller file"
        )
    return replace(
        limits,
        file_size=max(limits.file_size, *sizes.values(), 0),
        work_size=max(limits.work_size, DEFAULT_LIMITS.work_size + total if total > USUAL else 0),
    )
