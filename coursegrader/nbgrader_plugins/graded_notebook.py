"""A graded notebook on its way from the engine to ``autograded/``: marked, scored, cleaned, shortened, written.

Notebooks are plain dicts of nbformat 4 here, and nothing needs nbgrader: grading workers call this, and nbgrader's
preprocessors call the same functions one by one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any, Final

from coursegrader.grader_side.plain_rule import DEFAULT_RULE, PlainRule
from coursegrader.grader_side.rebuild import INSTRUCTOR_ONLY
from coursegrader.nbgrader_plugins.clean_outputs import clean_cell
from coursegrader.nbgrader_plugins.scoring import NotebookScores, score_notebook
from coursegrader.nbgrader_plugins.show_results import show_result
from coursegrader.results import GradedAttempt

Notebook = dict[str, Any]
_JSON: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True)
_CUT_LINES: Final = "... Output truncated ..."
_CUT_TRACEBACK: Final = "... Traceback truncated ..."


@dataclass(frozen=True)
class OutputRules:
    """nbgrader's settings of what is kept of outputs (``IgnorePattern``, ``LimitOutput``); -1 is no limit.

    Attributes:
        ignored_stderr: a regular expression; what matches it on stderr is dropped before a cell is scored.
    """

    ignored_stderr: str = ""
    max_lines: int = 1000
    max_traceback: int = 100


def graded_document(name: str, executed: Notebook | None, source: bytes, result: GradedAttempt) -> Notebook:
    """The notebook to record: the one that was executed, or the instructor's without answers where there is none.

    Args:
        name: the notebook's.
        executed: what the engine made of it; None if it cannot be read or was not handed in.
        source: the instructor's notebook file.
        result: the engine's, of which this notebook may be a part.
    """
    document = executed if executed is not None else _without_answers(name, source, result)
    document["metadata"]["coursegrader"]["provenance"] = asdict(result.provenance)
    _mark_added_cells(document, _texts(source))
    return document


def set_checksums(document: Notebook, checksums: Mapping[str, str]) -> None:
    """Give each cell the checksum it had in the release: nbgrader finds unanswered cells by it."""
    for cell in document["cells"]:
        settings = cell["metadata"].get("nbgrader", {})
        if settings.get("grade_id") in checksums:
            settings["checksum"] = checksums[settings["grade_id"]]


def finish(document: Notebook, rules: OutputRules, plain: PlainRule = DEFAULT_RULE) -> NotebookScores:
    """Score the notebook, then make it fit to be opened, in place: what ``nbgrader autograde`` does after a run."""
    cells = [cell for cell in document["cells"] if cell["cell_type"] == "code"]
    for cell in cells:
        _drop_ignored(cell, rules.ignored_stderr)
    scores = score_notebook(document["cells"], plain)  # before cleaning: nbgrader's own rule reads raw outputs
    for cell in document["cells"]:
        clean_cell(cell)
    for cell in cells:
        limit_output(cell, rules)
        show_result(cell)
    return scores


def notebook_bytes(document: Notebook) -> bytes:
    """The notebook as a file: JSON with one line a cell, each text as a list of lines, as nbformat has them."""
    cells = [_json(_with_lines(cell)) for cell in document["cells"]]
    rest = _json({key: value for key, value in document.items() if key != "cells"})
    body = b"[\n%b\n]" % b",\n".join(cells) if cells else b"[]"
    return b"".join((b'{"cells": ', body, b",\n", rest[1:], b"\n"))


def _json(value: Mapping[str, Any]) -> bytes:
    return _JSON.encode(value).encode("utf-8", "replace")


def limit_output(cell: MutableMapping[str, Any], rules: OutputRules) -> None:
    """Shorten a code cell's streams and tracebacks, as nbgrader's ``LimitOutput`` does."""
    kept, lines = [], 0
    for output in cell["outputs"]:
        if output["output_type"] == "stream" and rules.max_lines != -1:
            if lines == rules.max_lines:
                continue
            text = output["text"].split("\n")
            if lines + len(text) > rules.max_lines:
                text = [*text[: rules.max_lines - lines - 1], _CUT_LINES]
            lines += len(text)
            output["text"] = "\n".join(text)
        elif output["output_type"] == "error" and -1 != rules.max_traceback < len(output["traceback"]):
            start = rules.max_traceback // 2
            end = rules.max_traceback - start - 1
            traceback = output["traceback"]
            output["traceback"] = [*traceback[:start], _CUT_TRACEBACK, *traceback[-end:]]
        kept.append(output)
    cell["outputs"] = kept


def _drop_ignored(cell: MutableMapping[str, Any], pattern: str) -> None:
    if pattern:
        cell["outputs"] = [
            output
            for output in cell["outputs"]
            if not (output.get("name") == "stderr" and re.search(pattern, output["text"]))
        ]


def _without_answers(name: str, source: bytes, result: GradedAttempt) -> Notebook:
    document = _source_document(source)
    verdicts = {cell.grade_id: cell for cell in result.cells if cell.notebook == name}
    for cell in document["cells"]:
        settings = cell["metadata"].get("nbgrader", {})
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
        if settings.get("solution"):
            cell["source"] = ""
        if settings.get("grade_id") in verdicts and (settings.get("grade") or settings.get("task")):
            cell["metadata"]["coursegrader"] = asdict(verdicts[settings["grade_id"]])
    errors = [asdict(problem) for problem in result.errors if problem.where.split(":")[0] == name]
    document["metadata"]["coursegrader"] = {"repairs": [], "errors": errors}
    return document


def _source_document(source: bytes) -> Notebook:
    """The instructor's notebook without the cells that only instructors see."""
    document: Notebook = json.loads(source)
    document["cells"] = [c for c in document["cells"] if INSTRUCTOR_ONLY not in c.get("metadata", {}).get("tags", [])]
    for cell in document["cells"]:
        cell["source"] = _text(cell["source"])
    return document


@lru_cache(maxsize=64)  # of one assignment after another, in a worker that grades a whole class
def _texts(source: bytes) -> frozenset[str]:
    return frozenset(cell["source"] for cell in _source_document(source)["cells"])


def _mark_added_cells(document: Notebook, known: frozenset[str]) -> None:
    """Mark every cell whose text is not word for word the instructor's: it is cleaned and shown as the student's."""
    for cell in document["cells"]:
        if cell["source"] not in known and not cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["metadata"].setdefault("coursegrader", {})["added"] = True


def _text(source: str | Sequence[str]) -> str:
    return source if isinstance(source, str) else "".join(source)


def _with_lines(cell: Mapping[str, Any]) -> dict[str, Any]:
    lined = {**cell, "source": cell["source"].splitlines(True)}
    if cell["cell_type"] == "code":
        lined["outputs"] = [_output_with_lines(output) for output in cell["outputs"]]
    return lined


def _output_with_lines(output: Mapping[str, Any]) -> dict[str, Any]:
    lined = dict(output)
    if output["output_type"] == "stream":
        lined["text"] = output["text"].splitlines(True)
    elif "data" in output:
        lined["data"] = {
            kind: part.splitlines(True) if kind.startswith("text/") and isinstance(part, str) else part
            for kind, part in output["data"].items()
        }
    return lined
