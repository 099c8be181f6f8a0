"""Errors of cells look as IPython shows them."""

import inspect
import json
import subprocess
import sys
from pathlib import Path

import numpy as np

from coursegrader.student_side.quick_tracebacks import install, module_of
from coursegrader.student_side.shell import make_shell, run_cell

ROOT = Path(__file__).parents[2]

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


def compare() -> None:
    """Print what the cells show in IPython's own way, and in ours."""
    shell = make_shell(10**6)

    def shown() -> list[object]:
        return [run_cell(shell, source, 60, number) for number, source in enumerate(CELLS, 1)]

    inspect.getmodule = module_of.__globals__["_search"]
    slowly = shown()
    install()
    sys.__stdout__.write(json.dumps([slowly, shown()]))  # type: ignore[union-attr]  # this process has one


def test_tracebacks_are_those_of_ipython() -> None:
    # in a process of its own: IPython's way takes long where as many modules are loaded as here
    command = [sys.executable, "-c", f"from {__name__} import compare; compare()"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=200, check=True, cwd=ROOT)
    slowly, quickly = json.loads(done.stdout)
    assert quickly == slowly
    assert any("ZeroDivisionError" in str(outputs) for outputs in slowly)


def test_code_of_modules_is_found_as_ever() -> None:
    frame = sys._getframe()
    for thing in (frame, frame.f_code, np.linalg.solve, np, ValueError, inspect.getmodule, "text", 3):
        search = module_of.__globals__["_search"]
        assert module_of(thing) is search(thing)
    assert module_of(frame) is sys.modules[__name__]
