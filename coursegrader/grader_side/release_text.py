"""The text of an instructor's cell as learners got it: without solutions, hidden tests and marking schemes.

The rules are those of nbgrader's ``ClearSolutions``, ``ClearHiddenTests`` and ``ClearMarkScheme``, with their default
marks and stubs.
"""

from __future__ import annotations

from functools import lru_cache

from coursegrader.grader_side.notebook import Cell

CODE_STUB = "# YOUR CODE HERE\nraise NotImplementedError()"
TEXT_STUB = "YOUR ANSWER HERE"
_HIDDEN = ("HIDDEN TESTS", "MARK SCHEME")


@lru_cache(maxsize=4096)
def normal(text: str) -> str:
    """A text for comparison: no space at the ends of lines, no empty lines around it."""
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def released(cell: Cell) -> str:
    """What learners got of an instructor's cell."""
    return _released(cell.source, cell.cell_type, _has_solution(cell))


def known_texts(cell: Cell) -> tuple[str, ...]:
    """The texts, in normal form, that are the instructor's own: as released, and as written."""
    return _known(cell.source, cell.cell_type, _has_solution(cell))


def _has_solution(cell: Cell) -> bool:
    """Whether it is an answer with its solution. A cell with a checksum was released: it holds the stub."""
    return cell.is_solution and ("BEGIN SOLUTION" in cell.source or not cell.metadata.get("checksum"))


@lru_cache(maxsize=4096)
def _known(source: str, cell_type: str, has_solution: bool) -> tuple[str, ...]:
    return tuple(dict.fromkeys((normal(_released(source, cell_type, has_solution)), normal(source))))


@lru_cache(maxsize=4096)
def _released(source: str, cell_type: str, has_solution: bool) -> str:
    for mark in _HIDDEN:
        source = _cut(source, mark, "")
    if not has_solution:
        return source
    stub = CODE_STUB if cell_type == "code" else TEXT_STUB
    return _cut(source, "SOLUTION", stub) if "BEGIN SOLUTION" in source else stub


def _cut(source: str, mark: str, stub: str) -> str:
    """The text with the stub in place of each region between ``BEGIN mark`` and ``END mark``."""
    if f"BEGIN {mark}" not in source:
        return source
    lines: list[str] = []
    inside = False
    for line in source.split("\n"):
        if f"BEGIN {mark}" in line:
            inside = True
            indent = line[: len(line) - len(line.lstrip())]
            lines += [indent + part for part in stub.split("\n") if stub]
        elif f"END {mark}" in line:
            inside = False
        elif not inside:
            lines.append(line)
    return "\n".join(lines)
