"""Photos of handwritten work come with the answer: attached, pasted beside it as files, in cells of one's own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import nbformat
import pytest

from coursegrader.grader_side import answer_pictures
from coursegrader.grader_side.answer_pictures import with_pictures
from coursegrader.grader_side.attempt import Attempt
from coursegrader.grader_side.grade import GradingRequest, grade_attempt
from coursegrader.grader_side.notebook import read_cells
from coursegrader.grader_side.picture_kinds import MAX_PICTURE, MAX_PICTURES, picture_of
from coursegrader.grader_side.rebuild import Rebuilt, rebuild
from coursegrader.grader_side.submitted_notebook import read_submitted
from tests.grader_side.conftest import QUICK
from tests.pictures import GIF, JPEG, JPEG_FILE, PNG, PNG_FILE, SVG, SVG_FILE, in_base64
from tests.tiny_course import cell, make_course, notebook, write

Node = dict[str, Any]


def written(source: str, attachments: object = None, cell_id: str = "proof", name: str = "proof") -> Node:
    """A written answer."""
    node = cell("markdown", cell_id, source, grade=True, solution=True, grade_id=name, points=5)
    return node if attachments is None else {**node, "attachments": attachments}


GIVEN = written("Prove it.", {"hint.png": {"image/png": in_base64(PNG_FILE + b"the solution")}})
SOURCE = notebook(cell("markdown", "title", "# Tiny"), GIVEN)


def handed_in(*nodes: Node, **files: bytes) -> Rebuilt:
    template = read_cells(json.dumps(SOURCE).encode(), "work.ipynb")
    submitted = read_submitted(json.dumps(notebook(*nodes)).encode(), "work.ipynb").cells
    beside = {name.replace("__", "."): content for name, content in files.items()}
    return with_pictures("work", rebuild("work", template, submitted), beside)


def pictures(rebuilt: Rebuilt) -> list[Mapping[str, Any]]:
    return [cell.attachments for cell in rebuilt.cells if cell.attachments]


def told(rebuilt: Rebuilt) -> list[str]:
    return [repair.what for repair in rebuilt.repairs]


def test_attachments_of_an_answer_are_kept_as_what_they_are() -> None:
    attachments = {
        "a.png": {"image/png": [PNG[:20] + "\n", PNG[20:]]},
        "b.jpg": {"image/png": JPEG},
        "c.gif": {"image/svg+xml": SVG, "image/gif": GIF},
        "unused.png": {"image/png": PNG},
    }
    done = handed_in(written("![](attachment:a.png) ![](attachment:b.jpg) ![](attachment:c.gif)", attachments))
    kept = {"a.png": {"image/png": PNG}, "b.jpg": {"image/jpeg": JPEG}, "c.gif": {"image/gif": GIF}}
    assert pictures(done) == [kept]
    assert told(done) == []


def test_added_cells_and_texts_beside_the_instructors_keep_theirs() -> None:
    mine = {"x.png": {"image/png": PNG}}
    added = {**cell("markdown", "mine", "![x](attachment:x.png)"), "attachments": mine}
    done = handed_in(written("See below"), added)
    assert pictures(done) == [mine]


def test_pictures_beside_the_notebook_come_with_the_answer() -> None:
    text = "![plot](plot.png) <img src='photo.jpg' width=300> ![x](notes.txt) ![x](missing.png) ![x](drawing.svg)"
    done = handed_in(written(text), plot__png=PNG_FILE, photo__jpg=JPEG_FILE, notes__txt=b"text", drawing__svg=SVG_FILE)
    assert pictures(done) == [{"./plot.png": {"image/png": PNG}, "./photo.jpg": {"image/jpeg": JPEG}}]
    why = f"in this cell was left out: {answer_pictures.NO_PICTURE}"
    assert told(done) == [f"the picture 'notes.txt' {why}", f"the picture 'drawing.svg' {why}"]


def test_an_answer_that_was_split_keeps_the_pictures_of_both_parts() -> None:
    first = written("First ![a](attachment:image.png)", {"image.png": {"image/png": PNG}})
    second = written("Second ![b](attachment:image.png)", {"image.png": {"image/jpeg": JPEG}}, "proof-2")
    done = handed_in(first, second)
    (answer,) = [cell for cell in done.cells if cell.grade_id == "proof"]
    assert answer.source == "First ![a](attachment:image.png)\n\nSecond ![b](attachment:1-image.png)"
    assert answer.attachments == {"image.png": {"image/png": PNG}, "1-image.png": {"image/jpeg": JPEG}}


def test_what_is_too_large_or_too_many_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    huge = in_base64(PNG_FILE + b"\0" * MAX_PICTURE)
    done = handed_in(written("![x](attachment:huge.png)", {"huge.png": {"image/png": huge}}))
    assert pictures(done) == []
    assert told(done) == ["the picture 'huge.png' in this cell was left out: it is larger than 6 MB"]
    many = {f"{number}.png": {"image/png": PNG} for number in range(MAX_PICTURES + 1)}
    done = handed_in(written("".join(f"![x](attachment:{name})" for name in many), many))
    assert len(pictures(done)[0]) == MAX_PICTURES
    assert told(done) == ["the picture '12.png' in this cell was left out: a cell may have 12 pictures"]
    monkeypatch.setattr(answer_pictures, "MAX_TOGETHER", 3 * len(PNG) // 2)
    done = handed_in(written("![x](attachment:0.png) ![x](attachment:1.png)", many))
    assert list(pictures(done)[0]) == ["0.png"]
    assert told(done) == [f"the picture '1.png' in this cell was left out: {answer_pictures.TOO_MUCH}"]


def test_a_text_full_of_links_is_told_of_once_in_a_while() -> None:
    links = "".join(f"![x](notes-{number}.txt)" for number in range(1000))
    done = handed_in(written(links), **{f"notes-{number}__txt": b"text" for number in range(1000)})
    assert pictures(done) == [] and len(told(done)) == answer_pictures.MAX_TOLD


@pytest.mark.parametrize(
    "attachments",
    [
        None,
        1,
        ["a.png"],
        {"a.png": PNG},
        {"a.png": {}},
        {"a.png": {"image/png": 7}},
        {"a.png": {"image/png": [7]}},
        {"a.png": {"text/html": "<script>alert(1)</script>"}},
        {"a.png": {"image/png": "<script>alert(1)</script>"}},
        {"a.png": {"image/png": SVG}},
        {"a.png": {"image/svg+xml": SVG}},
        {"a.png": {"image/png": "\u00e9"}},
        {"a.png": {"image/png": PNG + "!"}},
        {"./a.png": {"image/png": PNG}},
    ],
)
def test_attachments_that_are_none_are_left_out(attachments: object) -> None:
    done = handed_in(written("![a](attachment:a.png)", attachments))
    assert pictures(done) == []


@pytest.mark.parametrize("name", ["'><script>", "../../etc/x.png", "a\nb.png", "\u202egnp.exe", "x" * 500])
def test_a_name_that_says_something_else_is_not_repeated(name: str) -> None:
    (what,) = told(handed_in(written(f"![a](<attachment:{name}>)", {name: {"image/png": SVG}}))) or [""]
    assert not any(part in what for part in ("<", "..", "\n", "\u202e", "xxxx"))


def test_a_picture_is_known_by_its_content() -> None:
    assert picture_of(f" {PNG[:10]}\n{PNG[10:]} ") == {"image/png": PNG}
    assert picture_of("") is None


def test_the_graded_notebook_has_the_pictures_and_not_the_instructors(tmp_path: Any) -> None:
    course = make_course(tmp_path / "course")
    write(course / "source/tiny/work.ipynb", SOURCE)
    mine = notebook(
        cell("markdown", "title", "# Tiny"),
        written("![x](attachment:x.png) ![plot](plot.png) ![h](attachment:hint.png)", {"x.png": {"image/png": PNG}}),
    )
    files = {"work.ipynb": json.dumps(mine).encode(), "plot.png": PNG_FILE}
    graded = grade_attempt(GradingRequest(course, "tiny", Attempt(files), limits=QUICK))
    document = graded.notebooks["work"]
    nbformat.validate(nbformat.from_dict(document))
    assert document["cells"][1]["attachments"] == {"x.png": {"image/png": PNG}, "./plot.png": {"image/png": PNG}}


def test_a_courses_own_steps_get_the_pictures_and_may_take_them_away(tmp_path: Any) -> None:
    course = make_course(tmp_path / "course")
    write(course / "source/tiny/work.ipynb", SOURCE)
    attached = {"x.png": {"image/png": PNG}}
    mine = notebook(cell("markdown", "title", "# Tiny"), written("![x](attachment:x.png)", attached))

    def keeps(name: str, document: dict[str, Any]) -> dict[str, Any]:
        return document

    def drops(name: str, document: dict[str, Any]) -> dict[str, Any]:
        del document["cells"][1]["attachments"]
        return document

    attempt = Attempt({"work.ipynb": json.dumps(mine).encode()})
    for step, kept in ((keeps, attached), (drops, None)):
        graded = grade_attempt(GradingRequest(course, "tiny", attempt, limits=QUICK, prepare=step))
        assert graded.notebooks["work"]["cells"][1].get("attachments") == kept
