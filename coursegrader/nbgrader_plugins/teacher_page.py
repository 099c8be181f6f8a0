"""A graded notebook as the page that nbconvert, and with it formgrader, makes of it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import nbformat
from nbconvert.exporters import HTMLExporter


def teacher_page(path: Path) -> str:
    """HTML of a notebook file's cells: the part of a page that a submission has a say in."""
    html, _ = _exporter().from_notebook_node(nbformat.read(path, as_version=4))
    return str(html)


@cache
def _exporter() -> HTMLExporter:
    return HTMLExporter(template_name="basic")  # which reads its templates once
