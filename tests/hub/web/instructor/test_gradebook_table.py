from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from coursegrader.hub.web.instructor.gradebook_table import Gradebook, Mark, MarkState, Week, make_gradebook
from coursegrader.store import Attempt, AttemptState
from coursegrader.store.extensions import Extension
from coursegrader.store.policy import Policy

DUE = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
WEEK = Week("week1", Policy(due_at=DUE, late_percent_per_day=10), 10.0)
FREE = Week("week2", Policy(), 5.0)


def attempt(
    learner: str, number: int, score: float | None, at: datetime = DUE - DAY, *, week: Week = WEEK, failed: bool = False
) -> Attempt:
    state = AttemptState.FAILED if failed else AttemptState.WAITING if score is None else AttemptState.GRADED
    most = None if score is None else week.most
    return Attempt(
        hash((learner, week.name, number)), "maths", week.name, learner, number, at, {}, "", state, score=score,
        max_score=most,
    )  # fmt: skip


def book(
    attempts: Sequence[Attempt], *extensions: Extension, now: datetime = DUE + 9 * DAY, listed: bool = True
) -> Gradebook:
    names = {"amara": "Amara Singh", "kenji": "Kenji Haddad"} if listed else None
    return make_gradebook([WEEK, FREE], names, attempts, extensions, now)


def mark(made: Gradebook, learner: str, place: int = 0) -> Mark:
    return next(line.marks[place] for line in made.lines if line.learner == learner)


def test_the_best_attempt_counts_after_its_penalty() -> None:
    made = book([attempt("amara", 1, 8), attempt("amara", 2, 9, DUE + 2 * DAY)])
    shown = mark(made, "amara")
    assert shown.counted is not None and shown.counted.attempt.number == 1
    assert (shown.score, shown.attempts, shown.late) == (8, 2, False)


def test_an_extension_takes_the_penalty_away() -> None:
    late = attempt("amara", 1, 9, DUE + 2 * DAY)
    assert mark(book([late]), "amara").score == 9 * 0.8 and mark(book([late]), "amara").late
    extension = Extension("maths", "week1", "amara", DUE + 3 * DAY, None, 0, "ill", "imani", DUE)
    shown = mark(book([late], extension), "amara")
    assert shown.score == 9 and not shown.late and shown.has_extension


def test_who_has_not_handed_in_is_missing_only_after_their_own_due_date() -> None:
    extension = Extension("maths", "week1", "amara", DUE + 20 * DAY, None, 0, "ill", "imani", DUE)
    made = book([], extension)
    assert mark(made, "amara").state is MarkState.OPEN
    assert mark(made, "kenji").state is MarkState.MISSING
    assert mark(made, "kenji", 1).state is MarkState.OPEN  # never due
    assert mark(book([], now=DUE), "kenji").state is MarkState.OPEN
    assert [(s.submitted, s.missing) for s in made.summaries()] == [(0, 1), (0, 0)]


def test_an_attempt_in_the_queue_or_failed_is_shown_beside_the_score_that_holds() -> None:
    waiting = mark(book([attempt("amara", 1, 7), attempt("amara", 2, None)]), "amara")
    assert (waiting.state, waiting.score) == (MarkState.WAITING, 7)
    failed = mark(book([attempt("amara", 1, None, failed=True)]), "amara")
    assert (failed.state, failed.score) == (MarkState.FAILED, None)


def test_totals_count_every_assignment_that_there_is() -> None:
    made = book([attempt("amara", 1, 8), attempt("kenji", 1, 5, week=FREE)])
    totals = {line.learner: (line.total, line.most, line.percent) for line in made.lines}
    assert totals["amara"] == (8, 15, 100 * 8 / 15)
    assert totals["kenji"] == (5, 15, 100 * 5 / 15)


def test_people_who_left_the_roster_keep_their_line_but_do_not_count_in_the_mean() -> None:
    made = book([attempt("amara", 1, 8), attempt("zoe", 1, 0)])
    assert [(line.name, line.is_listed) for line in made.lines] == [
        ("Amara Singh", True), ("Kenji Haddad", True), ("zoe", False)
    ]  # fmt: skip
    assert made.summaries()[0].mean_percent == 80
    assert made.summaries()[0].learners == 2


def test_without_a_roster_everybody_who_handed_in_is_there() -> None:
    made = book([attempt("amara", 1, 8)], listed=False)
    assert [(line.name, line.is_listed) for line in made.lines] == [("amara", True)]
