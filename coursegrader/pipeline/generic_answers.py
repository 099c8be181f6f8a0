"""Answers that know nothing of an exercise, which no hidden suite may reward: made from the reference and the stub.

A hidden suite that any of them gets points from asks too little. Five of them are functions (see ``generic_wrappers``),
put in the place of every function of the answer cell that the self-check or the suite names; the stub is the answer
cell as it was released.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from coursegrader.grader_side.assignment import Assignment
from coursegrader.grader_side.release_text import released
from coursegrader.grader_side.session import NotebookSession
from coursegrader.pipeline import generic_wrappers
from coursegrader.pipeline.solutions import Solution, answer_cell, check_cell

STUB = "stub"
MEANING = {
    STUB: "The answer cell as it was released.",
    "constant": "Always the right answer to the first public example.",
    "identity": "The first argument, as it was given.",
    "look-up": "Right for the public examples; otherwise the right answer to the first of them.",
    "NaN": "The right answer with NaN in place of every float; errors are raised as they should be.",
    "zero": "The right answer with 0 for every number and an empty text for every text; errors as they should be.",
}
# Of an exercise's points. Errors and behaviour are worth 20 of 100, and an answer whose numbers are made worthless only
# after the right code has run keeps those. The rest is for what stays true all the same: a count of steps that is no
# float, a bias that should be zero, a relation such as f(2x) = 2 f(x).
MOST_KEPT = 0.35
NO_FLOATS = "no public example has a float in its answer"
NO_FUNCTION = "the answer cell defines no function that the self-check or the suite names"


def most_kept(name: str) -> float:
    """The part of the points that a generic answer may keep."""
    return 0.0 if name == STUB else MOST_KEPT


def generic_answers(assignment: Assignment, grade_id: str) -> Iterator[Solution]:
    """The generic answers to an exercise that has an answer cell."""
    answer, check = answer_cell(assignment, grade_id), check_cell(assignment, grade_id)
    if answer is None or check is None:
        return
    yield Solution(grade_id, STUB, "generic", MEANING[STUB], _as_released(answer.source, released(answer)))
    names = function_names(assignment, grade_id)
    if names:
        for kind in generic_wrappers.MAKERS:
            code = _installed(kind, answer.source, check.source, names)
            yield Solution(grade_id, kind, "generic", MEANING[kind], code)


def why_left_out(session: NotebookSession, solution: Solution) -> str:
    """Why a generic answer means nothing in its exercise; empty if it does mean something.

    Args:
        session: of the notebook, which has the solution as its patch.
    """
    if solution.name != "NaN":
        return ""
    with session.test() as student:
        return "" if student[generic_wrappers.CHANGES] is True else NO_FLOATS


def function_names(assignment: Assignment, grade_id: str) -> tuple[str, ...]:
    """The functions of the answer cell that its self-check or its suite names, in order."""
    answer, check = answer_cell(assignment, grade_id), check_cell(assignment, grade_id)
    suite = assignment.suites.get(grade_id)
    if answer is None or check is None or suite is None:
        return ()
    named = _names_in(check.source) | _names_in(suite.read_text())
    defined = [node.name for node in ast.parse(answer.source).body if isinstance(node, ast.FunctionDef)]
    return tuple(name for name in dict.fromkeys(defined) if name in named and not name.startswith("_"))


def _names_in(source: str) -> set[str]:
    """Every name that a text mentions: a variable, what follows a dot (``student.rank``), or a whole string."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)
    return found


def _installed(kind: str, answer: str, self_check: str, names: tuple[str, ...]) -> str:
    text = Path(generic_wrappers.__file__).read_text()
    return (
        "_generic = {'__name__': 'generic_answers'}\n"
        f"exec(compile({text!r}, '<generic answers>', 'exec'), _generic)\n"
        f"_generic['install'](globals(), {kind!r}, {answer!r}, {self_check!r}, {names!r})\n"
    )


def _as_released(answer: str, stub: str) -> str:
    """The stub, and nothing of what the reference has defined: a stub may raise as soon as it is run."""
    gone = sorted(_defined_in(answer))
    return (
        f"for _name in {gone!r}:\n    globals().pop(_name, None)\n"
        f"try:\n    exec(compile({stub!r}, '<stub>', 'exec'), globals())\nexcept NotImplementedError:\n    pass\n"
    )


def _defined_in(source: str) -> set[str]:
    """The names of functions, classes and variables that a cell leaves."""
    found = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return found
