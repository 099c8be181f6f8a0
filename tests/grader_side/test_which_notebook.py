"""Finding out which submitted file is which notebook."""

from __future__ import annotations

import json
from typing import Any

import pytest

from coursegrader.errors import BadSubmission
from coursegrader.grader_side.attempt import Attempt
from coursegrader.grader_side.notebook import read_cells
from coursegrader.grader_side.which_notebook import Matched, match_notebooks
from tests.damaged_notebooks import MY_DOUBLE, TEMPLATE, released, solved, stripped
from tests.tiny_course import answer, cell, check, notebook

OTHER = notebook(cell("markdown", "hi", "# Other"), answer("area", "def area(r):\n    return r"), check("area", 1))
LAB = notebook(cell("markdown", "lab", "# A lab without points"), cell("code", "play", "figure()"))
TEMPLATES = {name: read_cells(json.dumps(d).encode(), name) for name, d in (("other", OTHER), ("lab", LAB))} | {
    "work": TEMPLATE
}


def match(left_out: dict[str, str] | None = None, **files: Any) -> Matched:
    contents = {f"{n}.ipynb": d if isinstance(d, bytes) else json.dumps(d).encode() for n, d in files.items()}
    return match_notebooks(TEMPLATES, Attempt(contents, left_out=left_out or {}), "week")


def first(matched: Matched, name: str) -> str:
    return matched.cells[name][0].source


def test_notebooks_are_found_by_their_names() -> None:
    matched = match(work=solved(), other=OTHER, lab=LAB)
    assert set(matched.cells) == {"work", "other", "lab"} and not matched.repairs and not matched.others


def test_a_renamed_notebook_is_found_by_what_is_in_it_even_without_marks() -> None:
    for document in (solved(), stripped(solved())):
        matched = match(my_homework=document)
        assert set(matched.cells) == {"work"}
        assert [r.what for r in matched.repairs] == [
            "it was handed in as my_homework.ipynb, and found by what is in it"
        ]


def test_notebooks_whose_names_were_swapped_are_told_apart() -> None:
    matched = match(work=OTHER, other=solved())
    assert first(matched, "other") == "# Other" and first(matched, "work").startswith("# Numbers")
    assert {repair.notebook for repair in matched.repairs} == {"work", "other"}


def test_of_two_versions_the_one_with_the_name_is_graded() -> None:
    matched = match(work=solved(), **{"work-Copy1": solved()})
    (told,) = matched.repairs
    assert told.what == "there was a second version of it, work-Copy1.ipynb, which was not graded"


def test_but_not_if_it_is_blank_or_cannot_be_read() -> None:
    for first_version in (released(), b"{"):
        matched = match(work=first_version, **{"work-Copy1": solved()})
        assert any(c.source == MY_DOUBLE for c in matched.cells["work"])
    assert [*matched.others] == ["work"] and not matched.reasons


def test_one_notebook_that_cannot_be_read_does_not_keep_the_others_from_being_graded() -> None:
    matched = match(work=b'{"cells": [\n', other=OTHER)
    assert set(matched.cells) == {"other"} and "cut off at line" in matched.reasons["work"]


def test_a_notebook_that_was_left_out_has_its_reason() -> None:
    matched = match({"work.ipynb": "work.ipynb: not a plain file; hand it in again"}, other=OTHER)
    assert matched.reasons == {"work": "work.ipynb: not a plain file; hand it in again"}


def test_files_that_are_no_notebook_of_the_assignment_are_told() -> None:
    matched = match(work=solved(), scratch=notebook(cell("code", "z", "nothing = 0")))
    assert matched.others == {
        "scratch": "scratch.ipynb: not a notebook of the assignment 'week'; check what you hand in"
    }
    assert [p.where for p in matched.problems(Attempt({}, left_out={"link": "link: not a plain file"}))] == [
        "scratch",
        "link",
    ]


def test_an_attempt_without_any_is_refused() -> None:
    with pytest.raises(BadSubmission, match="not a notebook of the assignment 'week'"):
        match(scratch=notebook(cell("code", "z", "nothing = 0")))
    with pytest.raises(BadSubmission, match="not a plain file"):
        match({"work.ipynb": "work.ipynb: not a plain file"})


@pytest.mark.parametrize("path", ["mine/work.ipynb", "work.IPYNB"])
def test_a_notebook_where_none_is_looked_for_is_named(path: str) -> None:
    files = {"data.csv": b"1", path: json.dumps(solved()).encode()}
    with pytest.raises(BadSubmission, match=f"{path}: not where notebooks are graded"):
        match_notebooks(TEMPLATES, Attempt(files), "week")


@pytest.mark.parametrize("name", ["work", "Work", "work (1)", "work-Copy1"])
def test_a_notebook_in_which_nothing_is_known_any_more_is_the_one_of_its_name(name: str) -> None:
    mine = notebook(cell("markdown", "z", "An essay about rivers."))
    matched = match(other=OTHER, **{name: mine})
    assert set(matched.cells) == {"work", "other"} and not matched.others
    assert [r.what for r in matched.repairs] == [
        f"nothing in {name}.ipynb is known to us any more; it was graded because of its name"
    ]


def test_an_empty_notebook_is_the_one_of_its_name() -> None:
    matched = match(work=notebook())
    assert matched.cells == {"work": ()} and not matched.repairs


def test_but_not_where_there_is_a_better_one_or_it_is_another_assignments() -> None:
    scratch = notebook(cell("code", "z", "nothing = 0"))
    matched = match(work=scratch, my_homework=solved())
    assert any(c.source == MY_DOUBLE for c in matched.cells["work"]) and set(matched.others) == {"work"}
    matched = match(other=OTHER, work=notebook(answer("unknown", "x = 1")))
    assert set(matched.cells) == {"other"} and "not a notebook of the assignment" in matched.reasons["work"]


def test_a_renamed_notebook_whose_tests_had_marks_of_the_courses_own_is_found() -> None:
    source = "assert area(1) == 1\n# SECRET\nassert area(2) == 4\n# PUBLIC"
    tests = {"a": check("a", 1, source), "b": check("b", 1, "1")}
    templates = {name: read_cells(json.dumps(notebook(test)).encode(), name) for name, test in tests.items()}
    mine = json.dumps(notebook(cell("code", "new", "assert area(1) == 1"))).encode()
    assert set(match_notebooks(templates, Attempt({"mine.ipynb": mine}), "week").cells) == {"a"}
