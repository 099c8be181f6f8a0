"""The steps of ``nbgrader generate_feedback``: coursegrader's in place of nbgrader's, a course's own where it put them.

The page is made after all of them, and cleans what it shows: see ``feedback_exporter``. Nothing here imports nbgrader.
"""

from __future__ import annotations

from typing import Any, Final

from coursegrader.nbgrader_plugins.step_kinds import (
    RUNS,
    Step,
    is_kind_of,
    is_nbgraders,
    is_ours,
    listed_steps,
    name_of,
)

RESULTS: Final = "coursegrader.nbgrader_plugins.get_results.GetResults"

# nbgrader's own list (0.9)
STOCK_FEEDBACK: Final = (
    "nbgrader.preprocessors.GetGrades",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",  # for nbconvert's pages; ours has a style sheet of its own
)


def configure_feedback_steps(c: Any) -> None:
    """Replace nbgrader's steps that get a notebook ready for its page; keep the others in their order.

    Scores are read in any case: no page can be made without them. Nothing is run: a page has the outputs that were
    recorded in the sandbox.
    """
    listed = listed_steps(c.GenerateFeedback, "preprocessors", STOCK_FEEDBACK)
    steps = [_replaced(step) for step in listed if not _is_left_out(step)]
    has_results = any(is_ours(step) and name_of(step) == name_of(RESULTS) for step in steps)
    c.GenerateFeedback.preprocessors = steps if has_results else [RESULTS, *steps]


def _replaced(step: Step) -> Step:
    return RESULTS if is_nbgraders(step, {"GetGrades"}) else step


def _is_left_out(step: Step) -> bool:
    return is_nbgraders(step, {"CSSHTMLHeaderPreprocessor"}) or is_kind_of(step, RUNS)
