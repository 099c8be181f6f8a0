"""What exercises are called: the headings that a release's notebooks put above their graded cells."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from markupsafe import Markup

from coursegrader.hub.web.student.wording import spoken

_HEADING: Final = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$", re.MULTILINE)
_POINTS: Final = re.compile(r"\s*\([\d.]+ points?\)\s*$")  # the score beside the title says it already
_FENCE: Final = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)

MOST_KNOWN: Final = 1000

Cell = Mapping[str, Any]


@dataclass(frozen=True)
class NotebookNames:
    """One notebook's title and its exercises' titles, as Markdown of one line.

    Attributes:
        exercises: grade id -> title, for graded cells and the answer cells that belong to them, in order.
        points: of all graded cells together.
    """

    title: str
    exercises: Mapping[str, str] = field(default_factory=dict)
    points: float = 0.0


_known: dict[tuple[str, str], NotebookNames] = {}  # by path and content, so that it holds for every course


def read_names(name: str, content: bytes) -> NotebookNames:
    """The names in one released notebook; one that cannot be read has just its file's name.

    Args:
        name: the notebook's, without its ending.
        content: the notebook file.
    """
    try:
        cells = [cell for cell in json.loads(content)["cells"] if isinstance(cell, dict)]
    except (ValueError, KeyError, TypeError, RecursionError):
        return NotebookNames(spoken(name))
    title = next((text for cell in cells for level, text in _headings(cell) if level == 1), spoken(name))
    exercises: dict[str, str] = {}
    points = 0.0
    for group in _groups(cells):
        named = _title(group) or spoken(_grade_id(group[-1]))
        points += _points(group[-1])
        exercises.update({_grade_id(cell): named for cell in group if _grade_id(cell)})
    return NotebookNames(title, exercises, points)


def names_in(files: Mapping[str, str], content_of: Callable[[str], bytes]) -> dict[str, NotebookNames]:
    """The notebooks of a release, by name without ending; each version of a notebook is read once.

    Args:
        files: the release's path -> SHA-256.
        content_of: the content of a file, by its SHA-256; empty if it cannot be had.
    """
    found = {}
    for path in sorted(path for path in files if path.endswith(".ipynb") and "/" not in path):
        name, key = path.removesuffix(".ipynb"), (path, files[path])
        names = _known.get(key)
        if names is None:
            content = content_of(files[path])
            names = read_names(name, content)
            if content:
                _remember(key, names)
        found[name] = names
    return found


def _remember(key: tuple[str, str], names: NotebookNames) -> None:
    while len(_known) >= MOST_KNOWN:
        _known.pop(next(iter(_known)), None)
    _known[key] = names


def shown(title: str) -> Markup:
    """A title as HTML: code and formulas as such, nothing live."""
    # imported late: it takes a second, which the service need not spend before it can answer
    from coursegrader.nbgrader_plugins.feedback_markdown import first_heading, render_markdown

    return first_heading(render_markdown(f"# {title}")) or Markup("{}").format(title)


def plain(title: str) -> str:
    """A title for places where only text can be."""
    return Markup(shown(title)).striptags()


def _groups(cells: Sequence[Cell]) -> list[list[Cell]]:
    """Cells up to and including each graded one."""
    groups: list[list[Cell]] = []
    group: list[Cell] = []
    for cell in cells:
        group.append(cell)
        settings = _settings(cell)
        if (settings.get("grade") or settings.get("task")) and _grade_id(cell):
            groups.append(group)
            group = []
    return groups


def _title(group: Sequence[Cell]) -> str | None:
    """The last of the largest headings above the graded cell, but for the notebook's own title."""
    found = [(level, text) for cell in group for level, text in _headings(cell) if level > 1]
    if not found:
        return None
    largest = min(level for level, _ in found)
    return _POINTS.sub("", [text for level, text in found if level == largest][-1])


def _headings(cell: Cell) -> list[tuple[int, str]]:
    if cell.get("cell_type") != "markdown":
        return []
    source = cell.get("source", "")
    text = "".join(source) if isinstance(source, list) else str(source)
    return [(len(match[1]), match[2]) for match in _HEADING.finditer(_FENCE.sub("", text))]


def _settings(cell: Cell) -> Mapping[str, Any]:
    metadata = cell.get("metadata", {})
    settings = metadata.get("nbgrader", {}) if isinstance(metadata, dict) else {}
    return settings if isinstance(settings, dict) else {}


def _points(cell: Cell) -> float:
    points = _settings(cell).get("points", 0)
    return float(points) if isinstance(points, int | float) else 0.0


def _grade_id(cell: Cell) -> str:
    found = _settings(cell).get("grade_id", "")
    return found if isinstance(found, str) else ""
