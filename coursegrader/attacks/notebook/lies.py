"""Notebooks whose metadata, outputs and order say other than their text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coursegrader.attacks.attack import Attack
from coursegrader.attacks.course_files import Notebook, cell
from coursegrader.attacks.making import Change, code, metadata_of, typed

_PASSED = {
    "output_type": "execute_result",
    "data": {"text/plain": "10"},
    "metadata": {"coursegrader": True},
    "execution_count": 1,
}
_PLAIN_DESERVED = {"square": 0.0, "cube": 5.0}


def _cells(document: Notebook, grade_id: str) -> dict[str, Any]:
    for node in document["cells"]:
        if node["metadata"].get("nbgrader", {}).get("grade_id") == grade_id:
            found: dict[str, Any] = node
            return found
    raise KeyError(grade_id)


def _each_test(change: Callable[[dict[str, Any]], object]) -> Callable[[Notebook], None]:
    """Change every grade cell."""

    def apply(document: Notebook) -> None:
        for node in document["cells"]:
            if node["metadata"].get("nbgrader", {}).get("grade"):
                change(node)

    return apply


def _lie(identity: str, title: str, tries: str, change: Change, assignment: str = "harbour") -> Attack:
    build = typed(first="got('armed')", assignment=assignment, change=change)
    deserved = _PLAIN_DESERVED if assignment == "plain" else {"total": 0.0, "greeting": 5.0}
    return Attack(identity, "notebook", title, tries, build, deserved=deserved)


def _settings(**values: Any) -> Callable[[Notebook], None]:
    """Set nbgrader's settings of every grade cell."""
    return _each_test(lambda node: node["metadata"]["nbgrader"].update(values))


def _swap(document: Notebook) -> None:
    first, second = _cells(document, "total"), _cells(document, "greeting")
    first["metadata"], second["metadata"] = second["metadata"], first["metadata"]
    front = [node for node in document["cells"] if node["id"].startswith("added-")]  # the attack's own, as they were
    document["cells"] = front + [node for node in reversed(document["cells"]) if node not in front]


def _duplicate(document: Notebook) -> None:
    easy = _cells(document, "greeting") | {"id": "again", "source": "10", "outputs": [_PASSED]}
    twice = cell("code", "twice", "10", grade=True, points=10, grade_id="total", locked=False)
    third = cell("code", "third", "def total(values): return 1", solution=True, grade_id="total_answer")
    document["cells"][2:2] = [twice, third]
    document["cells"] += [easy, twice | {"id": "thrice"}]


def _bonus(document: Notebook) -> None:
    document["cells"].append(cell("code", "bonus", "1000", grade=True, points=1000, grade_id="bonus", locked=True))
    document["cells"].append(cell("markdown", "essay", "x", grade=True, solution=True, points=99, grade_id="essay"))
    document["cells"].append(cell("markdown", "task", "x", task=True, points=99, grade_id="task"))


def _forged_result(document: Notebook) -> None:
    verdict = {"notebook": "work", "grade_id": "total", "score": 10.0, "max_score": 10.0, "rule": "suite", "tests": []}
    _each_test(lambda node: node["metadata"].update(coursegrader=verdict | {"added": False}))(document)
    document["metadata"]["coursegrader"] = {"repairs": [], "errors": [], "provenance": {"sandbox": "none"}}


def _shell(document: Notebook) -> None:
    document["metadata"]["kernelspec"] = {
        "name": "bash",
        "display_name": "Bash",
        "language": "bash",
        "argv": ["/bin/sh", "-c", "touch $TMP/$MARK"],
        "env": {"PYTHONSTARTUP": "/tmp/x"},
    }
    document["metadata"]["language_info"] = {"name": "bash", "file_extension": ".sh"}


def _renamed(document: Notebook) -> None:
    """The graded cells' ids on cells of other kinds, and the answers under another's id."""
    metadata_of(document, "greeting_answer")["grade_id"] = "greeting_answer"
    target = _cells(document, "total_answer")
    target["metadata"]["nbgrader"] |= {"grade": True, "points": 10, "solution": True}
    document["cells"].append(
        cell("markdown", "total-text", "10", grade=True, solution=True, points=10, grade_id="total")
    )


ATTACKS = (
    _lie(
        "tags",
        "tags on the test cells",
        "raises-exception, skip-execution, remove_cell, nbgrader's own",
        _each_test(
            lambda node: node["metadata"].update(
                tags=["raises-exception", "skip-execution", "remove_cell", "instructor-only", "parameters"]
            )
        ),
    ),
    _lie("points-raised", "points raised", "10 000 points for each test", _settings(points=10_000, max_score=10_000)),
    _lie(
        "points-nan", "points that are no number", "NaN, which is neither more nor less", _settings(points=float("nan"))
    ),
    _lie("points-negative", "negative points elsewhere", "so that the sum comes out right", _settings(points=-1e308)),
    _lie(
        "flags",
        "grade and solution flags turned round",
        "a test that is an answer",
        _settings(grade=False, solution=True),
    ),
    _lie(
        "unlocked",
        "test cells unlocked",
        "locked off, checksum of the changed text",
        _settings(locked=False, checksum="0" * 32),
    ),
    _lie(
        "test-replaced",
        "test cells replaced",
        "`pass`, a passing value, an early exit",
        _each_test(lambda node: node.update(source="10")),
    ),
    _lie(
        "test-retyped",
        "test cells turned into text",
        "a markdown cell fails no test",
        _each_test(lambda node: node.update(cell_type="markdown", source="passed")),
    ),
    _lie(
        "test-deleted",
        "test cells deleted",
        "what is not there cannot fail",
        lambda d: d.update(cells=[c for c in d["cells"] if not c["metadata"].get("nbgrader", {}).get("grade")]),
    ),
    _lie(
        "metadata-stripped",
        "all metadata gone",
        "no nbgrader settings, no ids but one",
        lambda d: [
            c.update(metadata={})
            for c in d["cells"]
            if c["metadata"].get("nbgrader", {}).get("grade_id", "").startswith("total")
            and c["metadata"]["nbgrader"]["grade"]
        ],
    ),
    _lie(
        "outputs-forged",
        "outputs of a passing run",
        "full marks printed, displayed and returned beforehand",
        _each_test(lambda node: node.update(outputs=[_PASSED], execution_count=99)),
    ),
    _lie("result-forged", "a result of its own", "writes coursegrader's own record into the metadata", _forged_result),
    _lie(
        "comments-forged",
        "a teacher's comment and score",
        "comment, manual score and adjustments in nbgrader's settings",
        _settings(comment="Full marks.", score=10, manual_score=10, auto_score=10, extra_credit=10, adjusted=True),
    ),
    _lie("schema-0", "schema version 0", "an old version whose migration resets the cell", _settings(schema_version=0)),
    _lie(
        "schema-99",
        "schema version 99",
        "a version from the future, on which nbgrader stops",
        _settings(schema_version=99),
    ),
    _lie("schema-text", "schema version 'x'", "a version that cannot be compared", _settings(schema_version="x")),
    _lie(
        "duplicate-ids", "grade ids more than once", "an easy test under the hard one's id, a second answer", _duplicate
    ),
    _lie("swapped", "cells swapped and reversed", "the settings of the two exercises changed over", _swap),
    _lie("bonus", "exercises of its own", "a thousand points for a cell that the instructor never wrote", _bonus),
    _lie("ids-borrowed", "ids on other kinds of cells", "the answer graded, the test as a text with points", _renamed),
    _lie(
        "shell-kernel", "a shell as kernel", "kernelspec and language of another interpreter, with its own argv", _shell
    ),
    _lie(
        "grade-id-types",
        "ids of other types",
        "numbers, lists and objects where ids should be",
        lambda d: d["cells"].append(cell("code", "odd", "1", grade=True, points="10", grade_id=["total"]) | {"id": 17}),
    ),
    _lie(
        "execution-counts",
        "odd execution counts",
        "negative, huge and textual counts, so that a cell seems to have run",
        _each_test(lambda node: node.update(execution_count=-(10**30))),
    ),
    _lie(
        "plain-tags",
        "tags on nbgrader's own test cells",
        "raises-exception on a test that fails",
        _each_test(lambda node: node["metadata"].update(tags=["raises-exception", "skip-execution"])),
        "plain",
    ),
    _lie(
        "plain-test-replaced",
        "nbgrader's own test replaced",
        "`pass` and a passing output",
        _each_test(lambda node: node.update(source="pass", outputs=[_PASSED], execution_count=3)),
        "plain",
    ),
    _lie(
        "plain-points",
        "points of nbgrader's own test",
        "raised, NaN, unlocked",
        _settings(points=1e9, locked=False),
        "plain",
    ),
    _lie(
        "plain-duplicate",
        "nbgrader's own test twice",
        "the second one passes",
        lambda d: d["cells"].append(cell("code", "again", "10", grade=True, points=10, grade_id="square", locked=True)),
        "plain",
    ),
    Attack(
        "plain-hidden-block",
        "notebook",
        "nbgrader's hidden block printed",
        "a later cell prints the history, to show the hidden test to the learner",
        typed(
            first="got('armed')",
            last=code("""
        print(In)
        print(get_ipython().history_manager.input_hist_raw)
        raise ValueError(In)
"""),
            assignment="plain",
        ),
        deserved=_PLAIN_DESERVED,
    ),
    Attack(
        "plain-errors-unshown",
        "notebook",
        "nbgrader's own test with errors unshown",
        "showtraceback replaced, so that a failing test leaves no trace in its outputs",
        typed(
            code("""
        from IPython.core.interactiveshell import InteractiveShell
        InteractiveShell.showtraceback = lambda *a, **k: None
"""),
            first="got('armed')",
            assignment="plain",
        ),
        deserved=_PLAIN_DESERVED,
    ),
)
