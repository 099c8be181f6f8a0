"""Which Python or kernel a notebook is run by."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from coursegrader.errors import CourseError
from coursegrader.grader_side.course_rules import KernelOptions
from coursegrader.grader_side.kernels import Kernel, kernel_of

Install = Callable[..., Path]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Installs a kernel of a name where Jupyter looks for it."""
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))

    def install(name: str, language: str, *command: str, **more: Any) -> Path:
        target = tmp_path / "kernels" / name / "kernel.json"
        target.parent.mkdir(parents=True)
        spec = {"argv": [*command, "-f", "{connection_file}"], "display_name": name.title(), "language": language}
        target.write_text(json.dumps({**spec, **more}))
        return target.parent

    return install


def kernel(spec: Mapping[str, str], options: KernelOptions | None = None) -> Kernel | None:
    return kernel_of("work", {"metadata": {"kernelspec": dict(spec)}}, options or KernelOptions())


@pytest.mark.parametrize("name", ["python3", "python", "python3.9", "conda-env-maths-py", "base", ""])
def test_python_by_any_name_is_this_python(name: str) -> None:
    assert kernel({"name": name, "language": "python"}) is None


def test_a_notebook_without_a_kernel_is_for_this_python() -> None:
    assert kernel_of("work", {"metadata": {}}, KernelOptions()) is None


def test_this_python_under_another_name_is_this_python(install: Install) -> None:
    install("mine-test", "python", sys.executable, "-m", "ipykernel_launcher")
    assert kernel({"name": "mine-test", "language": "python"}) is None


def test_another_python_is_run_as_the_kernel_it_is(install: Install) -> None:
    install("other-test", "python", "/opt/other/bin/python", "-m", "ipykernel_launcher")
    found = kernel({"name": "other-test", "language": "python"})
    assert found is not None and found.argv[0] == "/opt/other/bin/python"


def test_another_language_is_run_by_its_kernel(install: Install) -> None:
    folder = install("speak-test", "speak", "/usr/bin/env", "speak")
    found = kernel({"name": "speak-test", "language": "speak"})
    assert found is not None
    assert (found.display_name, found.language, found.resources) == ("Speak-Test", "speak", folder)


def test_a_kernel_that_is_not_there_is_named_with_its_language_and_notebook() -> None:
    with pytest.raises(CourseError, match=r"work\.ipynb is for the kernel 'no-such-r' \(R\), which is not installed"):
        kernel({"name": "no-such-r", "language": "R"})


def test_the_courses_choice_of_kernel_counts_whatever_the_notebook_says() -> None:
    with pytest.raises(CourseError, match="no-such-choice"):
        kernel({"name": "python3", "language": "python"}, KernelOptions(name="no-such-choice"))


def test_arguments_for_the_kernel_need_a_kernel() -> None:
    found = kernel({"name": "python3", "language": "python"}, KernelOptions(arguments=("--quiet",)))
    assert found is not None and found.argv[-1] == "--quiet"


def test_a_kernel_sees_its_files_and_its_environment_and_nothing_wider(install: Install, tmp_path: Path) -> None:
    environment = tmp_path / "env"
    (environment / "bin").mkdir(parents=True)
    (environment / "conda-meta").mkdir()
    loose = tmp_path / "home" / "bin"
    loose.mkdir(parents=True)
    for program in (environment / "bin" / "run", loose / "run"):
        program.touch()
    inside = install("inside-test", "x", str(environment / "bin" / "run"))
    outside = install("outside-test", "x", str(loose / "run"))
    first, second = (kernel({"name": f"{name}-test", "language": "x"}) for name in ("inside", "outside"))
    assert first is not None and first.places == (inside, environment)
    assert second is not None and second.places == (outside, loose / "run")
