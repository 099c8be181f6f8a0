"""Attempts at a quiz from one submission to the next: the first hand-in counts, the best attempt, regrades included."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coursegrader.nbgrader_plugins.exchange.local_transport import LocalTransport
from coursegrader.pipeline import grade_attempt_in_course
from coursegrader.results import GradedAttempt
from coursekit.quiz.answers import answers_name, answers_text
from coursekit.quiz.items import items_name
from tests.pipeline.quiz_course import FIRST, fetched, quiz_course


class Learner:
    """Fetches once, works in one folder, submits."""

    def __init__(self, course: Path) -> None:
        self.course = course
        self.files = fetched(course, "ada", FIRST)

    def answer(self, attempt: int, right: int, *, handed_in: bool = True, last: bool = False) -> None:
        """Answer the first ``right`` questions of an attempt rightly, and the others not."""
        data = json.loads(self.files[items_name("quiz", attempt)])
        keys = {item["number"]: item["text"].split("Type ")[1].split()[0] for item in data["items"]}
        answers = {number: key if number <= right else "0" for number, key in keys.items()}
        text = answers_text("quiz", data["variant"], answers, handed_in=handed_in, last=last)
        self.files[answers_name("quiz", attempt)] = text.encode()

    def submit(self) -> tuple[float, list[str]]:
        """The score, and what is said of each question."""
        attempt = LocalTransport.of_course(self.course, "tiny", "ada").submit("tiny", FIRST, self.files)
        self.received = attempt.received_at
        return self.graded(attempt.received_at)

    def graded(self, received_at: datetime) -> tuple[float, list[str]]:
        result = grade_attempt_in_course(self.course, FIRST, "ada", self.files, received_at).result
        assert result.score is not None and not result.errors
        return result.score, _hints(result)


def _hints(result: GradedAttempt) -> list[str]:
    return [test.hint for cell in result.cells for test in cell.tests]


@pytest.fixture
def learner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Learner:
    monkeypatch.setenv("COURSEGRADER_DATA", str(tmp_path / "data"))
    quiz_course(tmp_path / "course")
    return Learner(tmp_path / "course")


def test_three_attempts_and_their_explanations(learner: Learner) -> None:
    learner.answer(1, 3, handed_in=False)
    score, hints = learner.submit()
    assert score == 0 and all("not handed in yet" in hint for hint in hints)

    learner.answer(1, 1)
    score, hints = learner.submit()
    assert score == 1 and "attempt 1 of 3 counts so far, with 1 of 3" in hints[2]

    learner.answer(1, 3)  # the answers changed in the file, after the result
    assert learner.submit()[0] == 1

    learner.answer(2, 2)
    score, hints = learner.submit()
    assert score == 2 and "attempt 2 of 3 counts so far, with 2 of 3" in hints[2]

    learner.answer(3, 0)
    score, hints = learner.submit()
    assert score == 2 and hints[2].endswith("Not that one.")

    learner.answer(2, 3)
    assert learner.submit()[0] == 2


def test_an_older_submission_is_graded_again_as_it_was(learner: Learner) -> None:
    learner.answer(1, 1)
    first_files = dict(learner.files)
    learner.submit()
    first = learner.received
    learner.answer(2, 3)
    assert learner.submit()[0] == 3
    latest_files, latest = dict(learner.files), learner.received
    learner.files = first_files
    assert learner.graded(first)[0] == 1
    learner.files = latest_files
    assert learner.graded(latest)[0] == 3
    assert learner.graded(datetime.now(UTC))[0] == 3


def test_who_gives_up_further_attempts_reads_why_at_once(learner: Learner) -> None:
    learner.answer(1, 2)
    assert "Not that one." not in learner.submit()[1][2]
    learner.answer(1, 2, last=True)
    score, hints = learner.submit()
    assert score == 2 and hints[2].endswith("Not that one.")
    learner.answer(2, 3)
    assert learner.submit()[0] == 2


def test_what_the_notebook_says_is_not_asked(learner: Learner) -> None:
    learner.answer(1, 1)
    learner.submit()
    lie = "quiz.answers = lambda: {'variant': quiz.file.variant, 'answers': {str(k): '0' for k in range(9)}}"
    learner.files["quiz.ipynb"] = learner.files["quiz.ipynb"].replace(b"quiz.ask(1)", lie.encode())
    assert learner.submit()[0] == 1


def test_the_page_shows_the_attempt_that_counts(learner: Learner) -> None:
    learner.answer(1, 1)
    learner.answer(2, 2)
    result = grade_attempt_in_course(learner.course, FIRST, "ada", learner.files, datetime.now(UTC))
    page = result.feedback["quiz.html"].decode()
    second = json.loads(learner.files[items_name("quiz", 2)])["items"][0]["text"]
    first = json.loads(learner.files[items_name("quiz", 1)])["items"][0]["text"]
    assert second in page and first not in page
