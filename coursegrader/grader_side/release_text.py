"""The text of an instructor's cell as learners got it: without solutions, hidden tests and marking schemes.

The rules are those of nbgrader's ``ClearSolutions``, ``ClearHiddenTests`` and ``ClearMarkScheme``, with their default
marks and stubs. Of a test with other marks, :func:`is_cut_from` knows a release when it sees one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from coursegrader.grader_side.notebook import Cell

CODE_STUB = "# YOUR CODE HERE\nraise NotImplementedError()"
TEXT_STUB = "YOUR ANSWER HERE"
HIDDEN_TESTS = "BEGIN HIDDEN TESTS"
_HIDDEN = ("HIDDEN TESTS", "MARK SCHEME")


@lru_cache(maxsize=4096)
def normal(text: str) -> str:
    """A text for comparison: no space at the ends of lines, no empty lines around it."""
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def with_line_feeds(text: str) -> str:
    """A text whose lines all end as those of a notebook that was handed in: Windows writes them otherwise."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def released(cell: Cell) -> str:
    """What learners got of an instructor's cell."""
    return _released(cell.source, cell.cell_type, _has_solution(cell))


def released_plain(source: str, cell_type: str) -> str:
    """What learners got of a cell without a grade id: where ``enforce_metadata`` is off, it may hold a solution."""
    return _released(source, cell_type, "BEGIN SOLUTION" in source)


def known_texts(cell: Cell) -> tuple[str, ...]:
    """The texts, in normal form, that are the instructor's own: as released, and as written."""
    return _known(cell.source, cell.cell_type, _has_solution(cell))


def holds_hidden_tests(cell: Cell) -> bool:
    """Whether there is a block of hidden tests in it."""
    return HIDDEN_TESTS in cell.source


def is_all_hidden(cell: Cell) -> bool:
    """Whether learners got nothing of a test, whatever marks the course has for what is hidden."""
    lines = [line for line in normal(released(cell)).split("\n") if line]
    return not lines or (_is_comment(lines[0]) and _is_comment(lines[-1]) and not all(map(_is_comment, lines)))


def is_cut_from(cell: Cell, text: str) -> bool:
    """Whether a text, in normal form, is the cell's with parts cut out: each from a line of comment to another one."""
    if len(text) > len(cell.source):  # longer texts need not be taken apart
        return False
    mine = [line for line in text.split("\n") if line]
    whole = [line for line in normal(cell.source).split("\n") if line]
    if all(map(_is_comment, mine)) or len(mine) >= len(whole):
        return False
    at = 0
    for line in (*mine, None):  # None: the end
        if line != _line(whole, at):
            end = _end_of_cut(whole, at, line)
            if end is None:
                return False
            at = end
        at += 1
    return True


def _end_of_cut(whole: Sequence[str], start: int, line: str | None) -> int | None:
    """Where a text goes on with ``line``, after a part that starts here and is cut out."""
    if start >= len(whole) or not _is_comment(whole[start]):
        return None
    ends = (end for end in range(start, len(whole)) if _is_comment(whole[end]))
    return next((end + 1 for end in ends if line == _line(whole, end + 1)), None)


def _line(lines: Sequence[str], at: int) -> str | None:
    return lines[at] if at < len(lines) else None


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


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
