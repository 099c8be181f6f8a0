"""A notebook with cells of every kind, solved by a learner, for tests that damage it; and what a rebuilt one does."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from typing import Any

from coursegrader.grader_side.notebook import read_cells
from coursegrader.grader_side.rebuild import Rebuilt, rebuild
from coursegrader.grader_side.submitted_notebook import read_submitted
from tests.tiny_course import cell, check, notebook

Node = dict[str, Any]
Document = dict[str, Any]

STUB = "### BEGIN SOLUTION\n    {solution}\n    ### END SOLUTION"
DOUBLE = 'def double(x):\n    """Twice x."""\n    {body}'
TRIPLE = 'def triple(x):\n    """Three times x."""\n    {body}'
HIDDEN = "### BEGIN HIDDEN TESTS\nassert double(5) == 10\n### END HIDDEN TESTS"
RELEASED = "# YOUR CODE HERE\n    raise NotImplementedError()"
MY_DOUBLE = DOUBLE.format(body="result = x + x\n    return result")
MY_TRIPLE = TRIPLE.format(body="return 3 * x")
MY_WORD = 'word = "hello"'
MY_ESSAY = "I learned that doubling is adding a number to itself."


def _answer(grade_id: str, source: str, cell_type: str = "code", **more: Any) -> Node:
    settings = {"grade": False, "solution": True, "grade_id": grade_id, **more}
    return cell(cell_type, f"id-{grade_id}", source, **settings)


def source() -> Document:
    """The instructor's notebook."""
    return notebook(
        cell("markdown", "title", "# Numbers\n\nIn this notebook you multiply."),
        cell("code", "imports", "import math"),
        cell("code", "id-given", "LIMIT = 100", grade=False, solution=False, locked=True, grade_id="given"),
        cell("markdown", "double-story", "## Exercise 1\n\nWrite `double`."),
        _answer("double_answer", DOUBLE.format(body=STUB.format(solution="return 2 * x"))),
        check(
            "double", 4, "assert double(2) == 4\n### BEGIN HIDDEN TESTS\nassert double(5) == 10\n### END HIDDEN TESTS"
        ),
        cell("code", "use", "eight = double(4)"),
        cell("markdown", "triple-story", "## Exercise 2\n\nWrite `triple`."),
        _answer("triple_answer", TRIPLE.format(body=STUB.format(solution="return x + x + x"))),
        check("triple", 4, "assert triple(2) == 6"),
        cell("markdown", "word-story", "## Exercise 3\n\nLet `word` be a word."),
        _answer("word_answer", '### BEGIN SOLUTION\nword = "numbers"\n### END SOLUTION'),
        check("word", 2, "assert word.isalpha()"),
        cell("markdown", "essay-story", "## Exercise 4\n\nWhat did you learn?"),
        _answer("essay", "### BEGIN SOLUTION\nThat I can.\n### END SOLUTION", "markdown", grade=True, points=3),
    )


def solved() -> Document:
    """What a learner hands in, undamaged and right."""
    document = source()
    texts = {"double_answer": MY_DOUBLE, "triple_answer": MY_TRIPLE, "word_answer": MY_WORD, "essay": MY_ESSAY}
    for node in document["cells"]:
        node["source"] = texts.get(grade_id(node), node["source"])
    node_of(document, "double")["source"] = "assert double(2) == 4\n"
    return document


def released() -> Document:
    """What a learner hands in who did nothing."""
    document = solved()
    stub = "# YOUR CODE HERE\nraise NotImplementedError()"
    texts = {
        "double_answer": DOUBLE.format(body=RELEASED),
        "triple_answer": TRIPLE.format(body=RELEASED),
        "word_answer": stub,
        "essay": "YOUR ANSWER HERE",
    }
    for node in document["cells"]:
        node["source"] = texts.get(grade_id(node), node["source"])
    return document


TEMPLATE = read_cells(json.dumps(source()).encode(), "source")
ANSWERS = {"double_answer": MY_DOUBLE, "triple_answer": MY_TRIPLE, "word_answer": MY_WORD, "essay": MY_ESSAY}


def grade_id(node: Node) -> str:
    """nbgrader's id of a cell of a document; empty where it has none."""
    return str(node["metadata"].get("nbgrader", {}).get("grade_id", ""))


def index_of(document: Document, name: str) -> int:
    """Where the cell with a grade id (or else a cell id) stands."""
    return next(i for i, node in enumerate(document["cells"]) if name in (grade_id(node), node.get("id")))


def node_of(document: Document, name: str) -> Node:
    """The cell with a grade id (or else a cell id)."""
    node: Node = document["cells"][index_of(document, name)]
    return node


def stripped(document: Document, *, ids: bool = True) -> Document:
    """As after a program that knows nothing of nbgrader has saved it: no metadata, and no cell ids of ours."""
    document = copy.deepcopy(document)
    for number, node in enumerate(document["cells"]):
        node["metadata"] = {}
        if ids:
            node["id"] = f"new-{number}"
    return document


@dataclass(frozen=True)
class Outcome:
    """What a rebuilt notebook does: which test cells pass at their place, the answers, the names, what was told."""

    rebuilt: Rebuilt
    passed: frozenset[str]
    names: dict[str, Any]

    @property
    def answers(self) -> dict[str, str]:
        return {name: text.strip() for name, text in self.rebuilt.answers.items()}

    @property
    def text(self) -> str:
        return "\n".join(cell.source for cell in self.rebuilt.cells)

    def told(self, cell_name: str) -> list[str]:
        return [repair.what for repair in self.rebuilt.repairs if repair.cell == cell_name]


ALL = frozenset({"double", "triple", "word"})


def outcome(document: Document | bytes) -> Outcome:
    """Rebuild a submitted notebook, and run it here: the tests' own learners are honest."""
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    cells = read_submitted(content, "work.ipynb").cells
    return run(rebuild("work", TEMPLATE, cells))


def run(rebuilt: Rebuilt) -> Outcome:
    """Run the cells, each whatever the others did."""
    names: dict[str, Any] = {}
    passed = set()
    for cell_, added in zip(rebuilt.cells, rebuilt.added, strict=True):
        if cell_.cell_type != "code":
            continue
        try:
            exec(compile(cell_.source, "<cell>", "exec"), names)
        except Exception:  # noqa: BLE001  a learner's cell may raise anything
            continue
        if cell_.is_grade and not added:
            passed.add(cell_.grade_id)
    return Outcome(rebuilt, frozenset(passed), names)
