"""Every notebook of the course runs from a clean kernel, as its author's complete version."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

COURSE = Path(__file__).parents[2]
NOTEBOOKS = [path.relative_to(COURSE / "source") for path in sorted((COURSE / "source").glob("*/*.ipynb"))]
CELL_SECONDS = 60


@pytest.mark.parametrize("name", NOTEBOOKS, ids=str)
def test_the_notebook_runs_without_an_error(name: Path, tmp_path: Path) -> None:
    folder = tmp_path / name.parent.name
    shutil.copytree(COURSE / "source" / name.parent, folder)  # a quiz keeps answers, a lab keeps predictions
    notebook = nbformat.read(folder / name.name, as_version=4)
    NotebookClient(notebook, timeout=CELL_SECONDS, resources={"metadata": {"path": str(folder)}}).execute()
    last = [cell for cell in notebook.cells if cell.cell_type == "code"][-1]
    assert last.execution_count is not None
