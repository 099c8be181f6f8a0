"""Whatever happened to a notebook on the way: it is rebuilt, nothing of the learner's is lost, and only the teacher's
tests count."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coursegrader.errors import BadSubmission
from coursegrader.grader_side.rebuild import rebuild
from coursegrader.grader_side.submitted_notebook import read_submitted
from tests.damaged_notebooks import (
    ALL,
    ANSWERS,
    TEMPLATE,
    Document,
    index_of,
    node_of,
    outcome,
    released,
    solved,
    stripped,
)
from tests.tiny_course import cell, notebook

QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
CODE = ("double_answer", "triple_answer")
TESTS = ("double", "triple", "word")
# the instructor's programs that are nobody's exercise: a learner may delete them
PROGRAMS = {number for number, given in enumerate(TEMPLATE) if given.cell_type == "code" and not given.grade_id}
Draw = Callable[[st.SearchStrategy[Any]], Any]


def own_lines(document: Document) -> set[str]:
    """Every line that the learner wrote."""
    given_lines = {line.strip() for node in released()["cells"] for line in node["source"].split("\n")}
    lines = {line.strip() for node in document["cells"] for line in node["source"].split("\n")}
    return lines - given_lines - {"", "```", "```python"}


def anywhere(document: Document, draw: Draw) -> int:
    """A place for a cell, but not between the halves of one that was split."""
    cells = document["cells"]
    places = [i for i in range(len(cells) + 1) if i == len(cells) or not cells[i]["id"].startswith("half-")]
    return int(draw(st.sampled_from(places)))


# ---- damages that must cost nothing, each to one exercise


def keep(document: Document, name: str, draw: Draw) -> None:
    """No damage."""


def copy_left_blank(document: Document, name: str, draw: Draw) -> None:
    blank = copy.deepcopy(node_of(document, name)) | {"id": f"copy-{name}"}
    blank["source"] = node_of(released(), name)["source"]
    document["cells"].insert(index_of(document, name) + draw(st.integers(0, 1)), blank)


def same_copy(document: Document, name: str, draw: Draw) -> None:
    again = copy.deepcopy(node_of(document, name)) | {"id": f"copy-{name}"}
    document["cells"].insert(anywhere(document, draw), again)


def split(document: Document, name: str, draw: Draw) -> None:
    node = node_of(document, name)
    lines = node["source"].split("\n")
    at = draw(st.integers(1, len(lines) - 1))
    half = copy.deepcopy(node) | {"id": f"half-{name}", "source": "\n".join(lines[at:])}
    if draw(st.booleans()):
        half["metadata"] = {}
    node["source"] = "\n".join(lines[:at])
    document["cells"].insert(index_of(document, name) + 1, half)


def merge_with_test(document: Document, name: str, draw: Draw) -> None:
    test = document["cells"].pop(index_of(document, name.removesuffix("_answer")))
    document["cells"].insert(index_of(document, name) + 1, test)
    at = index_of(document, name)
    upper, lower = document["cells"][at : at + 2]
    kept = draw(st.sampled_from([upper, lower]))
    kept["source"] = upper["source"] + "\n\n" + lower["source"]
    document["cells"][at : at + 2] = [kept]


def move(document: Document, name: str, draw: Draw) -> None:
    node = document["cells"].pop(index_of(document, name))
    document["cells"].insert(anywhere(document, draw), node)


def retype(document: Document, name: str, draw: Draw) -> None:
    node = node_of(document, name)
    node["cell_type"] = draw(st.sampled_from(["markdown", "raw"]))
    if draw(st.booleans()):
        node["source"] = f"```python\n{node['source']}\n```"


def into_new_cell(document: Document, name: str, draw: Draw) -> None:
    node = node_of(document, name)
    new = cell("code", f"mine-{name}", node["source"])
    at = index_of(document, name)
    if draw(st.booleans()):
        document["cells"][at] = new
    else:
        node["source"] = node_of(released(), name)["source"]
        document["cells"].insert(anywhere(document, draw), new)


def lose_test(document: Document, name: str, draw: Draw) -> None:
    del document["cells"][index_of(document, name.removesuffix("_answer"))]


def repeat_test(document: Document, name: str, draw: Draw) -> None:
    test = copy.deepcopy(node_of(document, name.removesuffix("_answer"))) | {"id": f"again-{name}"}
    document["cells"].insert(anywhere(document, draw), test)


def lie(document: Document, name: str, draw: Draw) -> None:
    for node in document["cells"]:
        node["metadata"].get("nbgrader", {}).update(points=99, grade=draw(st.booleans()), solution=draw(st.booleans()))
        node["metadata"]["tags"] = ["skip-execution", "instructor-only"]


MENDED = [
    keep, copy_left_blank, same_copy, split, merge_with_test, move, retype, into_new_cell, lose_test, repeat_test, lie,
]  # fmt: skip


def add_cells(document: Document, draw: Draw) -> None:
    for number in range(draw(st.integers(0, 3))):
        new = draw(
            st.sampled_from(
                [
                    cell("markdown", f"note-{number}", f"my note {number}"),
                    cell("code", f"try-{number}", f"tried_{number} = {number}"),
                    cell("raw", f"raw-{number}", f"put away {number}"),
                ]
            )
        )
        document["cells"].insert(anywhere(document, draw), copy.deepcopy(new))


@QUICK
@given(st.data())
def test_what_can_be_mended_costs_nothing(data: st.DataObject) -> None:
    document = solved()
    for name in CODE:
        data.draw(st.sampled_from(MENDED))(document, name, data.draw)
    result = outcome(document)
    assert result.passed == ALL, [repair.what for repair in result.rebuilt.repairs]
    assert {name: text.split() for name, text in result.answers.items()} == {
        name: text.split() for name, text in ANSWERS.items()
    }
    assert not own_lines(document) - {line.strip() for line in result.text.split("\n")}


@QUICK
@given(st.data())
def test_nor_does_it_where_all_marks_are_lost(data: st.DataObject) -> None:
    document = solved()
    one_of = [damage for damage in MENDED if damage not in (retype, lie)]
    data.draw(st.sampled_from(one_of))(document, data.draw(st.sampled_from(CODE)), data.draw)
    document = stripped(document, ids=data.draw(st.booleans()))
    result = outcome(document)
    assert result.passed == ALL, [repair.what for repair in result.rebuilt.repairs]
    assert {name: text.split() for name, text in result.answers.items()} == {
        name: text.split() for name, text in ANSWERS.items()
    }


TEXTS = st.sampled_from(
    [
        "",
        "x = (",
        "    return 1",
        "def double(x):\n    return 0",
        "def triple(x):\n    pass  # I shall think about this one",
        "assert True",
        "%%bash\nls",
        "raise NotImplementedError()",
        "# YOUR CODE HERE\nraise NotImplementedError()",
        "YOUR ANSWER HERE",
        "word = double(triple(2))",
        "<<<<<<< HEAD\nword = 'a'\n=======\nword = 'b'\n>>>>>>> theirs",
        "assert double(2) == 4",
        "\ud800\x00\x0c",
        "def f():\n\treturn LIMIT\n        return 2",
    ]
)
IDS = st.sampled_from(["", "double_answer", "triple_answer", "double", "triple", "given", "essay", "unknown"])
KINDS = st.sampled_from(["code", "markdown", "raw", "heading", None, 7])


@st.composite
def nodes(draw: Draw) -> Any:
    number = draw(st.integers(0, 9))
    if number == 0:
        return draw(st.sampled_from([None, 3, "cell", [], {}, {"cell_type": "code"}, {"source": 5}]))
    mark = draw(IDS)
    node: dict[str, Any] = cell("code", draw(st.sampled_from(["a", "id-double_answer", "use"])), draw(TEXTS))
    node["cell_type"] = draw(KINDS)
    if number == 1:
        node["source"] = [node["source"], 4, None]
    if mark:
        node["metadata"]["nbgrader"] = {"grade_id": mark, "grade": draw(st.booleans()), "points": float("nan")}
    return node


def jumble(document: Document, draw: Draw) -> None:
    """Any number of steps that make no sense."""
    for _ in range(draw(st.integers(1, 12))):
        cells = document["cells"]
        at = draw(st.integers(0, len(cells) - 1)) if cells else 0
        step = draw(st.integers(0, 5))
        if step == 0 or not cells:
            cells.insert(at, draw(nodes()))
        elif step == 1:
            cells.insert(draw(st.integers(0, len(cells))), cells.pop(at))
        elif step == 2:
            cells.insert(draw(st.integers(0, len(cells))), copy.deepcopy(cells[at]))
        elif step == 3 and isinstance(cells[at], dict):
            cells[at]["metadata"] = draw(st.sampled_from([{}, None, [], {"nbgrader": None}, {"tags": [1]}]))
        elif step == 4 and isinstance(cells[at], dict):
            cells[at].pop(draw(st.sampled_from(["id", "source", "cell_type", "outputs", "metadata"])), None)
        elif step == 5 and isinstance(cells[at], dict) and len(cells) > at + 1 and isinstance(cells[at + 1], dict):
            below = cells.pop(at + 1)
            cells[at]["source"] = f"{cells[at].get('source')}\n{below.get('source')}"


@QUICK
@given(st.data())
def test_no_damage_stops_it_or_loses_text_or_changes_a_test(data: st.DataObject) -> None:
    document = data.draw(st.sampled_from([solved, released]))()
    add_cells(document, data.draw)
    jumble(document, data.draw)
    submitted = read_submitted(json.dumps(document).encode(), "work.ipynb").cells
    rebuilt = rebuild("work", TEMPLATE, submitted)
    fixed = [cell.source for cell in TEMPLATE if cell.grade_id and not cell.is_solution]
    assert [c.source for c, a in zip(rebuilt.cells, rebuilt.added, strict=True)
            if not a and c.grade_id and not c.is_solution] == fixed  # fmt: skip
    assert [c.grade_id for c, a in zip(rebuilt.cells, rebuilt.added, strict=True) if not a] == [
        c.grade_id for number, c in enumerate(TEMPLATE) if number not in rebuilt.left_out
    ]
    assert not any(TEMPLATE[number].grade_id for number in rebuilt.left_out)
    assert not any(c.metadata for c, a in zip(rebuilt.cells, rebuilt.added, strict=True) if a)
    there = {line.strip() for c in rebuilt.cells for line in c.source.split("\n")}
    marks = ("<<<<<<<", "=======", ">>>>>>>")
    written = {line.strip() for c in submitted for line in c.source.split("\n") if not line.startswith(marks)}
    known = {line.strip() for node in released()["cells"] for line in node["source"].split("\n")}
    nearly = ("assert", "NotImplemented", "YOUR CODE")  # a line that is nearly the teacher's is nobody's loss
    lost = {line for line in written - there - known - {""} if not any(word in line for word in nearly)}
    assert not lost, [repair.what for repair in rebuilt.repairs]


@QUICK
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-16")), st.integers(0, 3000))
def test_a_file_of_any_bytes_is_read_or_refused_in_one_line(junk: bytes, at: int) -> None:
    whole = json.dumps(solved(), indent=1).encode()
    for content in (junk, whole[:at] + junk, whole[:at] + junk + whole[at:]):
        try:
            cells = read_submitted(content, "work.ipynb").cells
        except BadSubmission as error:
            said = str(error)
        else:
            assert len(rebuild("work", TEMPLATE, cells).cells) >= len(TEMPLATE) - len(PROGRAMS)
            continue
        assert said.startswith("work.ipynb: ") and "\n" not in said


def test_an_empty_notebook_is_rebuilt() -> None:
    result = outcome(notebook())
    assert not result.passed and result.rebuilt.left_out == PROGRAMS
    assert len(result.rebuilt.cells) == len(TEMPLATE) - len(PROGRAMS)
    assert {repair.cell for repair in result.rebuilt.repairs} == {*ANSWERS, *TESTS, "given"}
