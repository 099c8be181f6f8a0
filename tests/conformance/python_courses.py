"""What notebooks do in Python, IPython and the operating system, and has to work as in a kernel."""

from __future__ import annotations

from tests.conformance.course import NbgraderCourse, Submission, check
from tests.course_factory import Notebook, code

# Plain cells of the notebook, then a test cell that looks at what they left.
FEATURES: dict[str, tuple[str, ...]] = {
    "time_magic": ("%%time\nx = sum(range(10))", "assert x == 45"),
    "timeit": ("%timeit -n 1 -r 1 sum(range(10))", "%timeit -n 1 -r 1 -o sum(range(10))"),
    "inline": ("%matplotlib inline", "import matplotlib; assert 'inline' in matplotlib.get_backend()"),
    "figure": (
        "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1, 2])",
        "assert not plt.get_fignums()",
    ),
    "figure_in_test": ("", "plt.plot([1, 2]); plt.show()"),
    "axes_value": ("", "plt.plot([1, 2])"),
    "shell": ("files = !ls", "assert isinstance(list(files), list)"),
    "shell_shown": ("", "!echo hello"),
    "shell_fails": ("", "!false"),
    "shell_variable": ("word = 'abc'\nout = !echo {word}", "assert out == ['abc']"),
    "bash": ("%%bash --out said\necho from bash", "assert said == 'from bash\\n'"),
    "writefile": ("%%writefile written.py\nvalue = 5", "from written import value; assert value == 5"),
    "run": ("%run written.py", "assert value == 5"),
    "autoreload": ("%load_ext autoreload\n%autoreload 2", "assert get_ipython().extension_manager.loaded"),
    "capture": ("%%capture caught\nprint('quiet')", "assert caught.stdout == 'quiet\\n'"),
    "history": ("40 + 2", "assert _ == 42"),
    "history_out": ("", "assert 42 in Out.values()"),
    "history_in": ("", "assert any('40 + 2' in text for text in In)"),
    "who": ("%who", "%whos"),
    "env_magic": ("%env CONFORMANCE=1", "import os; assert os.environ['CONFORMANCE'] == '1'"),
    "cd": ("%cd -q .", "%pwd"),
    "await": (
        "import asyncio\nasync def soon():\n    await asyncio.sleep(0)\n    return 3\nz = await soon()",
        "assert z == 3",
    ),
    "await_in_test": ("", "assert await soon() == 3"),
    "task": ("later = asyncio.create_task(soon())", "assert await later == 3"),
    "running_loop": ("", "assert asyncio.get_running_loop().is_running()"),
    "asyncio_run": ("", "asyncio.run(soon())"),
    "gather": ("", "assert await asyncio.gather(soon(), soon()) == [3, 3]"),
    "async_for": (
        "async def numbers():\n    for i in range(3):\n        yield i",
        "assert [i async for i in numbers()] == [0, 1, 2]",
    ),
    "input": ("try:\n    got = input('? ')\nexcept Exception as error:\n    got = type(error).__name__", "got"),
    "input_refused": ("", "assert got == 'StdinNotImplementedError'"),
    "rich": (
        "from IPython.display import HTML, Image, display\ndisplay(HTML('<b>x</b>'))",
        "HTML('<b>1</b>')",
    ),
    "display_update": ("handle = display('a', display_id=True)\nhandle.update('b')", "assert handle.display_id"),
    "clear": (
        "from IPython.display import clear_output\nprint('x')\nclear_output()",
        "print('y'); clear_output(wait=True)",
    ),
    "widget": ("import ipywidgets\nslider = ipywidgets.IntSlider(3)\nslider", "assert slider.value == 3"),
    "interact": ("@ipywidgets.interact(n=(0, 3))\ndef shown(n=1):\n    print(n)", "assert shown(2) is None"),
    "output_widget": ("pane = ipywidgets.Output()\nwith pane:\n    print('in')", "pane.clear_output()"),
    "progress": ("", "ipywidgets.IntProgress()"),
    "dataclass": (
        "from dataclasses import dataclass\n@dataclass\nclass P:\n    x: int = 1",
        "import pickle; assert pickle.loads(pickle.dumps(P(3))) == P(3)",
    ),
    "source": (
        "import inspect\ndef looked_at():\n    # a comment\n    return 1",
        "assert '# a comment' in inspect.getsource(looked_at)",
    ),
    "main": ("if __name__ == '__main__':\n    ran = True", "assert ran and __name__ == '__main__'"),
    "no_file": ("", "assert '__file__' not in globals()"),
    "main_module": ("import sys", "assert sys.modules['__main__'].ran"),
    "cached": (
        "from functools import lru_cache\n@lru_cache\ndef c(n): return n",
        "assert c(1) == 1 and c.cache_info().misses",
    ),
    "thread": (
        "import threading\nseen = []\nt = threading.Thread(target=seen.append, args=(1,))\nt.start(); t.join()",
        "assert seen == [1]",
    ),
    "thread_prints": (
        "t = threading.Thread(target=print, args=('from a thread',))\nt.start(); t.join()",
        "assert not t.is_alive()",
    ),
    "executor": (
        "from concurrent.futures import ThreadPoolExecutor\nwith ThreadPoolExecutor() as pool:\n"
        "    doubled = list(pool.map(lambda n: 2 * n, range(3)))",
        "assert doubled == [0, 2, 4]",
    ),
    "pool": (
        "import multiprocessing\ndef triple(n):\n    return 3 * n\n"
        "with multiprocessing.get_context('fork').Pool(2) as pool:\n    tripled = pool.map(triple, range(3))",
        "assert tripled == [0, 3, 6]",
    ),
    "queue": (
        "q = multiprocessing.Queue()\np = multiprocessing.Process(target=q.put, args=(5,))\np.start()",
        "assert q.get(timeout=5) == 5; p.join()",
    ),
    "subprocess": (
        "import subprocess, sys\n"
        "said = subprocess.run([sys.executable, '-c', 'print(6)'], capture_output=True, text=True)",
        "assert said.stdout.strip() == '6'",
    ),
    "file": ("with open('notes.txt', 'w') as f:\n    f.write('kept')", "assert open('notes.txt').read() == 'kept'"),
    "temporary": (
        "import tempfile\nwith tempfile.NamedTemporaryFile() as f:\n    f.write(b'x')",
        "assert tempfile.gettempdir()",
    ),
    "sqlite": ("import sqlite3\ndb = sqlite3.connect('x.db')\ndb.execute('create table t(a)')", "db.commit()"),
    "seed": (
        "import numpy as np, random\nnp.random.seed(0); random.seed(0)",
        "assert round(np.random.rand(), 4) == 0.5488",
    ),
    "python_seed": ("", "assert round(random.random(), 4) == 0.8444"),
    "unicode": ("naïve = 'Δοκιμή 🎉'\nprint(naïve)", "assert len(naïve) == 8"),
    "long_output": ("for i in range(3000):\n    print('line', i)", "print('y' * 50_000)"),
    "stdout_api": ("import sys\nsys.stdout.write('direct\\n'); sys.stdout.flush()", "assert sys.stdout.writable()"),
    "redirect": (
        "import contextlib, io\nbuffer = io.StringIO()\nwith contextlib.redirect_stdout(buffer):\n    print('caught')",
        "assert buffer.getvalue() == 'caught\\n'",
    ),
    "patched_print": (
        "from unittest.mock import patch\nwith patch('builtins.print') as said_by:\n    print('hi')",
        "said_by.assert_called_with('hi')",
    ),
    "mock_stdout": (
        "with patch('sys.stdout', new_callable=io.StringIO) as fake:\n    print('there')",
        "assert fake.getvalue() == 'there\\n'",
    ),
    "recursion": (
        "def deep(n):\n    return deep(n + 1)\ntry:\n    deep(0)\nexcept RecursionError:\n    caught_it = True",
        "assert caught_it",
    ),
    "deep_recursion": ("", "deep(0)"),
    "weak_main": ("", "import __main__; assert __main__.ran"),
    "unittest": (
        "import unittest\nclass T(unittest.TestCase):\n    def test_x(self):\n        self.assertEqual(1, 1)",
        "assert T('test_x').run().wasSuccessful()",
    ),
    "doctest": (
        "import doctest\ndef d():\n    '''\n    >>> 1 + 1\n    2\n    '''",
        "assert doctest.testmod().failed == 0",
    ),
    "numpy_testing": ("", "np.testing.assert_allclose([1.0], [1.0])"),
    "generator": ("def g():\n    yield 1", "assert next(g()) == 1"),
    "namespace": ("", "assert 'g' in globals() and 'g' in dir()"),
    "get_ipython": ("", "assert get_ipython().user_ns['g'] is g"),
    "typing": (
        "from typing import get_type_hints\ndef typed(a: int) -> str: ...",
        "assert get_type_hints(typed)['a'] is int",
    ),
    "semicolon": ("", "3;"),
    "last_of_if": ("", "if True:\n    2"),
    "raised": ("raise ValueError('a cell of the instructor fails')", "assert True"),
    "question": ("len?", "assert True"),
    "alias": ("", "%alias_magic t timeit"),
    "joblib": (
        "from joblib import Parallel, delayed\nroots = Parallel(n_jobs=2)(delayed(abs)(-n) for n in range(3))",
        "assert roots == [0, 1, 2]",
    ),
    "exit_name": ("", "assert callable(exit) and callable(quit)"),
    "frontend": (
        "",
        "assert type(get_ipython()).__name__ == 'ZMQInteractiveShell' and 'IPKernelApp' in get_ipython().config",
    ),
    "tags": ("", "assert True"),
}


def _cells() -> list[Notebook]:
    cells: list[Notebook] = []
    for name, (*plain, test) in FEATURES.items():
        cells += [code(f"{name}-plain", source) for source in plain if source]
        cells.append(check(name, 1, test))
    by_id = {cell["id"]: cell for cell in cells}
    by_id["raised-plain"]["metadata"]["tags"] = ["raises-exception"]
    return cells


PYTHON = NbgraderCourse(name="python", notebooks={"features": _cells()}, submissions={"ada": Submission()})
