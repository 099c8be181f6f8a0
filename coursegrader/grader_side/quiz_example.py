"""Write the example variant of an assignment's quizzes into ``source/``: run after editing ``questions.py``.

::

    python -m coursegrader.grader_side.quiz_example c1w2-elimination-echelon-forms-rank

nbgrader's release carries the example variant; a learner who fetches through the exchange gets one of their
own instead.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from coursegrader.errors import CourseError, CourseGraderError
from coursegrader.grader_side.variants import Variant, example_variants
from coursekit.quiz.answers import Answer

REFERENCE_CELL = "quiz-reference-answers"
"""Id of the notebook cell, tagged ``instructor-only``, that fills in the reference answers."""


def example_files(course_dir: Path, assignment: str) -> dict[str, bytes]:
    """What the example's files in ``source/<assignment>/`` should contain, by file name.

    The quiz notebooks are the ones that are there, with the cell of reference answers brought up to date.
    Raises CourseError if a notebook has no such cell.
    """
    files: dict[str, bytes] = {}
    for variant in example_variants(course_dir, assignment):
        path = course_dir / "source" / assignment / f"{variant.quiz}.ipynb"
        files[variant.items_name] = variant.items_file()
        files[path.name] = _with_reference(path, variant)
    return files


def refresh_example(course_dir: Path, assignment: str) -> list[str]:
    """Bring the example up to date; returns the names of the files that changed."""
    folder = course_dir / "source" / assignment
    changed = []
    for name, content in example_files(course_dir, assignment).items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != content:
            path.write_bytes(content)
            changed.append(name)
    return changed


def reference_source(variant: Variant) -> str:
    """The code of the cell of reference answers."""
    lines = [f"quiz.answer({number}, {_code(answer)})" for number, answer in variant.reference().items()]
    return "\n".join(["# The right answers to the example variant. This cell is not in the release.", *lines])


def _with_reference(path: Path, variant: Variant) -> bytes:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = _reference_cell(notebook, path)
    cell["source"] = reference_source(variant).splitlines(keepends=True)
    return (json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _reference_cell(notebook: Mapping[str, Any], path: Path) -> dict[str, Any]:
    found: list[dict[str, Any]] = [cell for cell in notebook["cells"] if cell.get("id") == REFERENCE_CELL]
    if len(found) != 1 or "instructor-only" not in found[0]["metadata"].get("tags", ()):
        raise CourseError(f"{path} needs one code cell with id {REFERENCE_CELL!r} and the tag 'instructor-only'")
    return found[0]


def _code(answer: Answer) -> str:
    return json.dumps(answer)


def main(arguments: list[str]) -> int:
    """Command line: assignment names, in the course directory."""
    if not arguments:
        print("usage: python -m coursegrader.grader_side.quiz_example ASSIGNMENT...", file=sys.stderr)
        return 2
    for assignment in arguments:
        try:
            changed = refresh_example(Path.cwd(), assignment)
        except (CourseGraderError, OSError) as error:
            print(f"{assignment}: {error}", file=sys.stderr)
            return 1
        print(f"{assignment}: {', '.join(changed) if changed else 'up to date'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
