"""Graded notebooks to feedback pages."""

from __future__ import annotations

import base64
import copy
import hashlib
import shutil
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import jinja2
from markupsafe import Markup
from nbconvert.exporters import Exporter
from nbformat.notebooknode import NotebookNode

from coursegrader.nbgrader_plugins.feedback_cells import HAD_TESTS, may_quote_tests
from coursegrader.nbgrader_plugins.feedback_page import FeedbackPage, build_page

_PICTURE_TYPES: Final = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".gif": "gif", ".svg": "svg+xml"}
MAX_PICTURE_FILE: Final = 2_000_000  # bytes
_RECORDED: Final = "coursegrader_recorded"  # marks the cells that were there before a course's own steps


class FeedbackExporter(Exporter):
    """Export a graded notebook as one self-contained page that loads and runs nothing."""

    file_extension = ".html"
    output_mimetype = "text/html"

    def from_notebook_node(  # type: ignore[override]  # as every exporter to text does
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Run the preprocessors, then write the page. It cleans all that it shows, so nothing may come after it."""
        graded, resolved = super().from_notebook_node(_marked(nb), resources, **kw)
        notes = [cell for cell in graded.cells if _RECORDED not in cell["metadata"]]
        graded.cells = [cell for cell in graded.cells if _RECORDED in cell["metadata"]]
        page = page_in_folder(graded, resolved, Path(resolved["metadata"].get("path", "")), notes)
        self._clear_the_way(resolved["nbgrader"])
        return render_page(page), resolved

    def _clear_the_way(self, names: Mapping[str, str]) -> None:
        """nbgrader has copied what was handed in to the feedback folder: take away what lies where the page goes."""
        coursedir = getattr(self.parent, "coursedir", None)
        if coursedir is None:
            return  # used without one of nbgrader's converters, so nothing was copied
        folder = coursedir.format_path(coursedir.feedback_directory, names["student"], names["assignment"])
        page = Path(folder, f"{names['notebook']}.html")
        if page.is_dir() and not page.is_symlink():
            shutil.rmtree(page)
        else:
            page.unlink(missing_ok=True)


def _marked(nb: NotebookNode) -> NotebookNode:
    """The notebook with a mark on each cell, by which cells are known that a course's own steps add; and on those with
    hidden tests, and all behind them, by which they are known if a step takes the tests out of the page."""
    marked = copy.deepcopy(nb)
    tests = False
    for cell in marked.cells:
        tests = tests or may_quote_tests(cell)
        cell.metadata[_RECORDED] = True
        cell.metadata[HAD_TESTS] = tests
    return marked


def page_in_folder(
    graded: Mapping[str, Any], resources: Mapping[str, Any], folder: Path, notes: Sequence[Mapping[str, Any]] = ()
) -> FeedbackPage:
    """The page of a graded notebook that lies in ``folder``, whose pictures it may show.

    Args:
        graded: the notebook, with what ``GetResults`` put there.
        resources: nbgrader's.
        folder: where it lies.
        notes: cells that the course's own steps have added to it.
    """
    return build_page(graded, resources, lambda address: _picture_in(folder, address), notes)


def render_page(page: FeedbackPage) -> str:
    """The page as HTML. Its policy allows one style sheet, by its hash, and pictures inside the page."""
    style = _template_file("feedback.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    return _template().render(page=page, style=Markup(style), style_hash=f"sha256-{digest}")


def _picture_in(folder: Path, address: str) -> str | None:
    """A data URI of one of the assignment's own pictures."""
    path = (folder / address).resolve()
    kind = _PICTURE_TYPES.get(path.suffix.lower())
    if kind is None or not path.is_relative_to(folder.resolve()) or not path.is_file():
        return None
    if path.stat().st_size > MAX_PICTURE_FILE:
        return None
    return f"data:image/{kind};base64,{base64.b64encode(path.read_bytes()).decode('ascii')}"


def _template_file(name: str) -> str:
    return (files(__package__) / "templates" / name).read_text("utf-8")


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["points"] = lambda points: f"{round(float(points), 2):g}"
    return environment.from_string(_template_file("feedback.html.j2"))
