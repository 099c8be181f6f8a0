"""Formulas on a page that loads nothing."""

from __future__ import annotations

from coursegrader.nbgrader_plugins.mathml import to_mathml


def test_aligned_equations_become_a_table() -> None:
    html = to_mathml(r"\begin{aligned} x + 3y &= 12 \\ x &= 2 \end{aligned}", display=True)
    assert html.count("<mtr>") == 2
    assert html.count('<mtd columnalign="right">') == 2
    assert "aligned" not in html


def test_what_cannot_be_converted_is_shown_as_it_was_typed() -> None:
    assert to_mathml(r"\left( <x", display=False) == r"<code>\left( &lt;x</code>"


def test_no_link_and_no_style_come_out_of_a_formula() -> None:
    html = to_mathml(r"\href{javascript:alert(1)}{x} \style{color:red}{y}", display=False)
    assert "href" not in html
    assert "style" not in html
