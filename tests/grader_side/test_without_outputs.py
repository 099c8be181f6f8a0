"""Large notebook files lose their outputs before they are parsed."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from coursegrader.grader_side.submitted_notebook import read_submitted
from coursegrader.grader_side.without_outputs import without_outputs

STREAM = {"output_type": "stream", "name": "stdout", "text": ['a "quoted" \\ [ {\n', "]}\n"]}
PICTURE = {"output_type": "display_data", "data": {"image/png": "A" * 1000}, "metadata": {"outputs": [1]}}


def code(source: str, outputs: list[Any]) -> dict[str, Any]:
    return {"cell_type": "code", "id": "x", "metadata": {}, "outputs": outputs, "source": source}


SPEAKS_OF_THEM = 'x = {"outputs": [1, 2]}\nprint("\\"outputs\\": [")'
CELLS = [code(SPEAKS_OF_THEM, [STREAM, PICTURE]), code("y", []), {"cell_type": "markdown", "source": ['"outputs": [']}]
DOCUMENTS = {
    "format 4": {"cells": CELLS, "metadata": {}, "nbformat": 4},
    "format 3": {"worksheets": [{"cells": CELLS}], "nbformat": 3},
    "contents model": {"content": {"cells": CELLS, "nbformat": 4}, "type": "notebook"},
}


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("kind", DOCUMENTS)
def test_nothing_but_outputs_is_dropped(kind: str, indent: int | None) -> None:
    content = json.dumps(DOCUMENTS[kind], indent=indent).encode()
    slim = without_outputs(content)
    expected = json.loads(content)
    holder = expected.get("content") or (expected["worksheets"][0] if "worksheets" in expected else expected)
    for cell in holder["cells"]:
        if "outputs" in cell:
            cell["outputs"] = []
    assert json.loads(slim) == expected


def test_wherever_a_file_is_cut_off_the_same_cells_are_read() -> None:
    content = json.dumps(DOCUMENTS["format 4"], indent=1).encode()
    for end in range(content.index(b'"y"') + 10, len(content)):
        cells = read_submitted(without_outputs(content[:end]), "work").cells
        assert [cell.source for cell in cells] == [
            cell.source for cell in read_submitted(content[:end], "work").cells
        ], end


@pytest.mark.parametrize("content", [b"", b"]]]]", b'{"outputs": [', b'"', b'{"a": [{"outputs": [1, "\\', b"\xff" * 9])
def test_whatever_is_in_a_file_this_comes_to_an_end(content: bytes) -> None:
    assert len(without_outputs(content)) <= len(content) + 2


def test_what_is_no_notebook_costs_little_time() -> None:
    for content in (b"[" * 5_000_000, b'"",' * 5_000_000, b'{"a":' * 5_000_000, b'"' + b"\\" * 5_000_000):
        began = time.process_time()
        assert without_outputs(content) == content
        assert time.process_time() - began < 20


def test_an_unusual_encoding_is_left_alone() -> None:
    content = json.dumps(DOCUMENTS["format 4"]).encode("utf-16")
    assert without_outputs(content) == content
