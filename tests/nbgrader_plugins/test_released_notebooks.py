"""What a submission is graded by: the gradebook's cells, and around them what learners were given."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from coursegrader.errors import CourseError
from coursegrader.nbgrader_plugins.released_notebooks import released_notebooks
from tests.course_factory import Notebook, code, markdown, read_notebook, write_notebook

LATER = code("later", "assert True", grade=True, locked=True, points=1, grade_id="later")


def template(course: Path, assignment: str = "plain", *, points_of_source: bool = False) -> Notebook:
    config = Config()
    directory = CourseDirectory(config=config, root=str(course))
    found = released_notebooks(config, directory, assignment, points_of_source=points_of_source)
    document: Notebook = json.loads(found[assignment])
    return document


def edit(course: Path, step: str, change: Callable[[Notebook], None], assignment: str = "plain") -> None:
    path = course / step / assignment / f"{assignment}.ipynb"
    document = read_notebook(path)
    change(document)
    write_notebook(path, document)


def add(*cells: Notebook) -> Callable[[Notebook], None]:
    return lambda document: document["cells"].extend(cells)


def texts(document: Notebook) -> list[str]:
    return ["".join(cell["source"]) for cell in document["cells"]]


def without_release(course: Path) -> None:
    (course / "release/plain/plain.ipynb").unlink()


def test_plain_cells_are_those_of_the_release(course: Path) -> None:
    edit(course, "source", add(code("new", "never = 'given'")))
    edit(course, "release", add(code("old", "given = 1")))
    assert "given = 1" in texts(template(course))
    assert "never = 'given'" not in texts(template(course))


@pytest.mark.parametrize("cell", [markdown("note", "read me"), code("helper", "helper = 1")])
def test_without_a_release_plain_cells_are_those_of_the_source(course: Path, cell: Notebook) -> None:
    edit(course, "source", add(cell))
    without_release(course)
    assert cell["source"] in texts(template(course))


def test_a_plain_cell_of_the_source_has_no_solution(course: Path) -> None:
    solution = "### BEGIN SOLUTION\nsecret = 1\n### END SOLUTION\n### BEGIN HIDDEN TESTS\nsecret\n### END HIDDEN TESTS"
    edit(course, "source", add(code("helper", f"given = 1\n{solution}")))
    without_release(course)
    assert texts(template(course))[-1] == "given = 1\n# YOUR CODE HERE\nraise NotImplementedError()"


@pytest.mark.parametrize("has_release", [True, False])
def test_a_graded_cell_that_came_after_the_release_plays_no_part(course: Path, has_release: bool) -> None:
    before = texts(template(course))
    edit(course, "source", add(LATER))
    if not has_release:
        without_release(course)
    assert texts(template(course)) == before


def test_a_release_that_is_no_notebook_or_another_one_is_not_used(course: Path) -> None:
    before = texts(template(course))
    edit(course, "release", lambda document: document["cells"].pop())
    assert texts(template(course)) == before
    for text in ("<<<<<<< HEAD", "[]", '""', "null"):
        (course / "release/plain/plain.ipynb").write_text(text)
        assert texts(template(course)) == before


def test_a_release_with_metadata_that_are_none_is_not_used(course: Path) -> None:
    before = texts(template(course))
    edit(course, "release", lambda document: document["cells"][0]["metadata"].update(nbgrader=None))
    assert texts(template(course)) == before


@pytest.mark.parametrize("step", ["release", "source"])
def test_a_notebook_that_has_a_graded_cell_twice_is_not_used(course: Path, step: str) -> None:
    before = template(course)
    graded = [cell for cell in before["cells"] if "nbgrader" in cell["metadata"]]
    if step == "source":
        without_release(course)
    edit(course, step, add({**graded[-1], "id": "again"}))
    ids = [cell["metadata"]["nbgrader"]["grade_id"] for cell in template(course)["cells"] if cell["metadata"]]
    assert ids == [cell["metadata"]["nbgrader"]["grade_id"] for cell in graded]


def test_a_source_and_a_release_that_lack_cells_leave_the_gradebook(course: Path) -> None:
    graded = {text for text in texts(template(course)) if not text.startswith("#")}
    for step in ("source", "release"):
        edit(course, step, lambda document: document["cells"].pop())
    assert graded <= set(texts(template(course)))


def test_hidden_tests_are_those_of_the_gradebook(course: Path) -> None:
    assert "secret sentence" not in json.dumps(read_notebook(course / "release/plain/plain.ipynb"))
    assert "secret sentence" in json.dumps(template(course))


def test_points_that_changed_in_the_source_are_seen_where_they_are_asked_for(course: Path) -> None:
    def dearer(document: Notebook) -> None:
        for cell in document["cells"]:
            if cell["metadata"].get("nbgrader", {}).get("grade_id") == "total":
                cell["metadata"]["nbgrader"]["points"] = 9

    edit(course, "source", dearer, "sums")
    for points_of_source, expected in ((True, [9]), (False, [8])):
        cells = template(course, "sums", points_of_source=points_of_source)["cells"]
        assert [
            c["metadata"]["nbgrader"]["points"] for c in cells if "points" in c["metadata"].get("nbgrader", {})
        ] == (expected)


@pytest.mark.parametrize("step", ["source", "release"])
@pytest.mark.parametrize("schema", [1, 2])
def test_metadata_of_an_earlier_schema_are_upgraded(course: Path, step: str, schema: int) -> None:
    def older(document: Notebook) -> None:
        for cell in document["cells"]:
            cell["metadata"].get("nbgrader", {}).pop("task", None)
            if "nbgrader" in cell["metadata"]:
                cell["metadata"]["nbgrader"]["schema_version"] = schema

    edit(course, step, older)
    if step == "source":
        without_release(course)
    found = [cell["metadata"]["nbgrader"] for cell in template(course)["cells"] if "nbgrader" in cell["metadata"]]
    assert found and {settings["schema_version"] for settings in found} == {3}


@pytest.mark.parametrize("damaged", ["[1]", "[" * 100_000, '"text"'])
def test_a_release_that_is_no_notebook_is_done_without(course: Path, damaged: str) -> None:
    before = texts(template(course))
    (course / "release/plain/plain.ipynb").write_text(damaged)
    assert texts(template(course)) == before


@pytest.mark.parametrize("metadata", [{"tags": None}, {"nbgrader": [1]}, {"nbgrader": "text"}])
def test_metadata_of_another_kind_are_the_courses_error(course: Path, metadata: Notebook) -> None:
    edit(course, "source", lambda document: document["cells"][0].update(metadata=metadata))
    without_release(course)
    with pytest.raises(CourseError, match="not a notebook"):
        template(course)
