"""What starting up imports: counted in modules, since a machine's clock says nothing about the code."""

import json
import subprocess
import sys
from pathlib import Path

from tests.tiny_course import ASSIGNMENT, make_course, solved, write

HEAVY = frozenset(
    "IPython jupyter_client matplotlib nbconvert nbformat nbgrader pandas pyarrow scipy sqlalchemy tornado "
    "traitlets".split()
)


def loaded(code: str, *arguments: str) -> set[str]:
    """The modules that a fresh Python holds after running this."""
    code = f"import json, sys\n{code}\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, timeout=60, check=True
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_importing_the_package_imports_next_to_nothing() -> None:
    assert len(loaded("import coursegrader") - loaded("")) <= 3


def test_help_is_light() -> None:
    code = """
from typer.testing import CliRunner
from coursegrader.cli import app
assert "grade" in CliRunner().invoke(app, ["--help"]).output
"""
    modules = loaded(code) - loaded("import typer, typer.testing, rich.console")
    assert not modules & (HEAVY | {"numpy", "pytest"})
    assert len(modules) < 150


def test_grading_imports_only_what_it_needs(tmp_path: Path) -> None:
    write(tmp_path / "work.ipynb", solved())
    code = """
import threading
from pathlib import Path
from coursegrader.grader_side.attempt import read_attempt
from coursegrader.grader_side.grade import GradingRequest, grade_attempt
over = threading.Event()
threading.Thread(target=over.wait).start()  # with it, all is done in this process
try:
    result = grade_attempt(GradingRequest(Path(sys.argv[1]), sys.argv[2], read_attempt(Path(sys.argv[3])))).result
finally:
    over.set()
assert result.score == 5.0, result
"""
    modules = loaded(code, str(make_course(tmp_path / "course")), ASSIGNMENT, str(tmp_path / "work.ipynb"))
    assert "numpy" in modules and "pytest" in modules
    assert not modules & HEAVY
