"""Formulas as people type them: how they are read, and what is said about those that cannot be."""

import math

import pytest

from coursekit.quiz.formulas import parse_formula

POINT = {"x": 2.0, "y": 3.0}


@pytest.mark.parametrize(
    ("text", "value", "latex"),
    [
        ("3*x^2 + sqrt(y)", 12 + math.sqrt(3), r"3 \cdot {x}^{2} + \sqrt{y}"),
        ("-x^2", -4, "-{x}^{2}"),
        ("2^3^x", 2.0**9, "{2}^{{3}^{x}}"),
        ("x/y/2", 1 / 3, r"\frac{\frac{x}{y}}{2}"),
        ("x-(y-x)", 1, r"x - \left(y - x\right)"),
        ("(x/y)**2", 4 / 9, r"{\left(\frac{x}{y}\right)}^{2}"),
        ("\N{MINUS SIGN}x·y", -6, r"-x \cdot y"),
        ("x*-y", -6, r"x \cdot \left(-y\right)"),
        ("log(e^2)*pi", 2 * math.pi, r"\ln\left({e}^{2}\right) \cdot \pi"),
        ("abs(x-y)+1.5e1", 16, r"\left|x - y\right| + 15"),
    ],
)
def test_reads(text: str, value: float, latex: str) -> None:
    formula = parse_formula(text, ("x", "y"))
    assert formula.at(POINT) == pytest.approx(value)
    assert formula.latex() == latex


@pytest.mark.parametrize("text", ["1/(x-2)", "sqrt(x-y)", "log(0*x)", "(-8)^(1/3)", "9^9^9^9", "exp(exp(exp(9)))"])
def test_where_a_formula_has_no_value_it_is_not_a_number(text: str) -> None:
    assert math.isnan(parse_formula(text, ("x", "y")).at(POINT))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "there is no formula yet"),
        ("2x", "a sign is missing before x at place 2: write 2*x"),
        ("x (y)", "a sign is missing before ( at place 3: write x*(…)"),
        ("sin x", "write brackets after sin: sin(…)"),
        ("2*sqrt", "write brackets after sqrt: sqrt(…)"),
        ("x +", "a number or a name is missing after + at place 3"),
        ("x */ y", "a number or a name is missing before / at place 4"),
        ("(x", "the bracket ( at place 1 is never closed"),
        ("x)", "the bracket ) at place 2 closes nothing"),
        ("z+1", "z at place 1 is unknown: the variables are x, y, the functions sqrt"),
        ("3,5*x", "the comma after 3 at place 1 cannot be read: write decimals with a point"),
        ("x.real", ". at place 2 cannot be read"),
        ("x == y", "= at place 3 cannot be read"),
        ("1e999", "a number in the formula is too large"),
        ("x" * 201, "too long for a formula"),
    ],
)
def test_says_what_is_wrong_and_where(text: str, message: str) -> None:
    with pytest.raises(ValueError) as error:
        parse_formula(text, ("x", "y"))
    assert message in str(error.value)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "x if y else 1",
        "lambda: x",
        "[x][0]",
        "x; y",
        "f'{x}'",
        "(x:=3)",
        "sqrt(x, y)",
        "sqrt(*x)",
        "x\ny",
        "x\0",
        "print(x)",
        "()",
    ],
)
def test_code_is_not_read(text: str) -> None:
    with pytest.raises(ValueError):
        parse_formula(text, ("x", "y"))


@pytest.mark.parametrize("text", ["(" * 99 + "x" + ")" * 99, "-" * 198 + "x", "sqrt(" * 33 + "x" + ")" * 33])
def test_deep_formulas_are_read(text: str) -> None:
    assert parse_formula(text, ("x",)).at({"x": 1.0}) == 1
