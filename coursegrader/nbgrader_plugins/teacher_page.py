"""A graded notebook as the page that nbconvert, and with it formgrader, makes of it."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

import nbformat
from nbconvert.exporters import HTMLExporter
from nbconvert.filters import clean_html


def teacher_page(path: Path) -> str:
    """HTML of a notebook file's cells: the part of a page that a submission has a say in."""
    html, _ = _exporter().from_notebook_node(nbformat.read(path, as_version=4))
    return str(html)


@cache
def _exporter() -> HTMLExporter:
    exporter = HTMLExporter(template_name="basic")  # which reads its templates once
    # cleaning takes longest, and most cells are the same in each submission
    exporter.register_filter("clean_html", lru_cache(maxsize=1024)(clean_html))
    return exporter
