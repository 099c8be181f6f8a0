"""Outputs that students' code made cannot run, load or navigate where teachers open them."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from nbconvert.filters import markdown2html
from nbformat.v4 import new_markdown_cell, new_output

from coursegrader.nbgrader_plugins.clean_html import clean_html
from coursegrader.nbgrader_plugins.clean_markdown import clean_markdown
from coursegrader.nbgrader_plugins.clean_outputs import MAX_TEXT, clean_output, clean_text_cell

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"\0" * 16).decode()


def shown(**data: Any) -> dict[str, Any] | None:
    bundle = {kind.replace("__", "/").replace("_xml", "+xml"): value for kind, value in data.items()}
    return clean_output(new_output("display_data", data=bundle))


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='&#106;avascript:alert(1)'>x</a>",
        "<form action='https://evil.example'><button>go</button></form>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></math>",
        "<div style='position:fixed;inset:0'>x</div>",
        "<link rel=stylesheet href=//evil.example><style>body{display:none}</style>",
        "<img src='https://evil.example/pixel.png'>",
        "<meta http-equiv=refresh content='0;url=https://evil.example'>",
        "<base href='https://evil.example/'>",
    ],
)
def test_nothing_live_is_left_of_html(html: str) -> None:
    cleaned = clean_html(html + "<b>kept</b>")
    assert "<b>kept</b>" in cleaned
    for part in (
        "script",
        "onerror",
        "onload",
        "evil",
        "style",
        "<form",
        "<iframe",
        "<svg",
        "<meta",
        "<base",
    ):
        assert part not in cleaned


def test_a_pandas_table_stays_a_table() -> None:
    html = '<table border="1" class="dataframe"><tbody><tr><th>0</th><td>1.5</td></tr></tbody></table>'
    assert clean_html(html) == html.replace(' border="1"', "")


def test_pictures_stay_and_lookalikes_go() -> None:
    output = shown(image__png=PNG, image__jpeg='x" onerror="alert(1)')
    assert output is not None
    assert output["data"] == {"image/png": PNG}


def test_a_picture_keeps_its_size_and_no_other_metadata() -> None:
    metadata = {"image/png": {"width": 300, "height": 200, "onload": "alert(1)"}, "isolated": True}
    output = clean_output(new_output("display_data", data={"image/png": PNG}, metadata=metadata))
    assert output is not None
    assert output["metadata"] == {"image/png": {"width": 300, "height": 200}}
    text = {"image/png": {"width": "1' onload='alert(1)", "height": 2}}
    odd = clean_output(new_output("display_data", data={"image/png": PNG}, metadata=text))
    assert odd is not None
    assert odd["metadata"] == {}


def test_svg_becomes_a_picture_that_cannot_run() -> None:
    output = shown(image__svg_xml="<svg onload='alert(1)'/>")
    assert output is not None
    assert list(output["data"]) == ["text/html"]
    assert "onload" not in output["data"]["text/html"]


def test_javascript_and_widgets_are_dropped() -> None:
    view = {
        "application/javascript": "alert(1)",
        "application/vnd.jupyter.widget-view+json": {"model_id": "x"},
    }
    assert clean_output(new_output("display_data", data=view)) is None
    kept = clean_output(new_output("display_data", data=view | {"text/plain": "VBox()"}))
    assert kept is not None
    assert kept["data"] == {"text/plain": "VBox()"}


def test_terminal_sequences_other_than_colours_are_removed() -> None:
    text = "\x1b]0;title\x07\x1b[31mred\x1b[0m\x1b[2J\x1b[5;5Hx\x08\n"
    output = clean_output(new_output("stream", text=text))
    assert output is not None
    assert output["text"] == "\x1b[31mred\x1b[0mx\n"


def test_an_error_keeps_its_traceback() -> None:
    output = clean_output(new_output("error", ename="ValueError", evalue="no", traceback=["\x1b[31mline 1\x1b[0m"]))
    assert output is not None
    assert (output["ename"], output["traceback"]) == ("ValueError", ["\x1b[31mline 1\x1b[0m"])


def test_long_output_is_cut() -> None:
    output = clean_output(new_output("stream", text="x" * (MAX_TEXT + 1)))
    assert output is not None
    assert "too long" in output["text"]


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "text <b onmouseover=alert(1)>x</b>",
        "[x](javascript:alert(1))",
        "[x](java&#115;cript:alert(1))",
        "[x]( javascript:alert(1))",
        "[x][y]\n\n[y]: javascript:alert(1)",
        "> [y]: javascript:alert(1)\n\n[y]",
        "<javascript:alert(1)>",
        "![x](https://evil.example/pixel.png)",
        "![x][y]\n\n[y]: https://evil.example/pixel.png",
        "$<img src=x onerror=alert(1)>$",
        "```mermaid\n<img src=x onerror=alert(1)>\n```",
        "![x](attachment:missing.png)",
    ],
)
def test_markdown_is_harmless_in_nbconverts_renderer(source: str) -> None:
    html = markdown2html(clean_markdown(source))
    for part in ("<script", "<img", "<b ", 'href="java', 'href="&#', 'class="mermaid"', "jp-mermaid"):
        assert part not in html.lower()


def test_tex_macros_that_make_links_are_disarmed() -> None:
    assert r"\href" not in clean_markdown(r"$\href{javascript:alert(1)}{x}$")
    assert r"\href" not in clean_html(r"<p>$\hr&#101;f{javascript:alert(1)}{x}$</p>")
    latex = shown(text__latex=r"$\href{javascript:alert(1)}{<img src=x onerror=alert(1)>}$")
    assert latex is not None
    assert r"\href" not in latex["data"]["text/latex"]
    assert "<img" not in latex["data"]["text/latex"]


def test_ordinary_markdown_reads_as_before() -> None:
    source = "## Title\n\n*a* < 3, `x[0]`, [docs](https://numpy.org), $a < b$\n\n- one"
    assert clean_markdown(source) == source


def test_attached_pictures_of_a_text_cell_stay() -> None:
    cell = new_markdown_cell("![plot](attachment:plot.png)", attachments={"plot.png": {"image/png": PNG}})
    clean_text_cell(cell)
    assert cell.source == "![plot](attachment:plot.png)"
    assert cell.attachments == {"plot.png": {"image/png": PNG}}


def test_other_attachments_are_dropped_and_not_referred_to() -> None:
    cell = new_markdown_cell("![x](attachment:x.svg)", attachments={"x.svg": {"image/svg+xml": "<svg/>"}})
    clean_text_cell(cell)
    assert "attachments" not in cell
    assert "<img" not in markdown2html(cell.source)


def test_large_embedded_pictures_stay_and_cannot_multiply() -> None:
    picture = "data:image/png;base64," + "QUJD" * 600
    other = "data:image/jpeg;base64," + "REVG" * 600
    html = f'<p>{other}</p><img src="{picture}" alt="a"><img src="{other}"><a href="{picture}">x</a>'
    cleaned = clean_html(html)
    assert f'<img src="{picture}" alt="a">' in cleaned
    assert f'<img src="{other}">' in cleaned
    assert f"<p>{other}</p>" in cleaned
    assert "href" not in cleaned
    named = clean_html(f'<img src="{picture}">' + '<img src="data:image/png;base64,KEPT0=">' * 50)
    assert named.count("QUJD" * 600) == 1
    assert "evil" not in clean_html(f'<img src="{picture}&quot; onerror=evil">')
