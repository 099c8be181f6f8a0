"""The feedback page as data: which exercises, with what score, hints, answers and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from markupsafe import Markup

from coursegrader.nbgrader_plugins.clean_markdown import clean_markdown
from coursegrader.nbgrader_plugins.feedback_cells import (
    AnswerCell,
    answer_cell,
    checking_cell,
    course_note,
    is_answer,
    may_quote_tests,
    stopped_with_error,
)
from coursegrader.nbgrader_plugins.feedback_markdown import (
    FindPicture,
    attachment_pictures,
    first_heading,
    render_inline,
    render_markdown,
)
from coursegrader.nbgrader_plugins.feedback_outputs import render_error_name, render_output

Cell = Mapping[str, Any]
NO_RESPONSE: Final = "No response."  # nbgrader's own comment on an unchanged answer
_POINTS: Final = re.compile(r"\s*\([\d.]+ points?\)\s*$")  # the score beside the title says it already
STATUS_TEXT: Final = {
    "full": "Full marks",
    "partial": "Partly there",
    "none": "Not yet",
    "empty": "No answer",
    "waiting": "Waiting for your teacher",
}


@dataclass(frozen=True)
class Hint:
    """One failed check: the sentence a learner reads, and what the check revealed ("" if nothing).

    ``is_prose``: what was revealed is a sentence and not a counterexample with its brackets.
    """

    sentence: Markup
    example: str
    is_prose: bool


@dataclass(frozen=True)
class Exercise:
    """One grade cell with everything that belongs to it. Scores in points.

    ``question`` is what the grade cell asks where there is no answer cell (a quiz), ``self_check`` what it says about
    the answer where there is one. ``never_ran`` is true if an error kept the answer from being defined at all.
    """

    anchor: str
    title: Markup
    score: float
    points: float
    status: str
    passed: int = 0
    total: int = 0
    hints: Sequence[Hint] = ()
    notes: Sequence[Markup] = ()
    comments: Sequence[Markup] = ()
    answers: Sequence[AnswerCell] = ()
    question: AnswerCell | None = None
    self_check: AnswerCell | None = None
    never_ran: bool = False
    instructions: Sequence[Markup] = ()

    @property
    def status_text(self) -> str:
        """The status in words."""
        return STATUS_TEXT[self.status]


@dataclass(frozen=True)
class Repaired:
    """What was put right in the notebook, and in which exercise; no ``exercise`` if it concerns all of it."""

    exercise: Exercise | None
    what: str


@dataclass(frozen=True)
class FeedbackPage:
    """All of one notebook's feedback."""

    title: Markup
    notebook: str
    assignment: str
    learner: str
    score: float
    max_score: float
    late_penalty: float
    exercises: Sequence[Exercise]
    repairs: Sequence[Repaired] = ()
    problems: Sequence[str] = ()
    added: Sequence[AnswerCell] = field(default_factory=tuple)
    course_notes: Sequence[AnswerCell] = ()


def build_page(
    nb: Mapping[str, Any], resources: Mapping[str, Any], find_picture: FindPicture, notes: Sequence[Cell] = ()
) -> FeedbackPage:
    """The page of a graded notebook whose cells carry what ``GetResults`` put there.

    Args:
        nb: the autograded notebook.
        resources: nbgrader's, with ``score``, ``max_score``, ``late_penalty`` and the names.
        find_picture: where the instructor's pictures are.
        notes: cells of nobody's notebook that the course wants to be shown, too.
    """
    groups, rest = _exercise_groups(nb["cells"])
    record = nb["metadata"].get("coursegrader", {})
    shown = _OutputRule(nb["cells"], beside_tests=bool(record.get("beside_tests")))
    names = resources["nbgrader"]
    exercises = [_exercise(group, shown, find_picture) for group in groups]
    heading = next((first_heading(_markdown(cell, find_picture)) for cell in nb["cells"] if _is_text(cell)), None)
    return FeedbackPage(
        title=heading or Markup("{}").format(names["notebook"]),
        notebook=names["notebook"],
        assignment=names["assignment"],
        learner=names["student"],
        score=names["score"],
        max_score=names["max_score"],
        late_penalty=names["late_penalty"],
        exercises=exercises,
        repairs=list(_repairs(record.get("repairs", []), exercises, groups)),
        problems=[str(problem["message"]) for problem in record.get("errors", [])],
        added=[answer_cell(cell, shown.outputs_of(cell)) for cell in rest if is_answer(cell)],
        # a step may have copied them from anywhere
        course_notes=[course_note(cell, find_picture, shown.everything) for cell in notes if not may_quote_tests(cell)],
    )


def _repairs(
    repairs: Sequence[Mapping[str, Any]], exercises: Sequence[Exercise], groups: Sequence[Sequence[Cell]]
) -> Iterator[Repaired]:
    homes = {
        _settings(cell).get("grade_id"): exercise
        for exercise, group in zip(exercises, groups, strict=True)
        for cell in group
    }
    homes.pop(None, None)
    for repair in repairs:
        yield Repaired(homes.get(repair["cell"]), str(repair["what"]))


class _OutputRule:
    """Which outputs may be shown.

    A notebook's own hidden-test block runs among the student's cells. What student code prints after it
    could quote it, so from the first such block on no output is shown, and of errors no more than their kind. (Hidden
    suites never run there.) ``beside_tests``: another notebook with such a block left files for this one, so that all
    of its cells could quote it.

    ``everything``: there is no such block.
    """

    def __init__(self, cells: Sequence[Cell], *, beside_tests: bool) -> None:
        first = next((index for index, cell in enumerate(cells) if may_quote_tests(cell)), len(cells))
        self._before = {id(cell) for cell in cells[: 0 if beside_tests else first]}
        self.everything = first == len(cells) and not beside_tests

    def outputs_of(self, cell: Cell) -> bool:
        return id(cell) in self._before


def _exercise_groups(cells: Sequence[Cell]) -> tuple[list[list[Cell]], list[Cell]]:
    """Cells up to and including each graded one; and those after the last."""
    groups: list[list[Cell]] = []
    group: list[Cell] = []
    for cell in cells:
        group.append(cell)
        if _settings(cell).get("grade") or _settings(cell).get("task"):
            groups.append(group)
            group = []
    return groups, group


def _exercise(group: Sequence[Cell], shown: _OutputRule, find_picture: FindPicture) -> Exercise:
    graded = group[-1]
    settings, record = _settings(graded), graded["metadata"].get("coursegrader", {})
    tests = record.get("tests", [])
    comments = [text for cell in group if (text := _settings(cell).get("comment"))]
    title, instructions = _instructions(group, find_picture)
    status = _status(settings, comments)
    written = [cell for cell in group if is_answer(cell)]
    passed = sum(bool(test["passed"]) for test in tests)
    never_ran = status != "empty" and not passed and bool(tests) and any(map(stopped_with_error, written))
    all_at_once = status == "empty" or never_ran  # every hint at once would be no hint
    checking = _checking(graded, shown, "Self-check" if written else "The question and your answer")
    return Exercise(
        anchor=re.sub(r"[^A-Za-z0-9_-]", "-", f"exercise-{settings['grade_id']}"),
        title=title or Markup("{}").format(_spoken(settings["grade_id"])),
        score=float(settings["score"] or 0.0),
        points=float(settings["points"]),
        status=status,
        passed=passed,
        total=len(tests),
        hints=[] if all_at_once else list(_hints(tests)),
        notes=list(_notes(graded, shown)),
        comments=[render_markdown(text) for text in comments if text != NO_RESPONSE],
        answers=[answer_cell(cell, shown.outputs_of(cell)) for cell in written],
        question=None if written else checking,
        self_check=checking if written and not all_at_once else None,
        never_ran=never_ran,
        instructions=instructions,
    )


def _status(settings: Mapping[str, Any], comments: Sequence[str]) -> str:
    if settings.get("waiting"):
        return "waiting"
    score, points = float(settings["score"] or 0.0), float(settings["points"])
    if score >= points:
        return "full"
    if score > 0:
        return "partial"
    return "empty" if NO_RESPONSE in comments else "none"


def _hints(tests: Sequence[Mapping[str, Any]]) -> Iterator[Hint]:
    seen = set()
    for test in tests:
        if not test["passed"] and test["hint"] not in seen:
            seen.add(test["hint"])
            sentence, _, example = str(test["hint"]).strip().partition("\n")
            revealed = example.strip("\n")
            yield Hint(render_inline(clean_markdown(sentence)), revealed, is_prose="[" not in revealed)


def _checking(graded: Cell, shown: _OutputRule, label: str) -> AnswerCell | None:
    by_suite = graded["metadata"].get("coursegrader", {}).get("rule") == "suite"
    return checking_cell(graded, label) if by_suite and shown.outputs_of(graded) else None


def _notes(graded: Cell, shown: _OutputRule) -> Iterator[Markup]:
    record, settings = graded["metadata"].get("coursegrader", {}), _settings(graded)
    if record.get("comment"):
        yield Markup("<p>{}</p>").format(record["comment"])
    if settings.get("adjusted"):
        yield Markup("<p>Your teacher set this score by hand.</p>")
    if record.get("rule") == "nbgrader" and not settings.get("solution"):
        yield from _own_tests_notes(graded, shown.outputs_of(graded))


def _own_tests_notes(graded: Cell, show_outputs: bool) -> Iterator[Markup]:
    for output in graded.get("outputs", []):
        if output["output_type"] == "error":
            yield render_output(output) if show_outputs else render_error_name(output)


def _instructions(group: Sequence[Cell], find_picture: FindPicture) -> tuple[Markup | None, list[Markup]]:
    """The exercise's title, and its text from that heading on."""
    texts = [_markdown(cell, find_picture) for cell in group if _is_text(cell) and not is_answer(cell)]
    levels = [int(match[1]) if (match := re.search(r"<h([1-6])>", text)) else 9 for text in texts]
    below_title = [level for level in levels if level > 1]
    wanted = min(below_title, default=9)
    if wanted == 9:
        return None, texts
    start = len(levels) - 1 - levels[::-1].index(wanted)
    title = first_heading(texts[start])
    rest = texts[start:]
    only_title = len(rest) == 1 and re.fullmatch(r"\s*<h[1-6][^>]*>.*</h[1-6]>\s*", rest[0]) is not None
    return title and Markup(_POINTS.sub("", title)), [] if only_title else rest


def _is_text(cell: Cell) -> bool:
    return bool(cell["cell_type"] == "markdown")


def _markdown(cell: Cell, find_picture: FindPicture) -> Markup:
    attached = attachment_pictures(cell.get("attachments", {}))
    return render_markdown(cell["source"], lambda address: attached.get(address) or find_picture(address))


def _settings(cell: Cell) -> Mapping[str, Any]:
    settings: Mapping[str, Any] = cell["metadata"].get("nbgrader", {})
    return settings


def _spoken(grade_id: str) -> str:
    return grade_id.replace("_", " ").replace("-", " ").capitalize()
