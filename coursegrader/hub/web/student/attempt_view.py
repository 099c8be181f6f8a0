"""An attempt as its learner reads it: a score for each exercise, hints, repairs, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from markupsafe import Markup

from coursegrader.hub.insight.hint_text import HintText, left_empty, not_handed_in
from coursegrader.hub.web.student.exercise_names import NotebookNames, plain, shown
from coursegrader.hub.web.student.wording import sentence, spoken
from coursegrader.quiz_words import EXPLAINED_LATER
from coursegrader.store.marks import Mark, Place, cell_scores
from coursegrader.store.records import Attempt, Release
from coursegrader.store.requests import RegradeRequest

Status = Literal["full", "partial", "none", "unanswered", "draft", "person"]
STATUS_TEXT: Final[Mapping[Status, str]] = {
    "full": "Full marks",
    "partial": "Partly there",
    "none": "Not yet",
    "unanswered": "No answer yet",
    "draft": "Not handed in yet",
    "person": "Waits for your teacher",
}
FIRST_HINTS: Final = 3  # as many as one can work on before handing in again


@dataclass(frozen=True)
class Hint:
    """What one failed check says, and what it revealed ("" for nothing); ``is_prose`` if that is a sentence."""

    sentence: Markup
    example: str
    is_prose: bool


@dataclass(frozen=True)
class Exercise:
    """One graded cell.

    Attributes:
        key: names the cell in a regrade request.
        score: points in force; None while a person has to give them.
        passed, total: hidden tests.
        is_unanswered: nothing was written, or it is a draft.
        is_draft: it is answered in an attempt at a quiz that is not handed in.
        everywhere: how the learner's code failed in every single test, a sentence; "" unless it did.
        first_hints, later_hints: of failed tests, each said once.
        comment: a person's words about the answer; ``marked`` if a person set the points.
        requests: what the learner asked about it, with answers.
    """

    key: str
    anchor: str
    title: Markup
    plain_title: str
    score: float | None
    points: float
    passed: int
    total: int
    is_unanswered: bool
    is_draft: bool
    everywhere: str
    first_hints: Sequence[Hint]
    later_hints: Sequence[Hint]
    comment: str
    marked: bool
    requests: Sequence[RegradeRequest]

    @property
    def notebook(self) -> str:
        """The file that it is in."""
        return f"{self.key.rpartition('/')[0]}.ipynb"

    @property
    def status(self) -> Status:
        """In one word."""
        if self.score is None:
            return "person"
        if self.score >= self.points:
            return "full"
        if self.score > 0:
            return "partial"
        if self.is_draft:
            return "draft"
        return "unanswered" if self.is_unanswered else "none"

    @property
    def status_text(self) -> str:
        """The status in words."""
        return STATUS_TEXT[self.status]

    @property
    def may_ask(self) -> bool:
        """Whether asking a person to look again makes sense now."""
        waiting = any(request.answered_at is None for request in self.requests)
        return self.status in ("partial", "none") and not waiting


@dataclass(frozen=True)
class GradedNotebook:
    """One notebook's exercises.

    Attributes:
        page: the name of its feedback page, None while there is none.
        notes: what holds for several of the exercises.
    """

    title: Markup
    exercises: Sequence[Exercise]
    page: str | None
    notes: Sequence[str]

    @property
    def score(self) -> float:
        """Points so far."""
        return sum(exercise.score or 0.0 for exercise in self.exercises)

    @property
    def points(self) -> float:
        """Points to be had."""
        return sum(exercise.points for exercise in self.exercises)


@dataclass(frozen=True)
class AttemptReport:
    """Everything there is to say about a graded attempt.

    Attributes:
        repairs: what was put right before grading, each a sentence.
        problems: what went wrong while grading, each a sentence.
        other_pages: feedback pages of notebooks in which nothing is graded: name -> title.
        waits_for_person: whether a person has to look at some of it before the score is complete.
    """

    notebooks: Sequence[GradedNotebook]
    repairs: Sequence[str]
    problems: Sequence[str]
    other_pages: Mapping[str, str]

    @property
    def waits_for_person(self) -> bool:
        """Whether the score is not complete yet."""
        return any(exercise.score is None for notebook in self.notebooks for exercise in notebook.exercises)

    @property
    def next_exercise(self) -> Exercise | None:
        """Where to go on: the first exercise that has begun but is not there yet, else the first not begun."""
        exercises = [exercise for notebook in self.notebooks for exercise in notebook.exercises]
        open_ones = [one for one in exercises if one.status not in ("full", "person") and not one.marked]
        begun = [exercise for exercise in open_ones if exercise.status == "partial"]
        return next(iter(begun or open_ones), None)


def report_on(
    attempt: Attempt,
    names: Mapping[str, NotebookNames],
    marks: Mapping[Place, Mark],
    requests: Sequence[RegradeRequest],
) -> AttemptReport:
    """The report on an attempt that has a result.

    Args:
        attempt: with its result.
        names: of the release's notebooks.
        marks: those in force for it.
        requests: the learner's, about this attempt.
    """
    result = attempt.result or {"cells": (), "repairs": (), "errors": ()}
    scores = cell_scores(result, marks)
    cells: dict[str, list[Mapping[str, Any]]] = {}
    for cell in result["cells"]:
        cells.setdefault(cell["notebook"], []).append(cell)
    pages = set(attempt.feedback or ())
    notebooks = []
    for notebook, graded in cells.items():
        named = names.get(notebook, NotebookNames(spoken(notebook)))
        page = f"{notebook}.html"
        exercises = [_exercise(cell, named, scores, marks, requests) for cell in graded]
        notes = _notes(graded)
        notebooks.append(GradedNotebook(shown(named.title), exercises, page if page in pages else None, notes))
    others = sorted(page for page in pages if page.removesuffix(".html") not in cells)
    return AttemptReport(
        notebooks=notebooks,
        repairs=[_repair(repair, names) for repair in result["repairs"]],
        problems=[_problem(problem, names) for problem in result["errors"]],
        other_pages={page: _notebook_title(page.removesuffix(".html"), names) for page in others},
    )


def missing_notebooks(attempt: Attempt, release: Release | None) -> list[str]:
    """Notebooks that were released and are not in the attempt."""
    if release is None:
        return []
    return sorted(path for path in release.files if path.endswith(".ipynb") and path not in attempt.files)


def _exercise(
    cell: Mapping[str, Any],
    names: NotebookNames,
    scores: Mapping[Place, float | None],
    marks: Mapping[Place, Mark],
    requests: Sequence[RegradeRequest],
) -> Exercise:
    place = (str(cell["notebook"]), str(cell["grade_id"]))
    title = names.exercises.get(place[1], spoken(place[1]))
    key = "/".join(place)
    mark = marks.get(place)
    failed = [str(test["hint"]).strip() for test in cell["tests"] if not test["passed"]]
    none_passed = bool(failed) and len(failed) == len(cell["tests"])
    is_unanswered = left_empty(failed, len(cell["tests"]))
    is_draft = is_unanswered and any(map(not_handed_in, failed))
    everywhere = _one_failure(failed) if none_passed and len(failed) > 1 and not is_unanswered else ""
    hints = [] if is_unanswered else list(_hints(failed, without=everywhere))
    at_once = 0 if everywhere else FIRST_HINTS  # what never ran has one thing to be mended first
    return Exercise(
        key=key,
        anchor="exercise-" + "".join(char if char.isalnum() or char in "-_" else "-" for char in key),
        title=shown(title),
        plain_title=plain(title),
        score=scores[place],
        points=float(cell["max_score"]),
        passed=len(cell["tests"]) - len(failed),
        total=len(cell["tests"]),
        is_unanswered=is_unanswered,
        is_draft=is_draft,
        everywhere=everywhere,
        first_hints=hints[:at_once],
        later_hints=hints[at_once:],
        comment=mark.comment if mark else "",
        marked=mark is not None and mark.points is not None,
        requests=[request for request in requests if request.cell == key],
    )


def _notes(cells: Sequence[Mapping[str, Any]]) -> list[str]:
    """What the exercises of a notebook would all say: each thing once, whatever their number."""
    failed = [str(test["hint"]).strip() for cell in cells for test in cell["tests"] if not test["passed"]]
    drafts = sum(map(not_handed_in, failed))
    notes = []
    if drafts:
        what = "1 answer" if drafts == 1 else f"{drafts} answers"
        notes.append(
            f"{what} came with this submission, but the attempt is not handed in yet, so it does not count. Nothing is "
            "used up: press the button below the quiz that hands it in, and submit again."
        )
    later = (line for text in failed for line in HintText.read(text).revealed if line.startswith(EXPLAINED_LATER))
    return notes + list(dict.fromkeys(later))


def _one_failure(failed: Sequence[str]) -> str:
    """How the learner's code failed, if it was the same in all tests."""
    ways = {HintText.read(text).how for text in failed}
    return ways.pop() if len(ways) == 1 else ""


def _hints(failed: Sequence[str], *, without: str) -> Iterator[Hint]:
    """Each hint once; without the sentence that holds for all of them."""
    # imported late, as in exercise_names
    from coursegrader.nbgrader_plugins.clean_markdown import clean_markdown
    from coursegrader.nbgrader_plugins.feedback_markdown import render_inline

    for text in dict.fromkeys(failed):
        first_line, _, example = text.partition("\n")
        said = HintText.read(text).hint if without else first_line
        revealed = "" if example.startswith(EXPLAINED_LATER) else example.strip("\n")
        yield Hint(render_inline(clean_markdown(said)), revealed, is_prose="[" not in revealed)


def _repair(repair: Mapping[str, Any], names: Mapping[str, NotebookNames]) -> str:
    where = _where(str(repair["notebook"]), str(repair["cell"]), names)
    return f"{where}: {sentence(str(repair['what']))}"


def _problem(problem: Mapping[str, Any], names: Mapping[str, NotebookNames]) -> str:
    notebook, _, cell = str(problem["where"]).partition(": ")
    what = sentence(str(problem["message"]))
    return f"{_where(notebook, cell, names)}: {what}" if notebook in names else what


def _where(notebook: str, cell: str, names: Mapping[str, NotebookNames]) -> str:
    """The exercise that a cell belongs to, else the notebook."""
    exercises = names[notebook].exercises if notebook in names else {}
    return plain(exercises[cell]) if cell in exercises else _notebook_title(notebook, names)


def _notebook_title(name: str, names: Mapping[str, NotebookNames]) -> str:
    return plain(names[name].title) if name in names else spoken(name)
