"""A notebook file as a learner handed it in: whatever can be read of it is, and what was mended on the way is told."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import Any

from coursegrader.errors import BadSubmission
from coursegrader.grader_side.cell_code import code_facts
from coursegrader.grader_side.kept_text import kept_text
from coursegrader.grader_side.long_texts import without_long_texts
from coursegrader.grader_side.merge_conflict import Conflict, find_conflict
from coursegrader.grader_side.notebook import MAX_CELLS, Cell, cell_of
from coursegrader.grader_side.release_text import with_line_feeds

MAX_TEXT = 4 * 1024 * 1024  # characters of all cells together
_CELLS = re.compile(r'"cells"\s*:\s*\[')
_WEB_PAGE = re.compile(r"\s*<(?:!doctype|html|head|\?xml)", re.IGNORECASE)
_AGAIN = "save it again in JupyterLab and hand it in again"


@dataclass(frozen=True)
class SubmittedNotebook:
    """The cells of a submitted notebook file, and sentences on what was mended."""

    cells: tuple[Cell, ...]
    mended: tuple[str, ...] = ()


def read_submitted(content: bytes, name: str) -> SubmittedNotebook:
    """Read a notebook file of any format version, mending what can be mended.

    Args:
        content: the file.
        name: what to call it in an error.

    Raises:
        BadSubmission: nothing in it can be graded; the message says why, and where.
    """
    notes: list[str] = []
    if not content.strip(b"\0 \t\r\n"):
        raise BadSubmission(f"{name}: the file is empty; {_AGAIN}")
    document = _document(_text(content, notes), name, notes)
    nodes = _cell_nodes(document, notes)
    if nodes is None:
        raise BadSubmission(f"{name}: not a notebook (it has no list of cells); {_AGAIN}")
    if len(nodes) > MAX_CELLS:
        raise BadSubmission(f"{name}: more than {MAX_CELLS} cells; delete what is not needed")
    cells = [cell_of(_converted(node)) for node in nodes if isinstance(node, dict)]
    if len(cells) < len(nodes):
        notes.append(f"{len(nodes) - len(cells)} entries of its list of cells were no cells; they were left out")
    cells = without_long_texts(cells, MAX_TEXT, notes)
    return SubmittedNotebook(tuple(_without_conflicts(cells, notes)), tuple(notes))


def _text(content: bytes, notes: list[str]) -> str:
    encoding = json.detect_encoding(content)
    if not encoding.startswith("utf-8"):
        return content.decode(encoding, "replace")
    try:
        return content.decode(encoding, "surrogatepass")
    except UnicodeDecodeError:
        notes.append("the file is not in UTF-8; characters that cannot be read became question marks")
        return content.decode("utf-8", "replace").replace("\ufffd", "?")


def _document(text: str, name: str, notes: list[str]) -> Any:
    conflict = find_conflict(text)
    if conflict is not None:
        return _merged_document(conflict, name, notes)
    try:
        document, end = json.JSONDecoder().raw_decode(text, _start(text))
    except RecursionError:
        raise BadSubmission(f"{name}: not a notebook (it is nested too deeply); {_AGAIN}") from None
    except ValueError as error:
        return _cut_document(text, name, error, notes)
    if text[end:].strip("\0 \t\r\n"):
        notes.append("there was something behind the end of the notebook; it was left out")
    return document


def _start(text: str) -> int:
    return len(text) - len(text.lstrip("\ufeff\0 \t\r\n"))


def _merged_document(conflict: Conflict, name: str, notes: list[str]) -> Any:
    for version, which in ((conflict.upper, "upper"), (conflict.lower, "lower")):
        try:
            document = json.loads(version)
        except (ValueError, RecursionError):
            continue
        notes.append(f"the file holds an unfinished merge (line {conflict.line}); the {which} version of it was graded")
        return document
    raise BadSubmission(
        f"{name}: not a notebook: line {conflict.line} is the mark of an unfinished merge (<<<<<<<); finish the merge "
        "and hand it in again"
    )


def _cut_document(text: str, name: str, error: ValueError, notes: list[str]) -> Any:
    """The whole cells of a file that is cut off or broken in the middle."""
    if _WEB_PAGE.match(text):
        raise BadSubmission(f"{name}: this is a web page and not the notebook itself; download the .ipynb file")
    line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
    start = _CELLS.search(text)
    cells = _whole_cells(text, start.end()) if start else []
    last = text.count("\n", 0, len(text.rstrip())) + 1
    what = f"it is cut off at line {line}" if line >= last else f"it is broken at line {line}"
    if not cells:
        raise BadSubmission(f"{name}: not a notebook (it is not valid JSON: {what}); {_AGAIN}")
    notes.append(f"the file is damaged: {what}; the {len(cells)} cells in front of that line were graded")
    return {"cells": cells, "nbformat": 4}


def _whole_cells(text: str, at: int) -> list[Any]:
    decoder = json.JSONDecoder()
    cells: list[Any] = []
    while len(cells) <= MAX_CELLS:
        try:
            cell, at = decoder.raw_decode(text, _skip(text, at))
        except (ValueError, RecursionError):
            break
        cells.append(cell)
        at = _skip(text, at)
        if text[at : at + 1] != ",":
            break
        at += 1
    return cells


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


def _cell_nodes(document: Any, notes: list[str]) -> list[Any] | None:
    """The list of cells, wherever this version of the format keeps it."""
    if isinstance(document, dict) and "cells" not in document and isinstance(document.get("content"), dict):
        document = document["content"]  # what JupyterLab's server answers when asked for a notebook
    if not isinstance(document, dict):
        return None
    nodes: Any = document.get("cells")
    sheets = document.get("worksheets")
    if not isinstance(nodes, list) and isinstance(sheets, list):
        lists = [sheet["cells"] for sheet in sheets if isinstance(sheet, dict) and isinstance(sheet.get("cells"), list)]
        nodes = [node for nodes in lists for node in nodes]
    if not isinstance(nodes, list):
        return None
    version = document.get("nbformat")
    if version != 4:
        shown = version if type(version) is int and 0 <= version < 100 else "unknown"
        notes.append(f"the notebook was saved in an old or unknown format (version {shown}); it was read all the same")
    return nodes


def _converted(node: dict[str, Any]) -> dict[str, Any]:
    """A cell of the older formats as one of format 4."""
    kind = node.get("cell_type")
    source = next(
        (node[key] for key in ("source", "input", "code", "text") if isinstance(node.get(key), str | list)), ""
    )
    if kind == "heading":
        level = node.get("level")
        marks = "#" * (level if type(level) is int and 1 <= level <= 6 else 1)
        source = f"{marks} {_joined(source)}"
    if kind in ("heading", "html", "text"):
        kind = "markdown"
    return {**node, "cell_type": kind, "source": with_line_feeds(_joined(source))}


def _joined(source: str | list[Any]) -> str:
    return source if isinstance(source, str) else "".join(line for line in source if isinstance(line, str))


def _without_conflicts(cells: list[Cell], notes: list[str]) -> list[Cell]:
    """Cells whose text holds the marks of a merge get one of its versions; the text with both is kept behind them."""
    done: list[Cell] = []
    for number, cell in enumerate(cells, 1):
        conflict = find_conflict(cell.source) if cell.cell_type == "code" else None
        if conflict is None or code_facts(cell.source).parses:
            done.append(cell)
            continue
        upper_runs, lower_runs = (code_facts(text).parses for text in (conflict.upper, conflict.lower))
        which = "lower" if lower_runs and not upper_runs else "upper"
        notes.append(
            f"cell {number} holds an unfinished merge (<<<<<<< and >>>>>>>); its {which} version was graded, and both "
            "are kept below it"
        )
        done.append(replace(cell, source=getattr(conflict, which)))
        done.append(kept_text(cell))
    return done
