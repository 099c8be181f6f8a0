"""Reading what a learner handed in, damaged or not."""

from __future__ import annotations

import json
from typing import Any

import pytest

from coursegrader.errors import BadSubmission
from coursegrader.grader_side.kept_text import LEAD
from coursegrader.grader_side.submitted_notebook import MAX_TEXT, SubmittedNotebook, read_submitted
from tests.damaged_notebooks import solved
from tests.tiny_course import cell, notebook

WHOLE = json.dumps(solved(), indent=1, ensure_ascii=False)


def read(content: str | bytes | dict[str, Any]) -> SubmittedNotebook:
    if isinstance(content, dict):
        content = json.dumps(content)
    return read_submitted(content.encode() if isinstance(content, str) else content, "work.ipynb")


def texts(content: str | bytes | dict[str, Any]) -> list[str]:
    return [cell.source for cell in read(content).cells]


@pytest.mark.parametrize(
    "content",
    [
        WHOLE.encode("utf-8-sig"),
        WHOLE.encode("utf-16"),
        WHOLE.encode("utf-16-le"),
        WHOLE.encode("utf-32"),
        WHOLE.replace("\n", "\r\n").encode(),
        ("\n\n" + WHOLE + "\n\0\0").encode(),
        json.dumps({"type": "notebook", "content": json.loads(WHOLE)}).encode(),
    ],
    ids=["bom", "utf-16", "utf-16 without mark", "utf-32", "crlf", "padded", "contents model"],
)
def test_every_way_to_store_the_same_notebook_is_read_without_a_word(content: bytes) -> None:
    assert read(content) == read(WHOLE) and not read(content).mended


def test_lines_end_in_one_way() -> None:
    assert texts(notebook(cell("code", "x", "a = 1\r\nb = 2\rc = 3"))) == ["a = 1\nb = 2\nc = 3"]


def test_numbers_that_are_not_in_json_are_read() -> None:
    content = WHOLE.replace('"points": 4', '"points": NaN').replace('"points": 2', '"points": -Infinity')
    assert read(content).cells[5].points != 4 and texts(content) == texts(WHOLE)


def test_what_is_missing_in_a_cell_is_empty() -> None:
    nodes: list[Any] = [{}, {"cell_type": "code"}, {"cell_type": "code", "source": ["a\n", "b"]}, {"source": 3}]
    cells = read({"cells": nodes, "nbformat": 4}).cells
    assert [(c.cell_type, c.source) for c in cells] == [("raw", ""), ("code", ""), ("code", "a\nb"), ("raw", "")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (WHOLE + "}\n]trailing", "behind the end of the notebook"),
        (WHOLE.replace("hello", "h\xe9llo").encode("latin-1"), "not in UTF-8"),
        ({"cells": [None, 3, cell("code", "x", "1")], "nbformat": 4}, "2 entries of its list of cells were no cells"),
        ({"cells": [cell("code", "x", "1")]}, "old or unknown format (version unknown)"),
        ({"cells": [cell("code", "x", "1")], "nbformat": 5}, "old or unknown format (version 5)"),
        ({"worksheets": [{"cells": [{"cell_type": "code", "input": "1"}]}], "nbformat": 3}, "(version 3)"),
    ],
    ids=range(6),
)
def test_what_is_mended_is_told(content: Any, said: str) -> None:
    notebook = read(content)
    (told,) = notebook.mended
    assert said in told and notebook.cells


def test_older_formats_keep_their_text() -> None:
    nodes = [
        {"cell_type": "heading", "level": 2, "source": ["A ", "title"]},
        {"cell_type": "html", "source": "<b>x</b>"},
        {"cell_type": "code", "input": ["a = 1\n", "b = 2"], "language": "python"},
    ]
    cells = read({"nbformat": 3, "worksheets": [{"cells": nodes[:2]}, {"cells": nodes[2:]}, None]}).cells
    assert [(c.cell_type, c.source) for c in cells] == [
        ("markdown", "## A title"),
        ("markdown", "<b>x</b>"),
        ("code", "a = 1\nb = 2"),
    ]


def test_of_a_file_that_is_cut_off_the_whole_cells_are_read() -> None:
    at = WHOLE.index("triple-story")
    line = WHOLE.count("\n", 0, at) + 1
    notebook = read(WHOLE[:at])
    assert [c.source for c in notebook.cells] == texts(WHOLE)[:7]
    assert notebook.mended == (
        f"the file is damaged: it is cut off at line {line}; the 7 cells in front of that line were graded",
    )


def test_of_a_file_that_is_broken_in_the_middle_the_cells_before_are_read() -> None:
    broken = WHOLE.replace('"id": "use",', '"id" "use",')
    assert len(read(broken).cells) == 6 and "it is broken at line" in read(broken).mended[0]


def test_of_an_unfinished_merge_in_the_file_one_version_is_read() -> None:
    old, new = json.dumps("word = 'a'"), json.dumps("word = 'b'")
    text = json.dumps(notebook(cell("code", "x", "word = 'a'")), indent=1)
    both = f'   "source": {old},\n=======\n   "source": {new},\n'
    line = f'   "source": {old},\n'
    assert line in text
    merged = text.replace(line, f"<<<<<<< HEAD\n{both}>>>>>>> theirs\n")
    assert texts(merged) == ["word = 'a'"] and "unfinished merge (line" in read(merged).mended[0]
    only_lower = merged.replace(old, "oops")
    assert texts(only_lower) == ["word = 'b'"] and "the lower version" in read(only_lower).mended[0]
    with pytest.raises(BadSubmission, match="is the mark of an unfinished merge"):
        read(only_lower.replace(new, "oops"))


def test_of_an_unfinished_merge_in_a_cell_a_version_that_runs_is_taken_and_both_are_kept() -> None:
    text = "x = 1\n<<<<<<< HEAD\ny = (\n=======\ny = 2\n>>>>>>> abc123\nz = 3"
    document = notebook(cell("code", "x", text))
    cells = read(document).cells
    assert [(c.cell_type, c.source) for c in cells] == [
        ("code", "x = 1\ny = 2\nz = 3"),
        ("markdown", f"{LEAD}\n\n```python\n{text}\n```"),
    ]
    assert "cell 1 holds an unfinished merge" in read(document).mended[0]
    quoted = 'text = """\n<<<<<<< HEAD\n=======\n>>>>>>> x\n"""'
    assert texts(notebook(cell("code", "x", quoted))) == [quoted]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"\0\0\0\0\0", "the file is empty"),
        (b"\xff\xfe\x00", "not valid JSON"),
        (b"print('hello')\n", "not valid JSON: it is cut off at line 1"),
        (b"<!DOCTYPE html>\n<html>", "this is a web page"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[]", "no list of cells"),
        (b'"text"', "no list of cells"),
        (b'{"cells": 3, "nbformat": 4}', "no list of cells"),
        (b'{"cells": [\n{"sour', "not valid JSON: it is cut off at line 2"),
        (b'{"cells": [' + b"{}," * 5000 + b'{}], "nbformat": 4}', "more than 5000 cells"),
        (b'{"cells": ' + b"9" * 10_000 + b"}", "not valid JSON"),
    ],
    ids=range(12),
)
def test_what_cannot_be_graded_is_refused_in_one_line(content: bytes, said: str) -> None:
    with pytest.raises(BadSubmission, match=said) as caught:
        read(content)
    assert str(caught.value).startswith("work.ipynb: ") and "\n" not in str(caught.value)


def test_one_cell_that_is_too_long_costs_no_other() -> None:
    submitted = read(
        notebook(cell("code", "a", "a = 1"), cell("code", "b", "x" * (MAX_TEXT + 1)), cell("code", "c", "c"))
    )
    assert [cell.source for cell in submitted.cells] == [
        "a = 1",
        "# The text of this cell was too long, and was left out.",
        "c",
    ]
    assert [note.split(";")[0] for note in submitted.mended] == ["cell 2 is too long (4.0 MiB of text)"]
