"""Functions that an exercise does without."""

import sys
import types
from collections.abc import Iterator
from typing import Any

import pytest

from coursegrader.student_side.blocking import BlockedFunctionError, Blocker


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


def test_a_module_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(ModuleNotFoundError):
        Blocker(["no_such_module"])
