"""Functions that an exercise does without."""

import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coursegrader.student_side.blocking import BlockedFunctionError, Blocker, Blockers


@pytest.fixture
def library() -> Iterator[types.ModuleType]:
    module: Any = types.ModuleType("made_up_library")
    module.solve = lambda: "solved"
    module._private = lambda: "private"
    module.SolveError = type("SolveError", (Exception,), {})
    module.limit = 3
    sys.modules["made_up_library"] = module
    user: Any = types.ModuleType("made_up_user")
    user.their_solve = module.solve
    sys.modules["made_up_user"] = user
    yield module
    del sys.modules["made_up_library"], sys.modules["made_up_user"]


def test_functions_raise_wherever_they_are_held(library: Any) -> None:
    namespace = {"mine": library.solve, "other": len}
    Blocker(["made_up_library"]).apply(namespace)
    for blocked in (library.solve, namespace["mine"], sys.modules["made_up_user"].their_solve):
        with pytest.raises(BlockedFunctionError, match=r"made_up_library\.solve is not available in this exercise"):
            blocked()
    assert namespace["other"] is len


def test_classes_values_and_private_names_stay(library: Any) -> None:
    error = library.SolveError
    Blocker(["made_up_library"]).apply({})
    assert library.SolveError is error and library.limit == 3 and library._private() == "private"


def test_a_single_function_or_class_is_blocked_by_name(library: Any) -> None:
    library.other = lambda: "other"
    namespace = {"mine": library.solve, "kind": library.SolveError}
    Blocker(["made_up_library.solve", "made_up_library.SolveError"]).apply(namespace)
    for blocked in (library.solve, namespace["mine"], namespace["kind"]):
        with pytest.raises(BlockedFunctionError, match="is not available in this exercise"):
            blocked()
    assert library.other() == "other"


@pytest.mark.parametrize("name", ["no_such_module", "json.no_such_module", "email.no_such_module", "nowhere.at.all"])
def test_a_module_that_does_not_exist_is_an_error(name: str) -> None:
    with pytest.raises(ModuleNotFoundError):
        Blocker([name])


@pytest.fixture
def unloaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A package that nobody has loaded: `shelf.tools` has a function of `shelf._inside`."""
    (tmp_path / "shelf").mkdir()
    (tmp_path / "shelf/__init__.py").write_text("")
    (tmp_path / "shelf/_inside.py").write_text("def solve(): return 'solved'\n")
    (tmp_path / "shelf/tools.py").write_text("from shelf._inside import solve\nclass ToolError(Exception): ...\n")
    monkeypatch.syspath_prepend(tmp_path)
    finders = list(sys.meta_path)
    yield
    sys.meta_path[:] = finders
    for name in [name for name in sys.modules if name.startswith("shelf")]:
        del sys.modules[name]


@pytest.mark.usefixtures("unloaded")
def test_a_module_is_not_loaded_to_be_blocked_and_blocked_when_it_is_loaded() -> None:
    namespace: dict[str, Any] = {}
    Blocker(["shelf.tools"]).apply(namespace)
    assert "shelf" not in sys.modules
    exec("import shelf.tools as tools\nfrom shelf._inside import solve", namespace)
    for blocked in (namespace["tools"].solve, namespace["solve"]):
        with pytest.raises(BlockedFunctionError, match=r"shelf\.tools\.solve is not available"):
            blocked()
    assert issubclass(namespace["tools"].ToolError, Exception)


@pytest.mark.usefixtures("unloaded")
def test_a_class_of_a_module_that_is_not_loaded_is_blocked_when_it_is() -> None:
    namespace: dict[str, Any] = {}
    Blocker(["shelf.tools.ToolError"]).apply(namespace)
    assert "shelf" not in sys.modules
    exec("from shelf.tools import ToolError, solve", namespace)
    assert namespace["solve"]() == "solved"
    with pytest.raises(BlockedFunctionError, match=r"shelf\.tools\.ToolError is not available"):
        namespace["ToolError"]()


@pytest.mark.usefixtures("unloaded")
def test_what_blocks_a_module_catches_up_when_the_notebook_loads_it() -> None:
    blockers = Blockers()
    blockers.prepare(("shelf.tools",))
    namespace: dict[str, Any] = {}
    exec("from shelf.tools import solve", namespace)
    blockers.get(("shelf.tools",)).apply(namespace)
    with pytest.raises(BlockedFunctionError):
        namespace["solve"]()


def test_what_cannot_be_blocked_is_told_by_the_test_that_blocks_it() -> None:
    blockers = Blockers()
    blockers.prepare(("no_such_module",))
    with pytest.raises(ModuleNotFoundError, match="no_such_module"):
        blockers.get(("no_such_module",))
