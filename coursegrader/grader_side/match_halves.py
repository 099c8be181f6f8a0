"""Answer cells that were split: parts that make a program only together."""

from __future__ import annotations

from collections.abc import Iterable

from coursegrader.grader_side.alignment import Alignment
from coursegrader.grader_side.cell_code import code_facts

MAX_PARTS = 6  # of a cell that was split
MAX_APART = 3  # how far its parts may stand from one another


def match_halves(alignment: Alignment) -> None:
    """Match the other parts of an answer that was split: they stand near it, and make a program only with it."""
    free = {number for number in alignment.free() if alignment.submitted[number].cell_type == "code"}
    # those that need another part choose first, and may look farther
    for whole, apart in ((False, 1), (False, MAX_APART), (True, 1)):
        for position, number in [(i, n) for i in alignment.wanted for n in alignment.claims.get(i, [])]:
            run = [number]
            if _parses(alignment.submitted[number].source) != whole:
                continue
            while (more := _grown(alignment, run, free, apart)) is not None:
                for part in more:
                    if part in free:
                        free.discard(part)
                        alignment.find(position, part)
                run = more


def _grown(alignment: Alignment, run: list[int], free: set[int], apart: int) -> list[int] | None:
    """A longer run of cells that parses, if one of its parts does not."""
    for step in (1, -1):
        longer = list(run)
        while len(longer) < len(run) + MAX_PARTS:
            end = longer[-1] if step > 0 else longer[0]
            beside = next((end + step * far for far in range(1, apart + 1) if end + step * far in free), None)
            if beside is None:
                break
            longer = sorted([*longer, beside])
            texts = [alignment.submitted[number].source for number in longer]
            whole = _parses(joined(texts[: len(run)] if step > 0 else texts[-len(run) :]))
            if whole and all(_parses(text) for text in (texts[len(run) :] if step > 0 else texts[: -len(run)])):
                break
            if _parses(joined(texts)):
                return longer
    return None


def _parses(text: str) -> bool:
    return code_facts(text).parses


def joined(parts: Iterable[str]) -> str:
    """The parts of a cell that was split."""
    return "\n".join(part.rstrip("\n") for part in parts)
