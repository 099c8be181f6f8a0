"""Programs of the instructor that are nobody's exercise, and that a learner has deleted or made a text of.

nbgrader takes such cells as they are handed in, so what is gone stays gone: a learner may have written something
better. Only where a name is needed that nobody else binds was it lost by mistake. Then the program is run after all.
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from coursegrader.grader_side.cell_code import code_facts
from coursegrader.grader_side.notebook import Cell
from coursegrader.grader_side.running_order import Entry

LOST = "your teacher's cell that defines {names} was missing, and other cells need it; it has been put back"
RETYPED = "your teacher's cell that defines {names} was no code cell any more, and other cells need it; it was run"
MAX_NAMES = 3  # that are told of one cell
MAX_NAME = 40  # characters
_STAR = re.compile(r"^[ \t]*(?:from\s+\S+\s+import\s+\*|%pylab\b)", re.MULTILINE)
_BUILTINS = frozenset(dir(builtins)) | {"get_ipython", "display", "In", "Out", "exit", "quit"}


def with_needed(entries: Sequence[Entry]) -> tuple[list[Entry], list[str]]:
    """The entries, the spare ones among them only where they are needed; and a sentence for each of these."""
    spares = [index for index, entry in enumerate(entries) if entry.spare]
    if not spares:
        return list(entries), []
    needed = _needed(entries, spares)
    done, notes = [], []
    for index, entry in enumerate(entries):
        if index in needed:
            names = ", ".join(f"'{name[:MAX_NAME]}'" for name in sorted(needed[index])[:MAX_NAMES])
            notes.append((LOST if entry.number is None else RETYPED).format(names=names))
            done.append(replace(entry, cell=replace(entry.cell, cell_type="code"), spare=False))
        elif not entry.spare or entry.number is not None:
            done.append(replace(entry, spare=False))
    return done, notes


def _needed(entries: Sequence[Entry], spares: Iterable[int]) -> dict[int, frozenset[str]]:
    """The spare entries that are needed, and what of them; those that a needed one needs are needed too."""
    there = [code_facts(entry.cell.source) for entry in entries if not entry.spare and entry.cell.cell_type == "code"]
    bound = _BUILTINS.union(*(facts.bound for facts in there))
    used = frozenset[str]().union(*(facts.used for facts in there)) - bound
    needed: dict[int, frozenset[str]] = {}
    left = list(spares)
    while found := {index: names for index in left if (names := _gives(entries[index].cell, used))}:
        needed |= found
        left = [index for index in left if index not in found]
        used = used.union(*(code_facts(entries[index].cell.source).used for index in found)) - bound
    return needed


def _gives(cell: Cell, used: frozenset[str]) -> frozenset[str]:
    """Which of these names a program may bind: any, where it imports all there is."""
    return used if _STAR.search(cell.source) else used & code_facts(cell.source).bound
