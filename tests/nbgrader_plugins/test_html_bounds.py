"""HTML that would keep a parser busy is shown as text; honest HTML of any likely size is not."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from nbformat.v4 import new_output

from coursegrader.nbgrader_plugins import clean_html as cleaning
from coursegrader.nbgrader_plugins.clean_html import MAX_SHOWN, WORD_JOINER, clean_html
from coursegrader.nbgrader_plugins.clean_markdown import MOST_FORMULAS, clean_markdown
from coursegrader.nbgrader_plugins.clean_outputs import clean_output
from coursegrader.nbgrader_plugins.feedback_markdown import render_markdown
from coursegrader.nbgrader_plugins.feedback_outputs import render_output
from coursegrader.nbgrader_plugins.html_bounds import (
    DEEPEST,
    FEW_TAGS,
    MOST_CHARACTERS,
    MOST_ELEMENTS,
    SHORT,
    fits,
    without_programs,
)

NOTE = "shown as text"
PICTURE = "data:image/png;base64," + "QUJD" * 600


def table(rows: int, columns: int) -> pd.DataFrame:
    return pd.DataFrame(np.random.default_rng(1).normal(size=(rows, columns)))


# -- what is refused -------------------------------------------------------------------------------------------------

TANGLED: dict[str, Callable[[int], str]] = {
    "stray end tags": lambda n: "<div>" * n + "</p>" * n,
    "wrong end tags": lambda n: "<b>" * n + "</i>" * n,
    "unclosed lists": lambda n: "<ul><li>" * n,
    "unclosed lists, stray items": lambda n: "<ul>" * n + "</li>" * n,
    "unclosed": lambda n: "<div>" * n,
    "deep": lambda n: "<div>" * n + "</div>" * n,
    "unclosed tables": lambda n: "<table><tr><td>" * n,
    "deep tables": lambda n: "<table><tr><td>" * n + "</td></tr></table>" * n,
    "unclosed links": lambda n: "<a href='#'>" * n,
    "opened again in each paragraph": lambda n: "".join(f"<b id={i}>" for i in range(n)) + "<p>x</p>" * n,
    "the same, orderly": lambda n: (
        "".join(f"<b id={i}>" for i in range(DEEPEST)) + "<p>x</p>" * 4 * n + "</b>" * DEEPEST
    ),
    "attributes": lambda n: "<b" + "".join(f" a{i}" for i in range(20 * n)) + "></b>",
    "attributes of orderly tags": lambda n: "<b" + " a=''" * 50 + "></b>" + "<p>x</p>" * n,
    "hidden end tags": lambda n: '<div title="</div>">' * n,
    "hidden beginnings": lambda n: "<!-- <div> --></div>" * n,
    "end tags in a comment that has ended": lambda n: "<!--><div><!-- --></div>" * n,
    "tags of their own kind": lambda n: "<select>" * n + "</select>" * n,
    "foreign": lambda n: "<svg><desc>" * n + "</desc></svg>" * n,
    "text that no tag ends": lambda n: "<textarea></textarea>" * n,
    "templates": lambda n: "<template></template>" * n,
}


@pytest.mark.parametrize("kind", TANGLED)
def test_tangled_html_is_never_parsed(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []

    def record(html: str, highlighted: bool) -> str:
        parsed.append(html)
        return html

    monkeypatch.setattr(cleaning, "_cleaned", record)
    for n in (FEW_TAGS + 1, 5 * FEW_TAGS):
        html = TANGLED[kind](n)
        assert not fits(html)
        assert NOTE in clean_html(html)
    assert all(len(html) < 2 * SHORT and html.count("<") < 10 for html in parsed)


@pytest.mark.parametrize("kind", TANGLED)
def test_a_little_of_it_is_parsed_as_ever(kind: str) -> None:
    assert NOTE not in clean_html(TANGLED[kind](5).replace("x</p>" * 20, "x</p>"))


def test_each_bound_holds_for_orderly_html_as_well() -> None:
    row = "<p>x</p>"
    assert fits(row * MOST_ELEMENTS)
    assert not fits(row * (MOST_ELEMENTS + 1))
    deep = DEEPEST - 1  # the row is one more
    assert fits("<div>" * deep + row * FEW_TAGS + "</div>" * deep)
    assert not fits("<div>" * DEEPEST + row * FEW_TAGS + "</div>" * DEEPEST)
    assert fits("x" * MOST_CHARACTERS)
    assert not fits("x" * (MOST_CHARACTERS + 1))
    assert not fits("<b>" * 50 + row * MOST_ELEMENTS + "</b>" * 50)
    assert not fits(row * FEW_TAGS + "<p>x</i>")
    assert not fits(row * FEW_TAGS + "<p>x")


def test_what_mending_makes_of_html_is_bounded_too() -> None:
    html = "<p>" + "".join(f"<b id={i}>" for i in range(100)) + "<p>x" * 100
    assert fits(html)
    assert NOTE in clean_html(html) or len(clean_html(html)) < 10 * SHORT


def test_the_text_in_its_place_is_short_and_harmless() -> None:
    html = "<script>alert(1)</script><div onclick='evil()'>" * 5000 + r"\href{javascript:x}"
    shown = clean_html(html)
    assert "&lt;div onclick" in shown
    assert "<div" not in shown
    assert len(shown) < 10 * MAX_SHOWN
    assert set(re.findall(r"<(\w+)", shown)) == {"p", "em", "pre"}
    assert clean_html(shown) == shown
    assert r"\href" not in clean_html("<div>" * 500, instead=r"$\href{javascript:x}{y}$")


def test_a_refused_page_does_not_show_its_pictures_letters() -> None:
    shown = clean_html(f'<img src="{PICTURE}">' + "<p>" * 1000 + "Q" * 500)
    assert "QQQ" not in shown and "QUJD" not in shown and "KEPT" not in shown
    assert "data:image/png;base64,…" in shown


# -- what is kept ----------------------------------------------------------------------------------------------------


def test_pandas_tables_stay_tables() -> None:
    for frame, limit in ((table(500, 10), 60), (table(500, 10), None), (table(4000, 2), None)):
        with pd.option_context("display.max_rows", limit):
            html = without_programs(frame._repr_html_())  # type: ignore[operator]
        cleaned = clean_html(html)
        assert NOTE not in cleaned
        for tag in ("<tr", "<td", "<th"):
            assert cleaned.count(tag) == html.count(tag)
        assert clean_html(cleaned) == cleaned


def test_styled_tables_stay_tables() -> None:
    html = table(300, 10).style.highlight_max(color="red").to_html()
    cleaned = clean_html(html)
    assert cleaned.count("<td") == 3000
    assert NOTE not in cleaned and "red" not in cleaned


def test_reports_of_estimators_stay() -> None:
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    cleaned = clean_html(make_pipeline(StandardScaler(), LogisticRegression())._repr_html_())
    assert NOTE not in cleaned
    assert "LogisticRegression" in cleaned


def test_nested_lists_and_careless_html_stay() -> None:
    nested = "<ul>" + "<li>a<ul><li>b<ol><li>c</li></ol></li></ul></li>" * 400 + "</ul>"
    assert clean_html(nested) == nested
    careless = "<p>1 <b>x<b>" * 50 + "<br/>a < b" + "<li>x" * 50
    assert NOTE not in clean_html(careless)


def test_orderly_html_is_what_it_is_for_every_parser() -> None:
    cell = """<td title="a > b </td>">1 < 2</td >"""
    html = f"<!-- a note --><TABLE border=1 CLASS='dataframe'><tr\n>{cell}</tr></TABLE><br/>"
    assert fits(html * FEW_TAGS)
    assert clean_html(html * FEW_TAGS).count("1 &lt; 2") == FEW_TAGS


def test_pictures_do_not_count() -> None:
    html = f'<p><img src="{PICTURE}"></p>' * 400
    assert len(html) > MOST_CHARACTERS
    assert clean_html(html) == html


def test_programs_do_not_count_and_are_dropped_with_their_text() -> None:
    program = "<script>" + "a<b;" * MOST_CHARACTERS + "</script >"
    assert clean_html(f"<p>a</p>{program}<p>b</p><STYLE type=x>p>a{{}}</STYLE\n>c") == "<p>a</p><p>b</p>c"
    assert without_programs("a<script>b</style>c</scripts>") == "a"
    assert without_programs("a<script b") == "a"
    assert without_programs("<scripts>a</scripts>") == "<scripts>a</scripts>"
    assert clean_html("<scr<script></script>ipt>alert(1)</script>x") == "x"


# -- where it comes from ---------------------------------------------------------------------------------------------


def test_an_outputs_own_text_stands_in_place_of_its_html() -> None:
    html = "<div>" * 1000
    for text, expected in (("\x1b[31m 0  1.5\x1b[0m", "<pre> 0  1.5</pre>"), ("<Styler at 0x7f>", "&lt;div&gt;")):
        output = clean_output(new_output("display_data", data={"text/html": html, "text/plain": text}))
        assert output is not None
        assert expected in output["data"]["text/html"]
        assert expected in render_output(output)


def test_long_markdown_is_shown_as_it_was_typed() -> None:
    source = "# Title\n\n" + "*a* " * (MOST_ELEMENTS + 1) + "<b>"
    page = render_markdown(clean_markdown(source))
    assert NOTE in page and "# Title\n\n*a* *a*" in page


@pytest.mark.parametrize("opener", [r"\begin{a}", r"\\[", r"\\("])
def test_only_so_many_formulas_are_looked_for(opener: str) -> None:
    few = f"{opener} x " * MOST_FORMULAS
    assert clean_markdown(few) == few
    cleaned = clean_markdown(f"{opener} x " * 5 * MOST_FORMULAS)
    assert cleaned.count(opener) == MOST_FORMULAS
    assert cleaned.replace(WORD_JOINER, "") == f"{opener} x " * 5 * MOST_FORMULAS
