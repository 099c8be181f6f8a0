"""Pictures and formulas of written answers are seen by whoever scores them, and nothing of them is live."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from nbformat import NotebookNode

from coursegrader.attacks.live_html import live_parts
from coursegrader.grader_side.attempt import Attempt
from coursegrader.grader_side.grade import GradingRequest, grade_attempt
from coursegrader.grader_side.picture_kinds import MAX_PICTURE, MAX_PICTURES
from coursegrader.nbgrader_plugins.clean_html import WORD_JOINER
from coursegrader.nbgrader_plugins.clean_markdown import clean_markdown
from coursegrader.nbgrader_plugins.clean_outputs import clean_text_cell
from coursegrader.nbgrader_plugins.clean_pictures import attach_pictures
from coursegrader.nbgrader_plugins.feedback_cells import answer_cell
from coursegrader.nbgrader_plugins.graded_notebook import OutputRules, finish, graded_document, notebook_bytes
from coursegrader.nbgrader_plugins.teacher_page import teacher_page
from tests.course_factory import markdown, notebook
from tests.grader_side.conftest import QUICK
from tests.pictures import GIF, JPEG, PNG, PNG_FILE, SVG, in_base64
from tests.tiny_course import make_course, write


def cleaned(source: str, attachments: object = None) -> dict[str, Any]:
    cell = markdown("proof", source, solution=True, grade=True, grade_id="proof", points=5)
    if attachments is not None:
        cell["attachments"] = attachments
    clean_text_cell(cell)
    return cell


def pages(folder: Path, cell: dict[str, Any]) -> list[str]:
    """What formgrader shows of a cell, and the feedback page."""
    path = folder / "work.ipynb"
    path.write_bytes(notebook_bytes(notebook(cell)))
    return [teacher_page(path), str(answer_cell(NotebookNode(cell), show_outputs=True).text)]


@pytest.mark.parametrize(
    ("source", "name", "recorded"),
    [
        ("![my proof](attachment:proof.png)", "proof.png", "![my proof](attachment:proof.png)"),
        ("![IMG [1]](attachment:IMG%20%281%29.png)", "IMG%20%281%29.png", "![IMG  1](attachment:picture-1.png)"),
        ("![](<attachment:my proof.png>)", "my proof.png", "![picture](attachment:picture-1.png)"),
        ("![x](attachment:Beweis-\u00fc.png)", "Beweis-\u00fc.png", "![x](attachment:picture-1.png)"),
        ("![x](images/plot.png)", "./images/plot.png", "![x](attachment:plot.png)"),
        ('<img src="attachment:p.png" alt="p" width="300"/>', "p.png", "![p](attachment:p.png)"),
        (f"![x](data:image/png;base64,{PNG})", "other.png", "![x](attachment:picture-1.png)"),
    ],
)
def test_a_picture_is_seen_on_both_pages(tmp_path: Path, source: str, name: str, recorded: str) -> None:
    cell = cleaned(source, {name: {"image/png": PNG}})
    assert cell["source"] == recorded
    for page in pages(tmp_path, cell):
        assert f'src="data:image/png;base64,{PNG}"' in page
        assert live_parts(page) == []
    again = dict(cell)
    clean_text_cell(again)
    assert again == cell


@pytest.mark.parametrize(("kind", "content"), [("image/jpeg", JPEG), ("image/gif", GIF)])
def test_the_other_kinds_are_seen_too(tmp_path: Path, kind: str, content: str) -> None:
    for page in pages(tmp_path, cleaned("![x](attachment:x)", {"x": {kind: content}})):
        assert f'src="data:{kind};base64,{content}"' in page


def test_two_files_of_one_name_stay_two_pictures() -> None:
    given = {"./a/plot.png": {"image/png": PNG}, "./b/plot.png": {"image/jpeg": JPEG}}
    cell = cleaned("![a](a/plot.png) ![b](b/plot.png) ![a](a/plot.png)", given)
    assert cell["source"] == "![a](attachment:plot.png) ![b](attachment:picture-1.jpeg) ![a](attachment:plot.png)"
    assert cell["attachments"] == {"plot.png": {"image/png": PNG}, "picture-1.jpeg": {"image/jpeg": JPEG}}


HUGE = in_base64(PNG_FILE + b"\0" * MAX_PICTURE)


@pytest.mark.parametrize(
    ("source", "attachments"),
    [
        ("![x](attachment:x.svg)", {"x.svg": {"image/svg+xml": SVG}}),
        ("![x](attachment:x.png)", {"x.png": {"image/png": SVG}}),
        ("![x](attachment:x.png)", {"x.png": {"image/png": "<script>alert(1)</script>"}}),
        ("![x](attachment:x.png)", {"x.png": {"text/html": "<script>alert(1)</script>"}}),
        ("![x](attachment:x.png)", {"x.png": {'image/png" onload="alert(1)': PNG[:-4] + '"'}}),
        ("![x](attachment:huge.png)", {"huge.png": {"image/png": HUGE}}),
        ("![x](attachment:missing.png) ![x](../../secret.png) ![x](/etc/x.png) ![x](file:///etc/x.png)", None),
        ("[y]: attachment:missing.png\n\n![x][y] ![y] [z](attachment:missing.png)", None),
        ("![x](data:image/svg+xml;base64," + SVG + ") ![x](data:text/html,<script>alert(1)</script>)", None),
        ("![x](https://evil.example/pixel.png) <img src='https://evil.example/pixel.png'>", 7),
    ],
    ids=range(10),
)
def test_what_is_no_picture_stays_text(tmp_path: Path, source: str, attachments: object) -> None:
    cell = cleaned(source, attachments)
    assert "attachments" not in cell
    for page in pages(tmp_path, cell):
        assert "<img" not in page and live_parts(page) == []


NAMES = [
    '"><script>alert(1)</script>',
    "x' onerror='alert(1)",
    "../../../etc/passwd",
    "..\\..\\x.png",
    "a.png) ![y](https://evil.example/x.png",
    "javascript:alert(1)",
    "\u202egnp.exe",
    "x" * 10_000,
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ["![x](attachment:{})", "![x](<attachment:{}>)", "<img src='attachment:{}'>"])
def test_a_hostile_name_is_not_repeated(tmp_path: Path, name: str, form: str) -> None:
    description = '"onload="alert(1)" [x](javascript:alert(1)) \\href{javascript:alert(1)}{x}'
    source = form.format(name) + f' ![{description}](attachment:ok.png "x\' onload=alert(1)")'
    cell = cleaned(source, {name: {"image/png": PNG}, "ok.png": {"image/png": PNG}})
    assert all(len(kept) <= 100 and kept.replace("-", "").replace(".", "").isalnum() for kept in cell["attachments"])
    for page in pages(tmp_path, cell):
        assert "<img" in page and live_parts(page) == []


def test_no_more_pictures_than_a_cell_may_have() -> None:
    many = {f"{number}.png": {"image/png": PNG} for number in range(MAX_PICTURES + 5)}
    source = "".join(f"![x](attachment:{name})" for name in many)
    _, kept = attach_pictures(source, many)
    assert len(kept) == MAX_PICTURES
    _, kept = attach_pictures(f"![x](data:image/png;base64,{PNG})" * (MAX_PICTURES + 5), None)
    assert len(kept) == 1


def test_pasted_data_that_is_no_picture_is_cut() -> None:
    text, kept = attach_pictures("Before ![x](data:image/png;base64," + "A" * 3_000_000 + ") behind", None)
    assert kept == {}
    assert text == "Before ![x](data:image/png;base64,AAAAAAAAAAAAAAAAAA…) behind"


# ---- formulas


@pytest.mark.parametrize(
    "source",
    [
        "we have $a<b$",
        "$x_i<y_j$ and $|x|<r$, $f(x)<g(x)$, $0<x_1<x_2$",
        "$$a<b\\\\c<d$$",
        "\\begin{align}a<b_1\\\\ c<d\\end{align}",
        "$n!$ and $[a, b)$, $A[i]$, $a & b$",
        "\\\\(a<b\\\\)",
        "it costs \\$5 < \\$6",
        "10 m<sup>2</sup>, x<sub>i+1</sub>, | a<br>b |",
    ],
)
def test_formulas_stay_as_typed(source: str) -> None:
    assert clean_markdown(source) == source


@pytest.mark.parametrize(
    ("source", "recorded"),
    [
        ("$a<b c$", "$a< b c$"),
        ("$$a<b+1$$", "$$a< b+1$$"),
        ("<sup>2</sup>\n<br>", f"<{WORD_JOINER}sup>2<{WORD_JOINER}/sup>\n<{WORD_JOINER}br>"),
        ("x<sup onclick=alert(1)>2</sup>", f"x<{WORD_JOINER}sup onclick=alert(1)>2<{WORD_JOINER}/sup>"),
        ("x<sup>", f"x<{WORD_JOINER}sup>"),
        ("$A[i](x)$", "$A[i] (x)$"),
        ("\\begin{align}\na<b \\\\\n<c\\end{align}", "\\begin{align}\na< b \\\\\n< c\\end{align}"),
        ("$\\href{a}{b}$", f"$\\{WORD_JOINER}href{{a}}{{b}}$"),
        ("\\\\[ x \\\\](javascript:alert(1))", f"\\\\[ x \\\\]{WORD_JOINER}(javascript:alert(1))"),
    ],
)
def test_what_could_be_live_is_disarmed(source: str, recorded: str) -> None:
    assert clean_markdown(source) == recorded


HTML = [
    *("<b", "<p", "<div", "<a$", "<", "</", "<!--", "-->", "<?", "<script>", "</script>", "<javascript:x>", ">", "="),
    *("<img src=x onerror=alert(1)>", "<img src='plot.png'>", "<b$ onclick=alert(1) >", " onclick=alert(1) "),
    *("x<sup>", "</sup>", "x<sub>1</sub>", "<br>", "&#106;", "&lt;", "'", '"'),
]
MARKS = [
    *("[x]", "[y]", "[y]:", "![a]", "(javascript:alert(1))", "]: javascript:alert(1)", "https://evil.example/x.png"),
    *("(attachment:p.png)", "(attachment:none.png)", "(./plot.png)", "!", "](", "[", "]", "(", ")", ":", "`", "```"),
    *("\n", "\n\n", "---\n", "mermaid\n", "    ", "\t", " ", "- ", "#", "|", "*", "~", "a", "x", "alert(1)"),
]
TEX = [
    "$",
    "$$",
    "\\$",
    "\\begin{align}",
    "\\end{align}",
    "\\\\[",
    "\\\\]",
    "\\\\(",
    "\\\\)",
    *"{}_^\\",
    "\\href{x}{y}",
]


def test_no_mixture_of_all_this_is_live(tmp_path: Path) -> None:
    drawn = random.Random(7)
    given = {"p.png": {"image/png": PNG}, "./plot.png": {"image/png": PNG}, "x": {"image/svg+xml": SVG}}
    for _ in range(60):
        sources = ("".join(drawn.choices([*HTML, *MARKS, *TEX], k=drawn.randint(2, 22))) for _ in range(10))
        for page in pages(tmp_path, cleaned("\n\n".join(sources), given)):
            assert live_parts(page) == []


# ---- from the submission to the pages


def test_a_hostile_submission_shows_its_pictures_and_nothing_else(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course")
    proof = markdown("proof", "Prove it.", solution=True, grade=True, grade_id="proof", points=5)
    write(course / "source/tiny/work.ipynb", notebook(markdown("title", "# Tiny"), proof))
    attached = {name: {"image/png": PNG} for name in NAMES}
    attached |= {
        "script.svg": {"image/svg+xml": SVG},
        "labelled.png": {"image/png": SVG, "image/svg+xml": SVG, "text/html": "<script>alert(1)</script>"},
        "huge.png": {"image/png": HUGE},
        "ok.jpg": {"image/svg+xml": SVG, "image/jpeg": JPEG},
    }
    links = [f"![x](<attachment:{name}>) <img onerror=alert(1) src='attachment:{name}'>" for name in attached]
    beside = ["plot.png", "page.png", "../secret.png", "/etc/secret.png", "%2e%2e/secret.png", "x' onerror='alert(1)"]
    links += [f"![x]({name})" for name in beside]
    mine = {**proof, "source": "\n".join(links), "attachments": attached}
    added = {**markdown("added", "\n".join(links)), "attachments": attached}
    files = {
        "work.ipynb": json.dumps(notebook(markdown("title", "# Tiny"), mine, added)).encode(),
        "plot.png": PNG_FILE,
        "page.png": b"<script>alert(1)</script>",
        "secret.png": PNG_FILE + b"secret",
    }
    graded = grade_attempt(GradingRequest(course, "tiny", Attempt(files), limits=QUICK))
    source = (course / "source/tiny/work.ipynb").read_bytes()
    document = graded_document("work", graded.notebooks["work"], source, graded.result)
    finish(document, OutputRules())
    for cell in document["cells"][1:]:
        assert {"ok.jpg", "plot.png"} <= set(cell["attachments"])
        for page in pages(tmp_path, cell):
            assert f"data:image/jpeg;base64,{JPEG}" in page and f"data:image/png;base64,{PNG}" in page
            assert SVG[:40] not in page and in_base64(PNG_FILE + b"secret") not in page
            assert live_parts(page) == []
    told = " ".join(repair.what for repair in graded.result.repairs)
    assert "'huge.png'" in told and "'script.svg'" in told and "'page.png'" in told
    assert not set(told) & set("<>/\\\n")
