"""From one week's quiz to the next: what was missed comes back, and is graded as it was handed out."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coursegrader.nbgrader_plugins.exchange.local_transport import LocalTransport
from coursegrader.pipeline import grade_attempt_in_course
from coursegrader.store import DataFolder
from coursekit.quiz.answers import Answer, answers_name, answers_text
from coursekit.quiz.items import items_name
from tests.pipeline.quiz_course import FIRST, SECOND, fetched, quiz_course


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two weeks with quizzes, released."""
    monkeypatch.setenv("COURSEGRADER_DATA", str(tmp_path / "data"))
    quiz_course(tmp_path / "course")
    return tmp_path / "course"


def call_back(files: dict[str, bytes], attempt: int = 1) -> str:
    """The template of the third question of the second week."""
    text: str = json.loads(files[items_name("quiz", attempt)])["items"][2]["text"]
    assert text.startswith("*From week 1.*")
    return text.removesuffix(".").split()[-1]


def hand_in(
    course: Path, learner: str, assignment: str, wrong: Callable[[str], bool] = lambda text: False, attempt: int = 1
) -> float:
    """Fetch, answer what is asked for in an attempt, but wrongly where told so, hand in; the score."""
    files = fetched(course, learner, assignment)
    data = json.loads(files[items_name("quiz", attempt)])
    answers: dict[int, Answer] = {
        item["number"]: "0" if wrong(item["text"]) else item["text"].split("Type ")[1].split()[0]
        for item in data["items"]
    }
    kept = answers_text("quiz", data["variant"], answers, handed_in=True)
    files[answers_name("quiz", attempt)] = kept.encode()
    transport = LocalTransport.of_course(course, "tiny", learner)
    handed_in = transport.submit("tiny", assignment, files)
    graded = grade_attempt_in_course(course, assignment, learner, files, datetime.now(UTC))
    transport.exchange.store.record_result(handed_in, graded.result.to_json(), graded.feedback)
    assert graded.result.score is not None
    return graded.result.score


@pytest.mark.parametrize("missed", ["ant", "bee", "cat"])
def test_what_was_missed_comes_back_and_is_graded_right(course: Path, missed: str) -> None:
    assert hand_in(course, "ada", FIRST, wrong=lambda text: missed in text) == 2
    assert call_back(fetched(course, "ada", SECOND)) == missed
    for attempt in (1, 2, 3):
        assert call_back(fetched(course, "ada", SECOND), attempt) == missed
    assert hand_in(course, "ada", SECOND, wrong=lambda text: missed in text) == 2
    assert hand_in(course, "ada", SECOND, attempt=2) == 3


def test_who_missed_nothing_gets_any_of_them(course: Path) -> None:
    assert hand_in(course, "ada", FIRST) == 3
    fresh = {call_back(fetched(course, f"learner{k}", SECOND)) for k in range(20)}  # without any attempt
    assert fresh == {"ant", "bee", "cat"}
    assert hand_in(course, "ada", SECOND) == 3


def test_what_is_missed_in_the_attempt_that_counts_comes_back(course: Path) -> None:
    assert hand_in(course, "ada", FIRST, wrong=lambda text: "bee" not in text) == 1
    assert hand_in(course, "ada", FIRST, wrong=lambda text: "bee" in text, attempt=2) == 2
    assert call_back(fetched(course, "ada", SECOND)) == "bee"


def test_a_quiz_that_was_handed_out_stays_as_it_is(course: Path) -> None:
    hand_in(course, "ada", FIRST, wrong=lambda text: "ant" in text)
    held = fetched(course, "ada", SECOND)
    hand_in(course, "ada", FIRST, wrong=lambda text: "bee" in text, attempt=2)
    assert fetched(course, "ada", SECOND) == held
    assert hand_in(course, "ada", SECOND) == 3


def test_nothing_of_it_lies_where_learners_look(course: Path) -> None:
    hand_in(course, "ada", FIRST, wrong=lambda text: "ant" in text)
    items = {items_name("quiz", attempt) for attempt in (1, 2, 3)}
    assert set(fetched(course, "ada", SECOND)) == {"quiz.ipynb", *items}
    assert DataFolder.of_course(course).root.stat().st_mode & 0o077 == 0
