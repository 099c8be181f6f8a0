"""Who is looking?"""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

from coursekit.front_end import OVERRIDE, has_front_end


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (OVERRIDE, "JPY_SESSION_NAME", "VSCODE_PID", "VSCODE_CWD", "COLAB_RELEASE_TAG"):
        monkeypatch.delenv(name, raising=False)


def test_a_kernel_started_by_jupyter_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ipykernel", ModuleType("ipykernel"))
    assert not has_front_end()
    monkeypatch.setenv("JPY_SESSION_NAME", "lab_1.ipynb")
    assert has_front_end()


def test_a_process_without_a_kernel_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "ipykernel", raising=False)
    monkeypatch.setenv("JPY_SESSION_NAME", "lab_1.ipynb")
    assert not has_front_end()


@pytest.mark.parametrize(("decided", "found"), [("1", True), ("0", False)])
def test_the_override_decides(monkeypatch: pytest.MonkeyPatch, decided: str, found: bool) -> None:
    monkeypatch.setenv(OVERRIDE, decided)
    assert has_front_end() is found
