"""Changes to the interpreter, to NumPy, pytest and IPython, made in the hope that the tests run there as well."""

from __future__ import annotations

from coursegrader.attacks.attack import Attack
from coursegrader.attacks.making import code, typed

# In the answer cell these run among the learner's own cells; what they break there is the attacker's own loss.
_OWN_LOSS = frozenset({"greeting"})


def _patch(identity: str, title: str, tries: str, text: str, proof: str | None = None) -> Attack:
    return Attack(identity, "forge", title, tries, typed(f'\n{text}\ngot("armed")\n'), proof=proof, may_lose=_OWN_LOSS)


_FRAMES = """
def hunt():
    found = []
    frame = sys._getframe()
    while frame is not None:
        for scope in (frame.f_locals, frame.f_globals):
            found += [v for k, v in list(scope.items()) if k.lower() in ("expected", "answer", "key")]
        frame = frame.f_back
    return found
"""

ATTACKS = (
    _patch(
        "numpy-testing",
        "numpy.testing, allclose and isclose replaced",
        "comparison helpers that never fail",
        code("""
        yes = lambda *a, **k: True
        for name in dir(np.testing):
            if name.startswith('assert'): setattr(np.testing, name, lambda *a, **k: None)
        for name in ('allclose', 'isclose', 'array_equal', 'array_equiv', 'all', 'any'): setattr(np, name, yes)
        import math; math.isclose = yes
        import pandas.testing as pt
        for name in dir(pt):
            if name.startswith('assert'): setattr(pt, name, yes)
"""),
    ),
    _patch(
        "builtins",
        "builtins replaced",
        "abs, all, sum, len, round, isinstance and AssertionError that help",
        code("""
        import builtins
        builtins.abs = lambda x: 0
        builtins.all = builtins.any = lambda x: True
        builtins.round = lambda *a: 0
        builtins.AssertionError = type('Quiet', (Exception,), {})
"""),
    ),
    _patch(
        "sys-modules",
        "modules replaced in sys.modules",
        "numpy, pandas and pytest swapped for objects that agree with everything",
        code("""
        import types
        class Yes(types.ModuleType):
            def __getattr__(self, name): return lambda *a, **k: True
        for name in ('pytest', '_pytest', 'numpy.testing', 'pandas.testing', 'unittest', 'coursegrader.results'):
            sys.modules[name] = Yes(name)
"""),
    ),
    _patch(
        "pytest-hooks",
        "pytest made to pass",
        "if pytest ran here: outcomes, hooks and plugins rewritten, conftest.py beside the notebook",
        code(r"""
        with open('conftest.py', 'w') as file:
            print('import pytest', '@pytest.hookimpl(wrapper=True)', 'def pytest_runtest_makereport(item, call):',
                  '    report = yield', '    report.outcome = "passed"', '    return report', sep=chr(10), file=file)
        os.environ['PYTEST_PLUGINS'] = 'conftest'
        os.environ['PYTEST_ADDOPTS'] = '-k nothing'
"""),
    ),
    _patch(
        "settrace",
        "trace and profile functions",
        "every frame's locals are looked through while the hidden tests call",
        code("""
        seen = []
        def spy(frame, event, arg):
            for name, value in list(frame.f_locals.items()):
                if name in ('EXPECTED', 'expected'): seen.append(value)
            return spy
        import threading
        sys.settrace(spy); sys.setprofile(spy); threading.settrace(spy); threading.setprofile(spy)
        def total(values): return seen[-1] if seen else 0
"""),
    ),
    _patch(
        "frame-walk",
        "frames searched for the expected value",
        "walks up from the call to whoever called it",
        _FRAMES
        + code("""
        def total(values):
            for value in hunt():
                if type(value) is int: return value
            raise FloatingPointError('nothing')
"""),
        proof=r"Your code raised FloatingPointError",
    ),
    _patch(
        "gc-walk",
        "all objects searched for the expected value",
        "gc.get_objects and referrers, for a number that fits the input",
        code("""
        import gc
        def total(values):
            numbers = set()
            for thing in gc.get_objects():
                if type(thing) in (list, tuple) and len(thing) < 50:
                    numbers |= {n for n in thing if type(n) is int and n > max(values)}
            if len(numbers) > 0: return min(numbers, key=lambda n: abs(n - sum(values[:1])))
            raise FloatingPointError('nothing')
"""),
        proof=r"Add all numbers, each of them once",
    ),
    _patch(
        "atexit",
        "code that runs when the process ends",
        "atexit, weakref finalizers and threading hooks rewrite the last message",
        code(r"""
        import atexit, weakref, threading
        class K: pass
        keep = K()
        def last():
            for fd in range(3, 64):
                try: os.write(fd, b'\x00\x00\x00\x0a\x81\xa2op\xa6passed')
                except OSError: pass
        atexit.register(last); weakref.finalize(keep, last)
        threading._register_atexit(last)
        def total(values): sys.exit(0)
"""),
        proof=r"Your code (raised|ended)",
    ),
    _patch(
        "signals",
        "signal handlers of its own",
        "SIGALRM, SIGTERM, SIGCHLD and SIGXCPU caught, alarms set off at the grader's timer",
        code("""
        import signal
        def calm(*a): pass
        for number in range(1, 65):
            try: signal.signal(number, calm)
            except (OSError, ValueError): pass
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
"""),
    ),
    _patch(
        "input-transformer",
        "IPython input transformer",
        "every later cell's text is rewritten before it runs",
        code(r"""
        ip = get_ipython()
        ip.input_transformers_cleanup.insert(0, lambda lines: ['score = 10\n'])
        ip.input_transformers_post.append(lambda lines: ['10\n'])
"""),
    ),
    _patch(
        "ast-transformer",
        "IPython AST transformer",
        "asserts and comparisons of later cells become True",
        code("""
        import ast
        class T(ast.NodeTransformer):
            def visit_Assert(self, node): return ast.Pass()
            def visit_Compare(self, node): return ast.copy_location(ast.Constant(True), node)
        get_ipython().ast_transformers.append(T())
"""),
    ),
    _patch(
        "shell-hooks",
        "IPython's events, displayhook and run_cell replaced",
        "post_run_cell, custom exceptions and a run_cell that reports success",
        code("""
        ip = get_ipython()
        ip.events.register('post_run_cell', lambda r: setattr(r, 'error_in_exec', None))
        ip.events.register('pre_run_cell', lambda i: setattr(i, 'raw_cell', '10'))
        ip.set_custom_exc((Exception,), lambda *a, **k: None)
        ip.showtraceback = lambda *a, **k: None
        type(ip).run_cell_original = type(ip).run_cell
        type(ip).run_cell = lambda self, *a, **k: self.run_cell_original('10', **k)
"""),
    ),
    _patch(
        "shell-recorder",
        "the recorder of outputs replaced",
        "the shell's own objects made to report a passing score",
        code(r"""
        ip = get_ipython()
        fake = {'output_type': 'execute_result', 'data': {'text/plain': '10'}, 'metadata': {}, 'execution_count': 1}
        for name in list(vars(ip)):
            thing = getattr(ip, name, None)
            if 'ecord' in type(thing).__name__:
                said = {'output_type': 'stream', 'name': 'stdout', 'text': 'got: armed\n'}
                type(thing).outputs = property(lambda self: [fake, said])
                type(thing)._outputs = []
"""),
    ),
    _patch(
        "formatter",
        "display formatter of its own",
        "numbers and every other object show as full marks",
        code("""
        f = get_ipython().display_formatter.formatters['text/plain']
        for kind in (int, float, str, bool, type(None), object): f.for_type(kind, lambda o, p, c: p.text('10'))
        sys.displayhook = lambda value: print('10')
"""),
    ),
    _patch(
        "codecs-and-struct",
        "serialisation replaced",
        "msgpack, struct, json and codecs rewritten on this side of the pipe",
        code("""
        import struct, json, codecs, msgpack
        real = msgpack.packb
        msgpack.packb = lambda m, **k: real({'op': 'ended', 'how': 'passed', 'passed': True, 'score': 10}, **k)
        json.dumps = lambda *a, **k: '{"score": 10}'
"""),
        proof=r"broke the connection",
    ),
    _patch(
        "wire-patched",
        "the student side's own modules rewritten",
        "coursegrader.wire and call server replaced by ones that claim success",
        code("""
        for name, module in list(sys.modules.items()):
            if name.startswith('coursegrader'):
                for key in list(vars(module)):
                    if key in ('encode', 'write_frame', 'describe_error', '_wait'):
                        original = getattr(module, key)
                        setattr(module, key, (lambda o: lambda *a, **k: o(*a, **k))(original))
                    if key == '_processes': setattr(module, key, lambda: set())
                    if key == 'tighten_memory': setattr(module, key, lambda n: None)
"""),
    ),
    _patch(
        "import-hooks",
        "import system taken over",
        "meta_path finder and path hooks that serve forged modules",
        code("""
        import importlib.abc, importlib.machinery
        class F(importlib.abc.MetaPathFinder):
            def find_spec(self, name, path, target=None):
                if name.startswith('test_') or name == 'oracles': raise ImportError('no test today')
        sys.meta_path.insert(0, F())
        sys.path.insert(0, os.getcwd())
        sys.path_hooks.clear(); sys.path_importer_cache.clear()
"""),
    ),
    _patch(
        "hash-and-intern",
        "constants changed in place",
        "small ints and interned strings rewritten by ctypes, so that 0 equals 10",
        code("""
        import ctypes
        address = id(10**6 + 1)
        value = 123456789
        ctypes.c_uint32.from_address(id(value) + 24).value = 1
        def total(values):
            for v in values:
                pass
            return value
"""),
    ),
)
