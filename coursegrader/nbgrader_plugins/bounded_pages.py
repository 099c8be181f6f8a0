"""Feedback pages made apart: nobody knows how long it takes to show what learners wrote and printed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Final

from nbformat.notebooknode import NotebookNode

from coursegrader.grader_side.apart import apart, can_work_apart
from coursegrader.nbgrader_plugins.clean_outputs import is_students_text
from coursegrader.store.machine_trouble import is_machine_trouble

PAGE_SECONDS: Final = 60.0  # a thousand times what a page takes
NOT_SHOWN: Final = (
    "What you wrote and printed in this notebook cannot be shown here, because laying it out took too long or failed. "
    "It was graded as it is."
)

# Makes a page as it is; or, if told so, without what the learner wrote and printed.
Maker = Callable[[bool], bytes]

log = logging.getLogger("coursegrader")


def make_pages(makers: Mapping[str, Maker], seconds: float = PAGE_SECONDS) -> dict[str, bytes]:
    """The pages by name. One that takes too long, or fails, is made without what the learner wrote and printed.

    Args:
        makers: by name of the page.
        seconds: how long the pages may take together.

    Raises:
        Exception: not even that can be made; or it is the machine that cannot make any now, by ``is_machine_trouble``.
    """
    try:
        return _apart_if_possible(lambda: {name: make(False) for name, make in makers.items()}, seconds)
    except Exception as error:  # the result stands, whatever its page does; the log says what that is
        if is_machine_trouble(error):
            raise
        if len(makers) > 1:
            return {name: page for name in makers for page in make_pages({name: makers[name]}, seconds).values()}
        (name,) = makers
        log.warning("%s is made without what the learner wrote", name, exc_info=error)
        return _apart_if_possible(lambda: {name: makers[name](True)}, seconds)


def _apart_if_possible(work: Callable[[], dict[str, bytes]], seconds: float) -> dict[str, bytes]:
    """Where there are other threads, which no grading worker has, there is no fork and so no bound."""
    return apart(work, seconds, "a feedback page") if can_work_apart() else work()


def convert_apart(convert: Callable[[], None]) -> None:
    """Have nbgrader's converter write the pages, a course's own steps among it, with an end and a bound on memory.

    Raises:
        EndedApart: it did not come to its end.
        Exception: whatever it raised.
    """
    if can_work_apart():
        apart(convert, PAGE_SECONDS, "the feedback pages")
    else:
        convert()


def leave_out_what_learners_wrote(document: NotebookNode) -> None:
    """Take outputs and a learner's texts out of a graded notebook, in place; its page says so. Scores stay."""
    for cell in document.cells:
        if cell.cell_type == "code":
            cell.outputs = []
        elif is_students_text(cell):
            cell.source = ""
    record = document.metadata.setdefault("coursegrader", NotebookNode())
    record.errors = [*record.get("errors", []), {"message": NOT_SHOWN}]
