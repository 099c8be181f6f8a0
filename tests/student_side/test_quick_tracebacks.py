"""Errors of cells look as IPython shows them."""

import inspect
import sys
from collections.abc import Iterator

import numpy as np
import pytest

from coursegrader.student_side.quick_tracebacks import install, module_of
from coursegrader.student_side.shell import RecordingShell, make_shell, run_cell

CELLS = (
    "import json\ndef f(x):\n    return 1 / x\nclass A:\n    def g(self): return f(0)",
    "A().g()",
    "json.loads('{')",
    "[f(x) for x in (1, 0)]",
    "try:\n    f(0)\nexcept ZeroDivisionError as error:\n    raise KeyError('later') from error",
    "import numpy as np\nnp.linalg.solve(np.ones((2, 3)), [1])",
    "exec(compile('1 / 0', '<made up>', 'exec'))",
    "def g(n): return g(n + 1)\ng(0)",
    "this is no Python",
    "raise ExceptionGroup('two', [ValueError(1), TypeError(2)])",
)


@pytest.fixture
def usual() -> Iterator[None]:
    quick = inspect.getmodule
    yield
    inspect.getmodule = quick


@pytest.fixture(scope="module")
def shell() -> RecordingShell:
    return make_shell(10**6)


def shown(shell: RecordingShell) -> list[object]:
    # IPython's own way takes long where many modules are loaded, and a thousand frames are to be shown
    return [run_cell(shell, source, 240, number) for number, source in enumerate(CELLS, 1)]


@pytest.mark.usefixtures("usual")
def test_tracebacks_are_those_of_ipython(shell: RecordingShell) -> None:
    inspect.getmodule = module_of.__globals__["_search"]
    slowly = shown(shell)
    install()
    assert shown(shell) == slowly
    assert any("ZeroDivisionError" in str(outputs) for outputs in slowly)


def test_code_of_modules_is_found_as_ever() -> None:
    frame = sys._getframe()
    for thing in (frame, frame.f_code, np.linalg.solve, np, ValueError, inspect.getmodule, "text", 3):
        search = module_of.__globals__["_search"]
        assert module_of(thing) is search(thing)
    assert module_of(frame) is sys.modules[__name__]
