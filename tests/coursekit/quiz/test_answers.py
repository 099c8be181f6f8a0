"""The file of answers: nothing a learner typed is ever lost."""

import json
from pathlib import Path

import pytest

from coursekit.quiz.answers import AnswerFile, HandedInError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "quiz_answers.json"


def open_file(path: Path, variant: str = "v1") -> AnswerFile:
    return AnswerFile(path, "quiz", variant)


def test_an_answer_is_there_when_the_file_is_opened_again(path: Path) -> None:
    open_file(path).put(3, "7/2")
    assert open_file(path).get(3) == "7/2"


def test_each_change_is_written_at_once(path: Path) -> None:
    answers = open_file(path)
    answers.put(1, [["1", ""]])
    assert json.loads(path.read_text())["answers"] == {"1": [["1", ""]]}
    answers.put(1, None)
    assert json.loads(path.read_text())["answers"] == {}


def test_two_windows_do_not_overwrite_each_other(path: Path) -> None:
    one, other = open_file(path), open_file(path)
    one.put(1, "1")
    other.put(2, "2")
    assert open_file(path).numbers() == (1, 2)


def test_no_other_file_is_left_behind(path: Path) -> None:
    open_file(path).put(1, "1")
    assert [file.name for file in path.parent.iterdir()] == ["quiz_answers.json"]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"format": 1}', '{"format": 1, "quiz": "quiz", "variant": "v1", "answers": '
                                             '{"x": "1"}}',
     '{"format": 1, "quiz": "quiz", "variant": "v1", "answers": {"1": {}}}', "[" * 100_000],
)  # fmt: skip
def test_a_damaged_file_is_set_aside_and_reported(path: Path, text: str) -> None:
    path.write_text(text)
    answers = open_file(path)
    assert answers.trouble == "damaged"
    assert "Nothing is lost: it is kept as quiz_answers.backup-1.json" in answers.notice
    assert path.with_name("quiz_answers.backup-1.json").read_text() == text
    assert not path.exists()


def test_bytes_that_are_no_text_are_set_aside(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00")
    assert open_file(path).trouble == "damaged"


def test_answers_to_another_variant_are_set_aside(path: Path) -> None:
    open_file(path, "v1").put(1, "1")
    answers = open_file(path, "v2")
    assert answers.trouble == "foreign"
    assert answers.numbers() == ()
    assert "other questions" in answers.notice


def test_a_second_backup_does_not_replace_the_first(path: Path) -> None:
    for text in ("first", "second"):
        path.write_text(text)
        open_file(path)
    kept = [path.with_name(f"quiz_answers.backup-{k}.json").read_text() for k in (1, 2)]
    assert kept == ["first", "second"]


@pytest.mark.parametrize("text", [None, "{", '{"format": 1, "quiz": "quiz", "variant": "v2", "answers": {}}'])
def test_answers_survive_what_happens_to_the_file_while_the_quiz_is_open(path: Path, text: str | None) -> None:
    answers = open_file(path)
    answers.put(1, "1")
    path.unlink()
    if text is not None:
        path.write_text(text)
    answers.put(2, "2")
    assert open_file(path).numbers() == (1, 2)
    assert bool(answers.notice) == (text is not None)


def test_a_folder_in_the_place_of_the_file_is_set_aside(path: Path) -> None:
    path.mkdir()
    assert open_file(path).trouble == "damaged"


def test_a_failed_write_keeps_the_old_answers(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = open_file(path)
    answers.put(1, "1")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("coursekit.quiz.kept_file.os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        answers.put(1, "2")
    assert [file.name for file in path.parent.iterdir()] == ["quiz_answers.json"]
    assert open_file(path).get(1) == "1"


def test_what_is_handed_in_stays_as_it_is(path: Path) -> None:
    answers, other_window = open_file(path), open_file(path)
    answers.put(1, "1")
    assert not open_file(path).handed_in
    answers.hand_in()
    for window in (answers, other_window, open_file(path)):
        with pytest.raises(HandedInError):
            window.put(1, "2")
        assert (window.get(1), window.handed_in, window.last) == ("1", True, False)


def test_an_attempt_can_become_the_last_one_later(path: Path) -> None:
    answers = open_file(path)
    answers.hand_in()
    answers.hand_in(last=True)
    answers.hand_in()
    assert open_file(path).last


def test_a_hand_in_that_cannot_be_written_is_none(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = open_file(path)
    answers.put(1, "1")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("coursekit.quiz.kept_file.os.fsync", full)
        with pytest.raises(OSError, match="No space left"):
            answers.hand_in()
    answers.put(1, "2")
    assert open_file(path).get(1) == "2"


def test_a_file_from_before_there_were_attempts_can_be_read(path: Path) -> None:
    path.write_text('{"format": 1, "quiz": "quiz", "variant": "v1", "answers": {"1": "7"}}')
    answers = open_file(path)
    assert (answers.get(1), answers.handed_in, answers.notice) == ("7", False, "")


def test_what_the_grader_asks_for_is_plain_data(path: Path) -> None:
    answers = open_file(path)
    answers.put(5, "B")
    assert answers.as_data() == {
        "format": 1, "quiz": "quiz", "variant": "v1", "answers": {"5": "B"}, "trouble": None
    }  # fmt: skip
