"""Which modules a sandbox imports beforehand."""

import sys
from pathlib import Path

import pytest

from coursegrader.grader_side.warm_modules import drawing_modules, warm_modules


def test_what_the_notebooks_import_and_this_python_has() -> None:
    cells = [
        "import numpy as np, no_such_module_anywhere",
        "%matplotlib inline\nfrom json import dumps",
        "not python (",
    ]
    assert warm_modules(cells) == ("json", "numpy")


def test_matplotlib_where_the_kit_draws_and_only_there() -> None:
    for imported, needed in (("elimination_figures", ("matplotlib.pyplot",)), ("checks", ()), ("no_such_part", ())):
        assert drawing_modules(warm_modules([f"from coursekit.{imported} import *"])) == needed


def test_numpy_always_and_parts_of_the_kit_by_name() -> None:
    assert warm_modules([]) == ("numpy",)
    assert warm_modules(["from coursekit import checks"]) == ("coursekit", "coursekit.checks", "numpy")


def test_what_a_cell_imports_later_or_not_at_all_is_left_out() -> None:
    assert warm_modules(["def f():\n    import json", "import __main__", "from . import json"]) == ("numpy",)


def test_a_folder_that_happens_to_be_on_the_path_is_no_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "happens_to_be_here.py").write_text("raise SystemExit")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    assert warm_modules(["import happens_to_be_here"]) == ("numpy",)
