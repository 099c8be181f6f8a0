"""Runs an assignment's notebooks once as they were released, to keep the pictures that are everybody's.

A figure whose arguments do not depend on the learner comes out the same for a whole class, and drawing it is most of
the work of running a notebook. What is kept goes beside the learners' notebooks, where ``coursekit.pictures`` finds it;
a figure of other arguments is drawn as ever. (It is the learner's own process that shows the picture, as it would its
own drawing: outputs have no say in a score. And what learners' processes are given must not tell a solution: so nothing
that depends on one is kept here.)

Where solutions lead to other pictures, for which Matplotlib is loaded, that is noted among the pictures that are kept:
the sandbox is made ready for it then.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from coursegrader.errors import BadSubmission, SandboxDied
from coursegrader.grader_side.assignment import Assignment
from coursegrader.grader_side.notebook import Cell
from coursegrader.grader_side.rebuild import INSTRUCTOR_ONLY
from coursegrader.grader_side.release_text import released
from coursegrader.grader_side.sandbox_files import PICTURES
from coursegrader.grader_side.sandboxes import AttemptSandbox
from coursegrader.grader_side.warm_modules import DRAWING, DRAWN_BY_EACH
from coursegrader.sandbox.policy import Limits

_ASK = f"import sys; print({DRAWING!r} in sys.modules)"
_RECORD = "from coursekit import pictures as _pictures; _pictures.record(); del _pictures"


def drawn_pictures(assignment: Assignment, limits: Limits) -> dict[str, bytes]:
    """The pictures that the released notebooks draw, by path beside the notebooks; those that are graded only.

    A notebook that does not come to its end gives none: it is drawn for each learner then, as without this.

    Raises:
        SandboxUnavailable: this machine has no sandbox.
    """
    pictures: dict[str, bytes] = {}
    drawing = {
        name: cells
        for name, cells in assignment.notebooks.items()
        if any(cell.is_grade for cell in cells) and draws(cells)
    }
    for cells in drawing.values():
        pictures.update(_drawn_by(assignment, cells, limits))
    if pictures and any(_solution_draws(assignment, name, pictures, limits) for name in drawing):
        pictures[DRAWN_BY_EACH] = b""
    return pictures


def _drawn_by(assignment: Assignment, cells: tuple[Cell, ...], limits: Limits) -> Mapping[str, bytes]:
    with AttemptSandbox(assignment.extra_files, limits, assignment.warm_modules) as sandbox:
        session = sandbox.session([_RECORD, *_code(cells)], keep_files=True)
        try:
            session.run()
        except SandboxDied:
            return {}
        finally:
            session.close()
        return {path: content for path, content in session.files.items() if path.startswith(PICTURES)}


def _solution_draws(assignment: Assignment, notebook: str, pictures: Mapping[str, bytes], limits: Limits) -> bool:
    """Whether a notebook with its solutions loads Matplotlib although ``pictures`` are there; nothing else is kept."""
    if DRAWING in assignment.warm_modules:
        return False
    try:
        cells = assignment.with_solutions(notebook)
    except BadSubmission:  # what is graded is the release: of the source nothing is known then
        return True
    if cells is None:
        return False
    code = [c.source for c in cells if c.cell_type == "code" and INSTRUCTOR_ONLY not in c.tags]
    with AttemptSandbox({**assignment.extra_files, **pictures}, limits, assignment.warm_modules) as sandbox:
        session = sandbox.session([*code, _ASK], keep_files=False)
        try:
            said = session.run().outputs.get(len(code), [])
        except SandboxDied:
            return True
        finally:
            session.close()
    return [output.get("text", "").strip() for output in said] != ["False"]


def draws(cells: tuple[Cell, ...]) -> bool:
    """Whether a notebook imports ``coursekit``, whose figures can be kept."""
    return any("coursekit" in _imported(source) for source in _code(cells))


def _imported(source: str) -> Iterator[str]:
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a cell of magics
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]
        elif isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)


def _code(cells: tuple[Cell, ...]) -> list[str]:
    return [released(cell) for cell in cells if cell.cell_type == "code" and INSTRUCTOR_ONLY not in cell.tags]
