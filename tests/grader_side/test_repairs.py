"""Damages that learners' notebooks really have: what is graded all the same, and what the learner is told."""

from __future__ import annotations

import copy
import json
from itertools import pairwise

import pytest

from coursegrader.grader_side.notebook import read_cells
from coursegrader.grader_side.rebuild import rebuild
from coursegrader.grader_side.submitted_notebook import read_submitted
from tests.damaged_notebooks import (
    ALL,
    ANSWERS,
    MY_DOUBLE,
    MY_ESSAY,
    MY_TRIPLE,
    Document,
    Node,
    Outcome,
    index_of,
    node_of,
    outcome,
    released,
    run,
    solved,
    stripped,
)
from tests.tiny_course import answer, cell, check, notebook


def copy_of(document: Document, name: str, source: str) -> Node:
    return copy.deepcopy(node_of(document, name)) | {"id": "a-copy", "source": source}


def insert_after(document: Document, name: str, *nodes: Node) -> None:
    at = index_of(document, name) + 1
    document["cells"][at:at] = nodes


def unmark(document: Document, name: str) -> None:
    node_of(document, name)["metadata"] = {}


def is_whole(result: Outcome) -> bool:
    return result.passed == ALL and result.answers == ANSWERS


def code_of(result: Outcome) -> list[str]:
    return [cell.source for cell in result.rebuilt.cells if cell.cell_type == "code"]


def test_an_undamaged_notebook_is_left_alone() -> None:
    result = outcome(solved())
    assert is_whole(result) and result.rebuilt.repairs == () and not any(result.rebuilt.added)


def test_an_untouched_notebook_gets_nothing_and_no_remark() -> None:
    for document in (released(), stripped(released(), ids=False)):
        result = outcome(document)
        assert result.passed == frozenset()
        assert not any(result.told(name) for name in ANSWERS)


# ---- marks lost


@pytest.mark.parametrize("version", [0, 4, 5])
def test_a_notebook_that_another_program_saved_loses_nothing(version: int) -> None:
    document = stripped(solved()) | {"nbformat_minor": version}
    for number, node in enumerate(document["cells"]):
        node["metadata"] = {"id": f"colab{number}", "_uuid": "77", "vscode": {"languageId": "python"}}
        if version < 5:
            del node["id"]
        node["source"] = node["source"].split("\n")
        node["source"] = [line + "\n" for line in node["source"][:-1]] + node["source"][-1:]
    document["metadata"] = {"kernelspec": {"name": "julia"}, "kaggle": {"accelerator": "none"}}
    result = outcome(document)
    assert is_whole(result)
    (told,) = result.rebuilt.repairs
    assert (
        told.cell == "" and "8 cells had lost the marks" in told.what and "by their text and their place" in told.what
    )


def test_one_answer_without_its_mark_is_found_by_its_function() -> None:
    document = solved()
    unmark(document, "double_answer")
    node_of(document, "id-double_answer")["id"] = "new"
    result = outcome(document)
    assert is_whole(result)
    assert result.told("double_answer") == [
        "this cell had lost the mark by which we know it; it was found by its text and its place"
    ]


def test_cell_ids_that_occur_twice_confuse_nothing() -> None:
    document = solved()
    for node in document["cells"]:
        node["id"] = "same"
    assert is_whole(outcome(document)) and is_whole(outcome(stripped(document, ids=False)))


def test_points_flags_and_tags_are_put_back_without_a_word() -> None:
    document = solved()
    for node in document["cells"]:
        node["metadata"].get("nbgrader", {}).update(points=1000, grade=False, solution=True, locked=False, task=True)
        node["metadata"]["tags"] = ["skip-execution"]
    result = outcome(document)
    assert is_whole(result) and result.rebuilt.repairs == ()
    assert [c.points for c in result.rebuilt.cells if c.is_grade] == [4, 4, 2, 3]


# ---- copies


def test_of_a_filled_in_cell_and_a_blank_copy_the_filled_in_one_counts() -> None:
    for at_end in (False, True):
        document = solved()
        blank = copy_of(document, "double_answer", node_of(released(), "double_answer")["source"])
        document["cells"].insert(len(document["cells"]) if at_end else index_of(document, "double_answer"), blank)
        result = outcome(document)
        assert is_whole(result)
        assert result.told("double_answer") == [
            "this answer cell was there more than once; the one you filled in counts"
        ]


def test_of_two_filled_in_cells_the_later_one_counts_and_the_other_runs_before_it() -> None:
    document = solved()
    insert_after(document, "double_answer", copy_of(document, "double_answer", "def double(x):\n    return 2 * x"))
    result = outcome(document)
    assert result.answers["double_answer"] == "def double(x):\n    return 2 * x" and result.passed == ALL
    at = code_of(result).index(MY_DOUBLE)
    assert code_of(result)[at + 1] == "def double(x):\n    return 2 * x"
    assert "the last one that defines the answer counts" in result.told("double_answer")[0]


def test_a_later_copy_that_cannot_run_or_defines_nothing_does_not_count() -> None:
    for text in ("def double(x)\n    return", "double(21)"):
        document = solved()
        document["cells"].append(copy_of(document, "double_answer", text))
        result = outcome(document)
        assert is_whole(result) and text in code_of(result)


def test_an_equal_copy_counts_once() -> None:
    document = solved()
    document["cells"].append(copy_of(document, "double_answer", MY_DOUBLE))
    result = outcome(document)
    assert is_whole(result) and code_of(result).count(MY_DOUBLE) == 1
    assert (
        result.told("double_answer")[0]
        == "this answer cell was there more than once, with the same text; it counts once"
    )


def test_a_cell_that_was_copied_to_start_the_next_exercise_answers_that_one() -> None:
    document = solved()
    node_of(document, "triple_answer")["metadata"]["nbgrader"]["grade_id"] = "double_answer"
    result = outcome(document)
    assert is_whole(result)
    assert result.told("triple_answer") == ["your answer stood in another cell; it has been put into this one"]


def test_answers_in_one_anothers_cells_are_exchanged() -> None:
    document = solved()
    one, other = node_of(document, "double_answer"), node_of(document, "triple_answer")
    one["source"], other["source"] = other["source"], one["source"]
    assert is_whole(outcome(document))


# ---- split and merged


@pytest.mark.parametrize("marked", [True, False])
@pytest.mark.parametrize("cuts", [(1,), (2,), (3,), (1, 3), (1, 2, 3)])
def test_a_split_answer_is_put_together(marked: bool, cuts: tuple[int, ...]) -> None:
    document = solved()
    lines = MY_DOUBLE.split("\n")
    bounds = [0, *cuts, len(lines)]
    first, *others = ["\n".join(lines[a:b]) for a, b in pairwise(bounds)]
    halves = [copy_of(document, "double_answer", text) | {"id": f"half-{i}"} for i, text in enumerate(others)]
    node_of(document, "double_answer")["source"] = first
    for half in halves if not marked else []:
        half["metadata"] = {}
    insert_after(document, "double_answer", *halves)
    for damaged in (document, stripped(document)):
        result = outcome(damaged)
        assert is_whole(result)
        assert "this answer cell was split; its parts have been put together again" in result.told("double_answer")


def test_a_helper_split_off_the_answer_stays_with_it() -> None:
    document = solved()
    node_of(document, "double_answer")["source"] = "def twice(x):\n    return 2 * x"
    insert_after(document, "double_answer", copy_of(document, "double_answer", "def double(x):\n    return twice(x)"))
    result = outcome(document)
    assert result.passed == ALL
    assert "def twice" in result.answers["double_answer"] and "def double" in result.answers["double_answer"]


@pytest.mark.parametrize("mark", ["double_answer", "double", ""])
def test_an_answer_merged_with_its_test_is_taken_apart(mark: str) -> None:
    document = solved()
    at = index_of(document, "double_answer")
    upper, lower = document["cells"][at : at + 2]
    kept = copy.deepcopy(lower if mark == "double" else upper)
    kept["source"] = upper["source"] + "\n\n" + lower["source"]
    if not mark:
        kept |= {"metadata": {}, "id": "new"}
    document["cells"][at : at + 2] = [kept]
    result = outcome(document)
    assert is_whole(result)
    assert result.told("double") == ["this test cell had been merged with another cell; they have been taken apart"]
    assert result.text.count("assert double(2) == 4") == 1


@pytest.mark.parametrize("kept", ["double_answer", "triple_answer"])
def test_two_answers_in_one_cell_are_both_graded(kept: str) -> None:
    document = solved()
    other = "triple_answer" if kept == "double_answer" else "double_answer"
    node_of(document, kept)["source"] = f"{MY_DOUBLE}\n\n{MY_TRIPLE}"
    del document["cells"][index_of(document, other)]
    result = outcome(document)
    assert result.passed == ALL and result.text.count("def triple") == 1
    assert result.answers["double_answer"] == result.answers["triple_answer"]  # a suite that reads sources finds both
    assert result.told("triple_answer") == [
        "this answer stands in another cell, 'double_answer'; it is graded from there"
    ]


def test_a_stub_does_not_undo_the_answer_that_stands_in_an_earlier_cell() -> None:
    document = solved()
    node_of(document, "double_answer")["source"] += f"\n\n{MY_TRIPLE}"
    node_of(document, "triple_answer")["source"] = node_of(released(), "triple_answer")["source"]
    assert outcome(document).passed == ALL


def test_a_whole_notebook_in_one_cell_is_graded() -> None:
    document = solved()
    code = [node["source"] for node in document["cells"] if node["cell_type"] == "code"]
    document["cells"] = [cell("code", "all", "\n\n".join(code))]
    assert outcome(document).passed == ALL


# ---- moved


def test_a_moved_answer_runs_at_its_own_place() -> None:
    document = solved()
    document["cells"].append(document["cells"].pop(index_of(document, "double_answer")))
    result = outcome(document)
    assert is_whole(result)
    assert result.told("double_answer") == ["this answer cell had been moved; it was run at its own place"]
    document["cells"].reverse()
    assert is_whole(outcome(document)) and is_whole(outcome(stripped(document)))


def test_what_a_moved_answer_needs_is_run_before_it() -> None:
    document = solved()
    answer = document["cells"].pop(index_of(document, "double_answer"))
    answer["source"] = "factor = two()\ndef double(x):\n    return factor * x"
    helpers = [cell("code", "h1", "base = 1"), cell("code", "h2", "def two():\n    return base + 1")]
    document["cells"] += [*helpers, answer]
    for damaged in (document, stripped(document)):
        result = outcome(damaged)
        assert result.passed == ALL
        texts = code_of(result)
        assert texts.index("base = 1") < texts.index(helpers[1]["source"]) < texts.index(answer["source"])


def test_an_answer_that_was_moved_in_front_of_one_that_needs_it_runs_before_that_too() -> None:
    document = solved()
    node_of(document, "double_answer")["source"] = "def double(x):\n    return triple(x) - x"
    document["cells"].insert(0, document["cells"].pop(index_of(document, "triple_answer")))
    result = outcome(document)
    assert result.passed == ALL and code_of(result).count(MY_TRIPLE) == 2


def test_cells_in_their_order_are_never_moved() -> None:
    document = solved()
    document["cells"].insert(0, cell("code", "early", "seen = 'double' in dir()"))
    document["cells"].append(cell("code", "late", "seen_late = 'double' in dir()"))
    result = outcome(document)
    assert (result.names["seen"], result.names["seen_late"]) == (False, True)


# ---- retyped, or put somewhere else


@pytest.mark.parametrize("kind", ["markdown", "raw"])
@pytest.mark.parametrize("text", [MY_DOUBLE, f"```python\n{MY_DOUBLE}\n```", f"\n~~~~ python\n{MY_DOUBLE}\n~~~~ \n"])
def test_an_answer_of_another_type_is_turned_back(kind: str, text: str) -> None:
    document = solved()
    node_of(document, "double_answer").update(cell_type=kind, source=text)
    result = outcome(document)
    assert is_whole(result)
    assert result.told("double_answer") == ["this cell has been turned back into a code cell"]


def test_an_answer_that_became_prose_is_kept_and_not_run() -> None:
    document = solved()
    node_of(document, "double_answer").update(cell_type="markdown", source="I could not do this.")
    result = outcome(document)
    assert result.passed == ALL - {"double"} and "not a program" in result.told("double_answer")[0]
    assert any(c.cell_type == "markdown" and c.source == "I could not do this." for c in result.rebuilt.cells)


def test_an_essay_in_a_code_cell_is_prose_again() -> None:
    document = solved()
    node_of(document, "essay")["cell_type"] = "code"
    result = outcome(document)
    assert is_whole(result) and result.told("essay") == ["this cell has been turned back into a markdown cell"]


@pytest.mark.parametrize("where", ["instead", "below", "at the end"])
def test_an_answer_in_a_new_cell_counts(where: str) -> None:
    document = solved()
    new = cell("code", "new", MY_DOUBLE)
    at = index_of(document, "double_answer")
    if where == "instead":
        document["cells"][at] = new
    else:
        document["cells"][at]["source"] = node_of(released(), "double_answer")["source"]
        document["cells"].insert(at + 1 if where == "below" else len(document["cells"]), new)
    result = outcome(document)
    assert is_whole(result)
    said = "lost the mark" if where == "instead" else "your answer stood in another cell"
    assert said in result.told("double_answer")[0]


def test_a_new_cell_that_needs_what_comes_before_it_stays_where_it_is() -> None:
    document = solved()
    node_of(document, "double_answer")["source"] = node_of(released(), "double_answer")["source"]
    late = "known = len(word)\ndef double(x):\n    return x + x"
    document["cells"].append(cell("code", "new", late))
    result = outcome(document)
    assert code_of(result)[-1] == late and result.names["double"](4) == 8


def test_an_essay_in_a_new_cell_is_found() -> None:
    document = solved()
    node_of(document, "essay")["source"] = "YOUR ANSWER HERE"
    insert_after(document, "essay", cell("markdown", "new", MY_ESSAY))
    assert is_whole(outcome(document)) and is_whole(outcome(stripped(document)))


def test_a_missing_answer_is_told() -> None:
    document = solved()
    del document["cells"][index_of(document, "double_answer")]
    result = outcome(document)
    assert result.passed == ALL - {"double"} and "double_answer" not in result.answers
    assert result.told("double_answer") == ["this answer cell was not in the notebook, so there is no answer"]


# ---- cells that are not the learner's


def test_a_changed_test_is_put_back_and_never_an_answer() -> None:
    document = solved()
    del document["cells"][index_of(document, "double_answer")]
    node_of(document, "double")["source"] = MY_DOUBLE
    result = outcome(document)
    assert "double" not in result.passed and "double" not in result.names
    assert "you had changed this cell" in result.told("double")[0]
    assert any(c.cell_type == "markdown" and MY_DOUBLE in c.source for c in result.rebuilt.cells)


def test_an_answers_mark_on_a_test_is_no_answer() -> None:
    document = solved()
    del document["cells"][index_of(document, "triple_answer")]
    node_of(document, "triple")["metadata"] = node_of(document, "double_answer")["metadata"]
    result = outcome(document)
    assert result.answers["double_answer"] == MY_DOUBLE and "triple_answer" not in result.answers


def test_missing_and_repeated_tests_are_put_right() -> None:
    document = solved()
    document["cells"].append(node_of(document, "double"))
    del document["cells"][index_of(document, "triple")]
    result = outcome(document)
    assert is_whole(result)
    assert result.told("double") == ["this test cell was there more than once; it counts once"]
    assert result.told("triple") == ["this test cell was missing and has been put back"]


def test_so_is_a_locked_cell_that_is_not_graded() -> None:
    document = solved()
    del document["cells"][index_of(document, "given")]
    result = outcome(document)
    assert is_whole(result) and result.names["LIMIT"] == 100
    assert result.told("given") == ["this cell of your teacher's was missing and has been put back"]


def test_a_program_of_the_teachers_that_a_learner_runs_again_is_run_again() -> None:
    document = solved()
    insert_after(document, "triple", cell("code", "new", "LIMIT = 100"), cell("code", "more", "LIMIT += 1"))
    result = outcome(document)
    assert is_whole(result) and result.rebuilt.repairs == () and result.names["LIMIT"] == 101
    assert code_of(result).count("LIMIT = 100") == 2


def test_notes_in_the_teachers_cells_are_kept_and_a_mended_typing_error_is_not_a_note() -> None:
    document = solved()
    node_of(document, "title")["source"] += "\n\nI found this hard."
    node_of(document, "triple-story")["source"] = "## Exercise 2\n\nWrite `tripel`."
    node_of(document, "given")["source"] = "LIMIT = 100\nmine = 5"
    result = outcome(document)
    kept = [c for c, added in zip(result.rebuilt.cells, result.rebuilt.added, strict=True) if added]
    assert [c.cell_type for c in kept] == ["markdown", "markdown"]
    assert kept[0].source.endswith("I found this hard.") and "```python\nLIMIT = 100\nmine = 5" in kept[1].source
    assert result.told("given") and "mine" not in result.names


def test_a_test_cell_of_the_learners_own_is_not_one_of_ours() -> None:
    document = solved()
    document["cells"].append(check("bonus", 1000, "pass"))
    result = outcome(document)
    assert is_whole(result) and not any(c.grade_id == "bonus" for c in result.rebuilt.cells)


def test_a_check_added_to_a_test_is_kept_and_not_run() -> None:
    document = solved()
    node_of(document, "double")["source"] += "\nmine = double(1)"
    result = outcome(document)
    assert is_whole(result) and "mine = double(1)" in result.text and "mine" not in result.names


# ---- tests of which learners got nothing


HIDDEN = "### BEGIN HIDDEN TESTS\nassert {name} == 2\n### END HIDDEN TESTS"
WITH_HIDDEN = [
    answer("a", "# your answer"),
    check("first", 1, HIDDEN.format(name="a")),
    check("second", 1, HIDDEN.format(name="b")),
    answer("last", "# your answer"),
]


def hidden_outcome(*nodes: Node) -> Outcome:
    template = read_cells(json.dumps(notebook(*WITH_HIDDEN)).encode(), "work")
    return run(rebuild("work", template, read_submitted(json.dumps(notebook(*nodes)).encode(), "work").cells))


def test_empty_cells_of_the_learners_are_no_copies_of_a_hidden_test() -> None:
    mine = [answer("a", "a = 2"), check("first", 1, ""), check("second", 1, ""), answer("last", "b = 2")]
    result = hidden_outcome(*mine, cell("code", "new-1", ""), cell("code", "new-2", "\n"))
    assert result.rebuilt.repairs == () and result.passed == {"first"}


def test_a_hidden_test_that_was_deleted_is_missed_whatever_empty_cells_there_are() -> None:
    result = hidden_outcome(answer("a", "a = 2"), check("first", 1, ""), answer("last", "b"), cell("code", "new", ""))
    assert [(repair.cell, repair.what) for repair in result.rebuilt.repairs] == [
        ("second", "this test cell was missing and has been put back")
    ]


def test_hidden_tests_are_found_where_all_marks_are_lost() -> None:
    texts = ["a = 2\nb = 2", "", "", "c = 2"]
    result = hidden_outcome(*(cell("code", f"new-{i}", text) for i, text in enumerate(texts)))
    assert result.passed == {"first", "second"} and result.answers == {"a_answer": texts[0], "last_answer": texts[3]}
    (told,) = result.rebuilt.repairs
    assert "4 cells had lost the marks" in told.what


def test_where_it_cannot_be_told_which_cell_answers_nothing_is_said_to_be_missing() -> None:
    result = hidden_outcome(cell("code", "new-1", "a = 2"), cell("code", "new-2", "b = 2"), cell("code", "new-3", ""))
    assert "a = 2" in result.text and "b = 2" in result.text and result.passed == {"first", "second"}
    (told,) = result.told("a_answer")
    assert told.endswith("we could not tell which of yours it is; what you wrote is among the cells you added")
    assert result.told("first") == result.told("second") == ["this test cell was not to be found and has been put back"]


# ---- the file


def test_a_notebook_of_format_3_is_graded() -> None:
    nodes = []
    for node in solved()["cells"]:
        if node["cell_type"] == "code":
            nodes.append({"cell_type": "code", "input": [node["source"]], "metadata": node["metadata"], "outputs": []})
        else:
            nodes.append({"cell_type": "markdown", "source": node["source"], "metadata": node["metadata"]})
    nodes[0] = {"cell_type": "heading", "level": 1, "source": "Numbers"}
    document = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"cells": nodes}]}
    assert is_whole(outcome(document))


def test_a_file_that_is_cut_off_gives_what_is_in_front_of_the_cut() -> None:
    content = json.dumps(solved(), indent=1).encode()
    result = outcome(content[: content.index(b"triple-story")])
    assert result.passed == {"double"} and result.answers["double_answer"] == MY_DOUBLE
