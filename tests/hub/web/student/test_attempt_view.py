from __future__ import annotations

from typing import Any

from coursegrader.hub.web.student.attempt_view import AttemptReport, missing_notebooks, report_on
from coursegrader.hub.web.student.exercise_names import read_names
from coursegrader.quiz_words import EXPLAINED_LATER, NOT_HANDED_IN
from coursegrader.results import CellResult, Problem, Repair
from coursegrader.store import Release
from coursegrader.store.marks import Mark
from coursegrader.store.requests import RegradeRequest
from tests.hub.web.student.records import ASSIGNMENT, NOON, attempt, cell, result

NAMES = {"a": read_names("a", ASSIGNMENT)}
PASS, FAIL = (True, "unseen"), (False, "A zero pivot needs a row swap.")


def report(
    *cells: CellResult, marks: Any = None, requests: Any = (), feedback: Any = None, **rest: Any
) -> AttemptReport:
    graded = attempt(1, 3.0, result=result(*cells, **rest), feedback=feedback)
    return report_on(graded, NAMES, marks or {}, requests)


def asked(cell: str, answer: str | None = None) -> RegradeRequest:
    answered_at = NOON if answer else None
    by = "tomas" if answer else None
    return RegradeRequest(
        id=1,
        course="maths",
        assignment="week1",
        attempt=1,
        learner="amara",
        cell=cell,
        message="please look",
        asked_at=NOON,
        answer=answer,
        answered_by=by,
        answered_at=answered_at,
    )


def test_each_exercise_has_its_title_score_and_hints() -> None:
    found = report(cell("moves", 4, 4, PASS, PASS), cell("staircase", 3, 6, PASS, FAIL))
    (notebook,) = found.notebooks
    assert notebook.title == "Elimination that never lies"
    assert (notebook.score, notebook.points) == (7, 10)
    moves, staircase = notebook.exercises
    assert (moves.plain_title, moves.status, moves.first_hints) == ("1 · Three moves", "full", [])
    assert (staircase.status, staircase.passed, staircase.total) == ("partial", 1, 2)
    assert [hint.sentence for hint in staircase.first_hints] == ["A zero pivot needs a row swap."]
    assert found.next_exercise is staircase


def test_a_hint_is_said_once_and_too_many_wait() -> None:
    tests = [FAIL, FAIL, *((False, f"Hint {number}.") for number in range(4))]
    (exercise,) = report(cell("moves", 0, 4, *tests)).notebooks[0].exercises
    assert len(exercise.first_hints) == 3
    assert [hint.sentence for hint in exercise.later_hints] == ["Hint 2.", "Hint 3."]


def test_what_a_test_revealed_is_shown_apart_and_nothing_in_a_hint_is_live() -> None:
    tests = ((False, "Use `swap` <script>alert(1)</script>.\n[[0, 1]]"), (False, "Say so.\nIt was <b>x</b>."))
    first, second = report(cell("moves", 0, 4, *tests)).notebooks[0].exercises[0].first_hints
    assert "<code>swap</code>" in first.sentence and "<script" not in first.sentence
    assert (first.example, first.is_prose) == ("[[0, 1]]", False)
    assert (second.example, second.is_prose) == ("It was <b>x</b>.", True)  # escaped by the template


def test_where_to_go_on_is_what_has_begun() -> None:
    found = report(cell("moves", 0, 4, FAIL), cell("staircase", 3, 6, PASS, FAIL))
    assert found.next_exercise is not None and found.next_exercise.key == "a/staircase"
    first = report(cell("moves", 0, 4, FAIL), cell("staircase", 0, 6, FAIL)).next_exercise
    assert first is not None and first.key == "a/moves"
    assert report(cell("moves", 4, 4, PASS)).next_exercise is None


def test_what_a_person_has_to_score_waits() -> None:
    found = report(cell("moves", None, 4))
    (exercise,) = found.notebooks[0].exercises
    assert found.waits_for_person
    assert exercise.status_text == "Waits for your teacher"
    assert not exercise.may_ask


def test_a_persons_mark_and_words_stand_above_the_tests() -> None:
    mark = Mark("maths", "week1", "amara", "a", "moves", 1, 3.5, NOON, comment="Good idea", by="tomas")
    (exercise,) = report(cell("moves", 0, 4, FAIL), marks={("a", "moves"): mark}).notebooks[0].exercises
    assert (exercise.score, exercise.comment, exercise.marked) == (3.5, "Good idea", True)


def test_one_asks_once_until_there_is_an_answer() -> None:
    graded = cell("moves", 0, 4, FAIL)
    assert report(graded).notebooks[0].exercises[0].may_ask
    assert not report(graded, requests=[asked("a/moves")]).notebooks[0].exercises[0].may_ask
    answered = report(graded, requests=[asked("a/moves", "Yes"), asked("a/other")]).notebooks[0].exercises[0]
    assert answered.may_ask
    assert [request.answer for request in answered.requests] == ["Yes"]


def test_repairs_and_problems_name_the_exercise() -> None:
    found = report(
        cell("moves", 0, 4),
        repairs=[Repair("a", "moves_answer", "the cell was put back"), Repair("a", "", "it was renamed")],
        problems=[Problem("a: staircase", "NameError: no U"), Problem("sandbox", "no wall")],
    )
    assert found.repairs == ["1 · Three moves: The cell was put back.", "Elimination that never lies: It was renamed."]
    assert found.problems == ["2 · The staircase U: NameError: no U.", "No wall."]


def test_feedback_pages_are_found_by_their_notebooks() -> None:
    found = report(cell("moves", 0, 4), feedback={"a.html": "0", "lab_1.html": "1"})
    assert found.notebooks[0].page == "a.html"
    assert found.other_pages == {"lab_1.html": "Lab 1"}
    assert report(cell("moves", 0, 4)).notebooks[0].page is None


def test_notebooks_that_were_not_handed_in_are_named() -> None:
    release = Release("maths", "week1", NOON, {"a.ipynb": "0", "b.ipynb": "1", "t.csv": "2"})
    assert missing_notebooks(attempt(1), release) == ["b.ipynb"]
    assert missing_notebooks(attempt(1), None) == []


def test_what_is_not_answered_yet_says_just_that() -> None:
    empty = (False, "A zero pivot needs a row swap. (There is no answer in this cell yet.)")
    question = (False, "Question 1 does not have the right answer yet.\nIt is not answered yet.")
    found = report(cell("moves", 0, 4, empty, empty), cell("staircase", 0, 6, question)).notebooks[0]
    for exercise in found.exercises:
        assert (exercise.status_text, exercise.first_hints, exercise.later_hints) == ("No answer yet", [], [])
        assert not exercise.may_ask


def test_answers_that_are_not_handed_in_are_drafts_and_say_so_once() -> None:
    question = (False, f"Question 1 does not have the right answer yet.\n{NOT_HANDED_IN}")
    (notebook,) = report(cell("moves", 0, 4, question), cell("staircase", 0, 6, question)).notebooks
    for exercise in notebook.exercises:
        assert (exercise.status_text, exercise.first_hints) == ("Not handed in yet", [])
        assert not exercise.may_ask
    (note,) = notebook.notes
    assert note.startswith("2 answers came with this submission, but the attempt is not handed in yet")


def test_when_mistakes_are_explained_is_said_once() -> None:
    later = f"{EXPLAINED_LATER} (attempt 1 of 3 counts so far, with 8 of 10 questions right)."
    question = (False, f"Question 1 does not have the right answer yet.\n{later}")
    (notebook,) = report(cell("moves", 0, 4, question), cell("staircase", 0, 6, question)).notebooks
    assert notebook.notes == [later]
    for exercise in notebook.exercises:
        (hint,) = exercise.first_hints
        assert (hint.sentence, hint.example) == ("Question 1 does not have the right answer yet.", "")


def test_a_failure_that_is_everywhere_is_said_once() -> None:
    tests = [(False, f"Hint {number}. (Your code raised NameError.)") for number in range(2)]
    (exercise,) = report(cell("moves", 0, 4, *tests)).notebooks[0].exercises
    assert exercise.everywhere == "Your code raised NameError."
    assert exercise.first_hints == []
    assert [hint.sentence for hint in exercise.later_hints] == ["Hint 0.", "Hint 1."]
    (partly,) = report(cell("moves", 2, 4, PASS, *tests)).notebooks[0].exercises
    assert partly.everywhere == ""
    assert partly.first_hints[0].sentence == "Hint 0. (Your code raised NameError.)"
