"""Cells are read as IPython reads them."""

from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from IPython.core.inputtransformer2 import TransformerManager
from IPython.core.interactiveshell import InteractiveShell

from coursegrader.student_side.quick_input import PythonFirst, QuickInputShell

CELLS = [
    "x = 1",
    "\n\n  x = 1\n  y = 2",
    "def f():\n    return 'why?'  # and what?\n\nf()",
    ">>> x = 1\n>>> y = 2",
    "In [1]: x = 1",
    "%time x = 1\ny = 2",
    "x = %who_ls\ny = !ls\n!echo {x}",
    "for i in range(3):\n    %time pass",
    "print?\nx = 1",
    "x = (1 %\n%3)",
    "%%writefile a.txt\ntext",
    "x = '''\n%time\n!ls\n'''",
    "await f()\nasync with g: pass",
    "x = [await y for y in z]",
    "this is not Python",
    "x = 'unfinished",
    "a\\\n= 1",
    "ls",
    "x = 1;",
    "",
    " ",
    "# only a comment?",
    "x =\x0c 1\r\ny = 2",
    "x = 1\x00",
    "(" * 300 + ")" * 300,
]


# What IPython may do something about, and what it may stand in
PIECES = (
    *(
        "%time x",
        "!ls",
        "?x",
        "x?",
        "x??",
        ",f a",
        ";f a",
        "/f a",
        "%%time",
        ">>> x",
        "... x",
        "In [1]: x",
        "   ...: x",
    ),
    *("x = %ls", "x = !ls", "x =\\\n!ls", "x=%t", "y", "y = 1", "if y:", "    y", "\ty", "  ", "\t", "", "'''", '"""'),
    *("(", ")", "# %x", "'%x'", "f('''", "''')", "% 3", "\\", "/ 2)", "a\x0c%b", "a\u2028%b", "a\x85!b", "a\r%b"),
    *("\ufeffx", "é", "class A:", "await x", "async def f():", "lambda: 0", "@x", "{", "}", "f'{x!r}'", "f'{x:%d}'"),
)


@pytest.fixture(scope="module")
def shells() -> Iterator[tuple[QuickInputShell, InteractiveShell]]:
    yield QuickInputShell(), InteractiveShell()
    InteractiveShell.clear_instance()


def read_by(shell: InteractiveShell, cell: str) -> tuple[str, bool]:
    try:
        transformed = shell.transform_cell(cell)
    except SyntaxError as error:
        return f"{type(error).__name__}: {error}", False
    return transformed, shell.should_run_async(cell, transformed_cell=transformed)


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_becomes_what_ipython_makes_of_it(shells: tuple[QuickInputShell, InteractiveShell], cell: str) -> None:
    quick, usual = shells
    assert [read_by(quick, cell) for _ in range(3)] == [read_by(usual, cell)] * 3


@given(st.lists(st.sampled_from(PIECES), max_size=6), st.sampled_from(["", "\n", "\r\n"]))
@settings(max_examples=1000, deadline=None)
@example(["x = '''", ">>> x", "'''"], "")
@example(["x = (1", "% 3", ")"], "\n")
@example(["y = a\x0c%b"], "\n")
def test_any_mix_of_syntax_becomes_what_ipython_makes_of_it(pieces: list[str], end: str) -> None:
    cell = "\n".join(pieces) + end
    assert transformed_by(PythonFirst(), cell) == transformed_by(TransformerManager(), cell)


def transformed_by(manager: TransformerManager, cell: str) -> str:
    try:
        transformed: str = manager.transform_cell(cell)
    except (SyntaxError, RuntimeError) as error:
        return f"{type(error).__name__}: {error}"
    return transformed


def test_a_notebooks_own_transformer_is_heeded(shells: tuple[QuickInputShell, InteractiveShell]) -> None:
    quick, _ = shells

    def louder(lines: list[str]) -> list[str]:
        return [line.replace("quiet", "loud") for line in lines]

    quick.input_transformers_post.append(louder)
    cell = "x = 'quiet'\ny = 1"
    assert "loud" in read_by(quick, cell)[0]
    quick.input_transformers_post.clear()
    assert "loud" not in read_by(quick, "x = 'quiet'\ny = 2")[0]
