"""Runs hidden suites in this trusted process, by pytest, against one notebook's session."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from coursegrader.errors import SandboxDied
from coursegrader.grader_side.plugin import SuiteContext, SuitePlugin

# No plugin but ours, no configuration of whatever folder we stand in, nothing written, nothing printed.
OPTIONS = (
    "--disable-plugin-autoload",
    "--import-mode=importlib",
    "--noconftest",
    "--capture=sys",
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


def run_suites(suites: Sequence[Path], graders_dir: Path, context: SuiteContext) -> SuitePlugin:
    """Run suites; the plugin that comes back holds what was recorded, and what went wrong."""
    plugin = SuitePlugin(context)
    status: int = pytest.ExitCode.INTERNAL_ERROR
    with _importable(graders_dir):
        try:
            status = pytest.main([*OPTIONS, f"--rootdir={graders_dir}", *map(str, suites)], plugins=[plugin])
        except SandboxDied as error:  # while pytest was clearing up after an error of its own
            plugin.problems.append(("suites", str(error)))
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) and not plugin.problems:
        plugin.problems.append(("suites", f"pytest could not run the hidden suites ({pytest.ExitCode(status).name})"))
    return plugin


@contextmanager
def _importable(folder: Path) -> Iterator[None]:
    """Let suites import the modules beside them (``import oracles``), and leave none of them behind."""
    path = str(folder)
    write_bytecode = sys.dont_write_bytecode
    sys.path.insert(0, path)
    sys.dont_write_bytecode = True
    try:
        yield
    finally:
        sys.dont_write_bytecode = write_bytecode
        sys.path.remove(path)
        for name, module in list(sys.modules.items()):
            file = getattr(module, "__file__", None)
            if file is not None and Path(file).parent == folder:
                del sys.modules[name]
