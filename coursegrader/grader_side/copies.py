"""One answer out of the cells that were found for it: copies told apart, parts put together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from coursegrader.grader_side.alignment import Alignment
from coursegrader.grader_side.attachments import with_attachments
from coursegrader.grader_side.cell_code import code_facts
from coursegrader.grader_side.kept_text import kept_text
from coursegrader.grader_side.match_halves import MAX_PARTS, joined
from coursegrader.grader_side.notebook import Cell
from coursegrader.grader_side.own_text import has_own_text
from coursegrader.grader_side.release_text import known_texts, normal, released, with_line_feeds

_FENCE = re.compile(r"(`{3,}|~{3,})[\w{}. \t-]*")  # the first line, with the name of a language
SPLIT = "this answer cell was split; its parts have been put together again"
FILLED_IN = "this answer cell was there more than once; the one you filled in counts"
LAST = (
    "this answer cell was there more than once; the last one that defines the answer counts, and the others are kept "
    "beside it"
)
ELSEWHERE = "your answer stood in another cell; it has been put into this one"
SAME = "this answer cell was there more than once, with the same text; it counts once"
NOT_CODE = "this cell had become a text cell, and what it says is not a program; it is kept, but cannot be run"

MAX_COPIES = 30  # that are compared; of more, the first are kept as they are


@dataclass(frozen=True)
class Settled:
    """What stands for an answer.

    Attributes:
        cell: the answer cell, with the learner's text.
        numbers: the submitted cells it is made of.
        before, after: texts of the learner's beside it, in order.
        notes: what was done, for the learner.
    """

    cell: Cell
    numbers: tuple[int, ...]
    before: tuple[Cell, ...] = ()
    after: tuple[Cell, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Piece:
    numbers: tuple[int, ...]
    text: str


def settle(alignment: Alignment, position: int) -> Settled | None:
    """The answer at a position of the template; None if no cell was found for it."""
    numbers = alignment.claims.get(position)
    if not numbers:
        return None
    cell = alignment.template[position]
    written = [number for number in numbers if not alignment.is_untouched(position, number)]
    pieces = _distinct(alignment, written or numbers[-1:])
    notes = []
    if any(_is_elsewhere(alignment, position, number) for number in written):
        notes = [ELSEWHERE]
    elif len(numbers) > 1:
        notes = [FILLED_IN] if len(written) < len(numbers) else [SAME] if len(pieces) == 1 else []
    first, pieces = pieces[:-MAX_COPIES], pieces[-MAX_COPIES:]
    if cell.cell_type != "code":
        settled = _settled_text(alignment, cell, pieces, notes)
    else:
        settled = _settled_code(alignment, position, pieces, notes)
    if with_line_feeds(settled.cell.source) == with_line_feeds(released(cell)):
        # to the letter: nbgrader knows an unanswered cell by the checksum of its text
        settled = replace(settled, cell=replace(settled.cell, source=released(cell)))
    return replace(settled, before=tuple(kept_text(_own(piece.text)) for piece in first) + settled.before)


def _is_elsewhere(alignment: Alignment, position: int, number: int) -> bool:
    """Whether a cell was found by its names, although another one has this answer's id, or it has another's."""
    if number not in alignment.found:
        return False
    others = [n for n in alignment.claims[position] if n not in alignment.found]
    return bool(others) or alignment.submitted[number].grade_id in {
        c.grade_id for c in alignment.template if c.grade_id
    }


def _distinct(alignment: Alignment, numbers: Sequence[int]) -> list[_Piece]:
    """One piece for each different text, where it stands last: that is when it took effect."""
    last = {alignment.texts[number]: number for number in numbers}
    return [_Piece((number,), alignment.submitted[number].source) for number in sorted(last.values())]


def _settled_text(alignment: Alignment, cell: Cell, pieces: Sequence[_Piece], notes: list[str]) -> Settled:
    texts = [p.text for p in pieces if not any(_holds(q, p) for q in pieces if q is not p)]
    if len(texts) > 1:
        notes = [SPLIT]
    done = replace(cell, source="\n\n".join(texts or [pieces[-1].text]))
    numbers = tuple(number for piece in pieces for number in piece.numbers)
    done = with_attachments(done, [alignment.submitted[number] for number in numbers])
    if any(alignment.submitted[number].cell_type != cell.cell_type for number in numbers):
        notes.append(f"this cell has been turned back into a {cell.cell_type} cell")
    return Settled(done, numbers, notes=tuple(notes))


def _holds(piece: _Piece, other: _Piece) -> bool:
    """Whether all lines of another piece stand in this one, in a row."""
    return f"\n{normal(other.text)}\n" in f"\n{normal(piece.text)}\n"


def _settled_code(alignment: Alignment, position: int, pieces: Sequence[_Piece], notes: list[str]) -> Settled:
    cell = alignment.template[position]
    numbers = [number for piece in pieces for number in piece.numbers]
    retyped = {number for number in numbers if alignment.submitted[number].cell_type != "code"}
    if len(pieces) == 1 and not retyped:  # as nearly always: then there is nothing to choose, and no need to parse it
        return Settled(replace(cell, source=pieces[0].text), pieces[0].numbers, notes=tuple(notes))
    programs = [_unfenced(piece) if piece.numbers[0] in retyped else piece for piece in pieces]
    programs = [p for p in programs if p.numbers[0] not in retyped or code_facts(p.text).parses]
    texts = [piece for piece in pieces if all(piece.numbers != program.numbers for program in programs)]
    kept = tuple(kept_text(alignment.submitted[piece.numbers[0]]) for piece in texts)
    if not programs:
        return Settled(replace(cell, source=""), pieces[0].numbers, after=kept, notes=(*notes, NOT_CODE))
    whole = _put_together(programs)
    stubs = [piece for piece in whole if code_facts(piece.text).is_stub]
    whole = [piece for piece in whole if piece not in stubs] or whole[-1:]
    kept += tuple(kept_text(_own(p.text)) for p in stubs if p not in whole and _has_words(p.text, cell))
    chosen = _chosen(alignment, position, whole)
    parts = [piece for piece in whole if piece is chosen or _is_part(piece, chosen)]
    answer = _Piece(tuple(n for p in parts for n in p.numbers), "\n\n".join(piece.text for piece in parts))
    if len(answer.numbers) > 1:
        notes = [SPLIT]
    elif len(whole) > 1:
        notes = [LAST]
    if retyped & set(answer.numbers):
        notes.append("this cell has been turned back into a code cell")
    others = [piece for piece in whole if piece not in parts]
    return Settled(
        replace(cell, source=answer.text),
        answer.numbers,
        before=tuple(_own(piece.text) for piece in others if piece.numbers < chosen.numbers),
        after=tuple(_own(piece.text) for piece in others if piece.numbers > chosen.numbers) + kept,
        notes=tuple(notes),
    )


def _put_together(pieces: Sequence[_Piece]) -> list[_Piece]:
    """The pieces, those put together that make a program only together."""
    done: list[_Piece] = []
    start = 0
    while start < len(pieces):
        end = start + 1
        broken = not code_facts(pieces[start].text).parses
        for stop in range(start + 2, min(start + MAX_PARTS, len(pieces)) + 1):
            broken = broken or not code_facts(pieces[stop - 1].text).parses
            if broken and code_facts(_text_of(pieces[start:stop])).parses:
                end, broken = stop, False
            elif not broken:
                break
        done.append(_Piece(tuple(n for p in pieces[start:end] for n in p.numbers), _text_of(pieces[start:end])))
        start = end
    return done


def _text_of(pieces: Sequence[_Piece]) -> str:
    return joined(piece.text for piece in pieces)


def _chosen(alignment: Alignment, position: int, pieces: Sequence[_Piece]) -> _Piece:
    """The last that runs and defines the answer: in a notebook, that is the one that counts."""
    wanted = alignment.wanted.get(position, frozenset())
    facts = [(piece, code_facts(piece.text)) for piece in pieces]
    running = [piece for piece, fact in facts if fact.parses]
    defining = [piece for piece, fact in facts if fact.parses and fact.bound & wanted]
    return (defining or running or list(pieces))[-1]


def _is_part(piece: _Piece, chosen: _Piece) -> bool:
    """Whether a piece defines something else, which belongs to the answer too."""
    mine, theirs = code_facts(piece.text), code_facts(chosen.text)
    return mine.parses and bool(mine.defined) and not mine.bound & theirs.bound


def _unfenced(piece: _Piece) -> _Piece:
    """A program without the fences that a text cell has around it."""
    lines = piece.text.strip().split("\n")
    fence = _FENCE.fullmatch(lines[0])
    if fence is None or len(lines) < 3 or lines[-1] != fence[1]:
        return piece
    return _Piece(piece.numbers, "\n".join(lines[1:-1]))


def _has_words(text: str, cell: Cell) -> bool:
    """Whether a placeholder has a word of the learner's in it, a comment say."""
    return has_own_text(normal(text), known_texts(cell))


def _own(text: str) -> Cell:
    return Cell("code", text, "", {})
