"""A graded notebook on its way to ``autograded/`` is what nbgrader's own steps would have made of it."""

from __future__ import annotations

import copy
import json
from typing import Any

import nbformat
import pytest
from nbgrader.preprocessors import LimitOutput
from nbgrader.utils import compute_checksum

from coursegrader.nbgrader_plugins.graded_notebook import OutputRules, finish, limit_output, notebook_bytes
from coursegrader.nbgrader_plugins.scoring import Score, checksum
from tests.course_factory import code, markdown, notebook, plain_notebook


def stream(text: str, name: str = "stdout") -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": text}


def traceback(lines: int) -> dict[str, Any]:
    return {"output_type": "error", "ename": "E", "evalue": "", "traceback": [f"line {n}" for n in range(lines)]}


def graded(*outputs: dict[str, Any], rule: str = "nbgrader") -> dict[str, Any]:
    cell = code("check", "check()", grade=True, locked=True, points=4, grade_id="check")
    cell["metadata"]["coursegrader"] = {"rule": rule, "score": 3.0, "max_score": 4.0, "tests": []}
    cell |= {"outputs": list(outputs), "execution_count": 1}
    return cell


@pytest.mark.parametrize(
    "outputs",
    [
        [stream("a\nb\nc")],
        [stream("a\n" * 20), stream("dropped"), traceback(3)],
        [stream("a\n" * 9), stream("b\n" * 9), stream("c")],
        [traceback(30)],
        [traceback(9), stream("x", "stderr")],
    ],
)
@pytest.mark.parametrize(("lines", "traces"), [(10, 7), (-1, -1), (1, 2)])
def test_outputs_are_shortened_as_nbgrader_does(outputs: list[dict[str, Any]], lines: int, traces: int) -> None:
    theirs = nbformat.from_dict(graded(*copy.deepcopy(outputs)))
    theirs, _ = LimitOutput(max_lines=lines, max_traceback=traces).preprocess_cell(theirs, {}, 0)
    mine = graded(*outputs)
    limit_output(mine, OutputRules(max_lines=lines, max_traceback=traces))
    assert mine == json.loads(json.dumps(theirs))


def test_the_file_is_what_nbformat_reads_and_has_lines() -> None:
    cells = [code("a", "x = 1\ny = '\u2028ü'\n"), markdown("b", "# Title\n\ntext"), graded(stream("1\n2\n"))]
    document = notebook(*cells)
    content = notebook_bytes(document)
    read = nbformat.reads(content.decode(), as_version=4)
    nbformat.validate(read)
    assert json.loads(json.dumps(read)) == document
    assert json.loads(content)["cells"][0]["source"] == document["cells"][0]["source"].splitlines(True)
    assert content.count(b"\n") >= len(cells)
    assert nbformat.reads(notebook_bytes(notebook()).decode(), as_version=4).cells == []


@pytest.mark.parametrize("cell", plain_notebook()["cells"][1:], ids=lambda cell: str(cell["id"]))
def test_checksums_are_nbgraders(cell: dict[str, Any]) -> None:
    assert checksum(cell) == compute_checksum(nbformat.from_dict(cell))


def test_a_notebook_is_scored_before_its_outputs_are_cleaned() -> None:
    value = {"output_type": "execute_result", "data": {"text/plain": "1.5"}, "metadata": {}, "execution_count": 1}
    script = {"output_type": "display_data", "data": {"text/html": "<script>alert(1)</script><b>x</b>"}, "metadata": {}}
    document = notebook(graded(stream("careful", "stderr"), script, value))
    found = finish(document, OutputRules(ignored_stderr="caref"))
    assert found.scores == {"check": Score(1.5, 4.0)}
    (cell,) = document["cells"]
    texts = json.dumps(cell["outputs"])
    assert "careful" not in texts and "script" not in texts
    assert "1.5 / 4 points" in texts
