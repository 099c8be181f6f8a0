"""Formulas on a page that loads nothing."""

from __future__ import annotations

import pytest

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


@pytest.mark.parametrize("tex", [r"\def", r"\text", r"\frac", r"\left", r"\begin{", r"\sqrt[", "^", "{", "\\"])
def test_half_a_formula_is_no_error(tex: str) -> None:
    assert "<" in to_mathml(tex, display=True)


@pytest.mark.parametrize(
    "definition", [r"\newcommand{\a}{x}", r"\renewcommand*{\a}{x}", r"\def\a{x}", r"\let\a=b", r"\gdef\a{x}"]
)
def test_macros_are_not_defined_on_a_page(definition: str) -> None:
    r"""Forty that name each other twice would take 2^40 steps."""
    assert to_mathml(definition + r" \a", display=False).startswith("<code>")


def test_commands_that_begin_like_a_definition_are_none() -> None:
    assert "<math" in to_mathml(r"a \leftarrow b \le c", display=False)
