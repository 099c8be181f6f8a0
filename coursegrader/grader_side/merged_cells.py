"""Cells that a learner merged with the test below them: the test's text is taken out again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from coursegrader.grader_side.cell_code import code_facts
from coursegrader.grader_side.notebook import Cell
from coursegrader.grader_side.release_text import normal, released


def without_tests(template: Sequence[Cell], submitted: Sequence[Cell]) -> tuple[list[Cell], frozenset[str]]:
    """The submitted cells without the text of test cells that are missing, and the grade ids of these tests.

    What remains of a cell that has a test's grade id is a cell without one: a test cell is never an answer.
    """
    texts = [normal(cell.source) for cell in submitted]
    there = set(texts)
    answers = {cell.grade_id for cell in template if cell.is_solution}
    cells, separated = list(submitted), set()
    for test in template:
        text = normal(released(test)) if test.is_grade and not test.is_solution and test.cell_type == "code" else ""
        if not text or text in there:
            continue
        for number, whole in enumerate(texts):
            rest = _without(whole, text) if cells[number].cell_type == "code" else None
            if rest is None:
                continue
            if cells[number].grade_id == test.grade_id and not code_facts(rest).defined:
                continue  # a test that a learner added to, and no answer
            if cells[number].grade_id in answers:
                cells[number] = replace(cells[number], source=rest)
            else:
                cells[number] = replace(cells[number], source=rest, metadata={}, cell_id="")
            texts[number] = rest
            separated.add(test.grade_id)
            break
    return cells, frozenset(separated)


def _without(whole: str, text: str) -> str | None:
    """``whole`` without the lines of ``text``; None if these do not stand in it, one below the other."""
    start = f"\n{whole}\n".find(f"\n{text}\n")
    if start < 0:
        return None
    rest = f"{whole[:start].rstrip()}\n{whole[start + len(text) :].lstrip(chr(10))}"
    return rest.strip("\n")
