"""The file of questions."""

from pathlib import Path

import pytest

from coursekit.quiz.items import KINDS, QuizFileError, load_items


def test_reads_every_kind(folder: Path) -> None:
    quiz = load_items(folder / "quiz_items.json")
    assert [item.kind for item in quiz.items] == list(KINDS)
    assert quiz.item(5).letters == ("A", "B")


def test_a_question_that_is_not_there(folder: Path) -> None:
    with pytest.raises(IndexError, match="there is no question 12: this quiz has questions 1 to 11"):
        load_items(folder / "quiz_items.json").item(12)


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(
        QuizFileError, match=r"quiz_items\.json is not beside this notebook: fetch the assignment again"
    ):
        load_items(tmp_path / "quiz_items.json")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 2}', '{"format": 1, "items": [{"kind": "?"}]}'])
def test_a_damaged_file_says_what_to_do(tmp_path: Path, text: str) -> None:
    path = tmp_path / "quiz_items.json"
    path.write_text(text)
    with pytest.raises(QuizFileError, match="fetch the assignment again"):
        load_items(path)
