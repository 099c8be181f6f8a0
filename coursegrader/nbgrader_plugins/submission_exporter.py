"""How ``nbgrader autograde`` reads a submitted notebook: not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbformat.notebooknode import NotebookNode
from nbgrader.converters import Autograde

from coursegrader.nbgrader_plugins.renamed_notebooks import RenamedNotebooks


class SubmissionExporter(NotebookExporter):
    """Hand nbgrader an empty notebook in place of each file it opens.

    nbgrader converts a submission twice: it parses the submitted file and writes a sanitised copy, then
    executes the copy. Parsing is where a damaged or hostile file ends the run, and nothing in the file but
    its source text is wanted, so neither pass parses: the engine reads the submission's bytes itself, and
    ``SandboxedExecute`` puts the notebook that it rebuilt and ran in place of the empty one.
    """

    def __init__(self, **kw: Any) -> None:
        """Have the converter that made this exporter also take notebooks that were renamed."""
        super().__init__(**kw)
        self._renamed = RenamedNotebooks(self.parent) if isinstance(self.parent, Autograde) else None

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Run the preprocessors on an empty notebook that stands for ``filename``."""
        if self._renamed is not None:
            self._renamed.passed(Path(filename))
        exported: tuple[NotebookNode, ResourcesDict] = self.from_notebook_node(
            nbformat.v4.new_notebook(), resources, **kw
        )
        return exported
