"""Hidden suites as pytest collected them: loaded once, then run for one attempt.

Running changes what suites keep (their modules' globals, caches of their oracles, fixtures). So collected suites are
run once in a process: a process that grades many attempts forks a child for each.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import cast

import pytest
from _pytest.assertion.rewrite import AssertionRewritingHook
from _pytest.config import _prepareconfig
from _pytest.python import DirectParamFixtureDef

from coursegrader.grader_side.marks import keep_marks, marks_of
from coursegrader.grader_side.plugin import FIXTURES, SuiteContext, SuitePlugin
from coursegrader.grader_side.recorded import SuiteRun

# No plugin but ours, no configuration of whatever folder we stand in, nothing written, nothing printed.
OPTIONS = (
    "--disable-plugin-autoload",
    "--import-mode=importlib",
    "--noconftest",
    "--capture=no",  # what suites print is thrown away once for all of them, below
    "--assert=plain",  # explaining a failed comparison can take for ever when the learner chose one side of it
    "--config-file=/dev/null",
    "-pno:cacheprovider",
    "-pno:terminal",
    "-pno:faulthandler",
    "-pno:junitxml",
    "-pno:logging",
    "-pno:unraisableexception",
    "-pno:threadexception",
)
# Tests with these marks run under pytest's whole protocol; all others have no use for most of it.
ELABORATE_MARKS = frozenset({"skip", "skipif", "xfail", "filterwarnings"})
INTERRUPTIONS = (KeyboardInterrupt, pytest.exit.Exception)


class CollectedSuites:
    """The tests of some suites of one folder."""

    def __init__(self, suites: Sequence[Path], graders_dir: Path) -> None:
        """Load the suites. One that cannot be loaded is told by each run."""
        self._folder = graders_dir
        self._modules: dict[str, ModuleType] = {}
        self._plugin = SuitePlugin()
        self._session: pytest.Session | None = None
        self._config: pytest.Config | None = None
        self._direct: dict[pytest.Item, Direct] = {}
        with self._in_place():
            try:
                self._collect([*OPTIONS, f"--rootdir={graders_dir}", *map(str, suites)])
            except KeyboardInterrupt:
                raise
            except BaseException as error:  # noqa: BLE001  a suite may do anything while it is loaded, even exit
                self._session = None
                self._plugin.load_problems.append(_could_not_run(error))

    def _collect(self, arguments: list[str]) -> None:
        self._config = config = _prepareconfig(arguments, [self._plugin])
        config._do_configure()
        session = pytest.Session.from_config(config)
        config.hook.pytest_sessionstart(session=session)
        config.hook.pytest_collection(session=session)
        self._session = session
        self._direct = {item: direct for item in session.items if (direct := _direct_fixtures(item)) is not None}
        for item, direct in self._direct.items():
            if direct.all_of_them:
                keep_marks(item)

    @property
    def tests(self) -> int:
        """How many tests there are; none where a suite cannot be loaded."""
        return 0 if self._session is None else len(self._session.items)

    def run(self, context: SuiteContext) -> SuiteRun:
        """Run the tests, once in the life of a process. Whatever ends the run before its end leaves no points."""
        run = self._plugin.begin(context)
        with self._in_place():
            try:
                self._run_all(context)
            except KeyboardInterrupt:
                raise
            except BaseException as error:  # noqa: BLE001  pytest's own way out, or an error in a suite's marks
                run.recorded.clear()
                run.problems.append(_could_not_run(error))
        return run

    def close(self) -> None:
        """Let pytest clear up behind itself."""
        if self._config is not None:
            with self._in_place():
                self._config._ensure_unconfigure()

    def _run_all(self, context: SuiteContext) -> None:
        session = self._session
        if session is None or session.testsfailed:
            return  # nothing is run where a suite cannot be loaded
        recorder = self._plugin.recorder
        items = [i for i in session.items if context.only_cell in (None, recorder.cell_of(i))]
        recorder.run.problems += [
            (item.nodeid, "this test names no cell: mark it with @pytest.mark.cell(grade_id)")
            for item in items
            if not recorder.cell_of(item)
        ]
        try:
            for number, item in enumerate(items, 1):
                self._run_item(item, items[number] if number < len(items) else None)
        finally:
            session.config.hook.pytest_sessionfinish(session=session, exitstatus=pytest.ExitCode.OK)

    def _run_item(self, item: pytest.Item, following: pytest.Item | None) -> None:
        self._plugin.item = item
        if item not in self._direct:
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
            return
        # pytest_runtest_protocol of pytest's runner, without the reports, logs and timings that nobody reads here
        recorder, state, stack = self._plugin.recorder, item.session._setupstate, ExitStack()
        with warnings.catch_warnings():
            error = _error_of(lambda: self._set_up(item, stack))
            if error is None:
                error = _error_of(cast("pytest.Function", item).runtest)
            recorder.record(item, error is None and not marks_of(item).may_not_pass, error)
            for action in (stack.close, lambda: state.teardown_exact(following)):
                recorder.trouble(item, _error_of(action))

    def _set_up(self, item: pytest.Item, stack: ExitStack) -> None:
        """Make the test's fixtures: ours directly, since pytest takes as long for each as many a test does."""
        direct, given = self._direct[item], cast("pytest.Function", item).funcargs
        given.update(direct.parameters)
        for name in direct.ours:
            given[name] = self._plugin.give(name, stack)
        item.session._setupstate.setup(item)

    @contextmanager
    def _in_place(self) -> Iterator[None]:
        """Let suites import the modules beside them (``import oracles``), here only: two weeks may use one name."""
        path = str(self._folder)
        write_bytecode = sys.dont_write_bytecode
        known = set(sys.modules)
        sys.path.insert(0, path)
        sys.dont_write_bytecode = True
        sys.modules.update(self._modules)
        try:
            with _quiet(), _plain_asserts():
                yield
        finally:
            sys.dont_write_bytecode = write_bytecode
            with suppress(ValueError):  # a suite may have changed it
                sys.path.remove(path)
            for name in sys.modules.keys() - known:
                file = getattr(sys.modules[name], "__file__", None)
                if file is not None and Path(file).parent == self._folder:
                    self._modules[name] = sys.modules.pop(name)


@dataclass(frozen=True)
class Direct:
    """What a plain test function asks for and can be given without pytest.

    Attributes:
        ours: names of fixtures of ours.
        parameters: values of its own parameters.
        all_of_them: whether that is all that it asks for: no fixture of the suite's runs, and so nothing in it but the
            function itself.
    """

    ours: tuple[str, ...] = ()
    parameters: Mapping[str, object] = field(default_factory=dict)
    all_of_them: bool = False


def _direct_fixtures(item: pytest.Item) -> Direct | None:
    """What a plain test function can be given directly; None if it needs pytest's whole protocol."""
    if type(item) is not pytest.Function or any(mark.name in ELABORATE_MARKS for mark in item.iter_markers()):
        return None
    known = item._fixtureinfo.name2fixturedefs
    if any(len(known.get(name, ())) != 1 for name in item.fixturenames):
        return Direct()  # a suite has put a fixture of its own in the place of one of ours, or asks for `request`
    parametrized = {name for name in item.fixturenames if isinstance(known[name][0], DirectParamFixtureDef)}
    if any(name not in FIXTURES and name not in parametrized for name in item.fixturenames):
        return Direct()  # a fixture of the suite's may ask for ours, and both must get the same: pytest sees to that
    ours = tuple(name for name in item.fixturenames if name not in parametrized)
    return Direct(ours, {name: item.callspec.params[name] for name in parametrized}, all_of_them=True)


def _error_of(action: Callable[[], object]) -> BaseException | None:
    """What an action raised, if it did."""
    try:
        action()
    except INTERRUPTIONS:
        raise
    except BaseException as error:  # noqa: BLE001  a test that does not end well has failed, whatever it raised
        return error
    return None


def _could_not_run(error: BaseException) -> tuple[str, str]:
    return "suites", f"pytest could not run the hidden suites ({type(error).__name__})"


@contextmanager
def _plain_asserts() -> Iterator[None]:
    """Modules imported in here keep their assertions as they are.

    Where this process runs under pytest itself, that one's import hook would rewrite suites as if they were its own
    tests, whatever our options say; and then explain a failed comparison, by its own options: in full if the
    environment names a CI, which takes for ever for two long texts.
    """
    hooks = [finder for finder in sys.meta_path if isinstance(finder, AssertionRewritingHook)]
    for hook in hooks:
        sys.meta_path.remove(hook)
    try:
        yield
    finally:
        sys.meta_path[:0] = hooks


@contextmanager
def _quiet() -> Iterator[None]:
    """Nothing that a suite prints is seen, and nothing can be asked."""
    stdin = sys.stdin
    with ExitStack() as stack:
        sink = stack.enter_context(open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123
        sys.stdin = stack.enter_context(open(os.devnull, encoding="utf-8"))  # noqa: PTH123
        stack.enter_context(redirect_stdout(sink))
        stack.enter_context(redirect_stderr(sink))
        try:
            yield
        finally:
            sys.stdin = stdin
