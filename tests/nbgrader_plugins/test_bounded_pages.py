"""A page that cannot be made in time is made without what the learner wrote, and holds nobody up."""

from __future__ import annotations

import errno
import logging
import time
from pathlib import Path

import pytest

from coursegrader.nbgrader_plugins import bounded_pages, feedback_cells
from coursegrader.nbgrader_plugins.bounded_pages import NOT_SHOWN, make_pages
from tests.nbgrader_plugins.test_feedback_writer import SQUARE, grade, rewrite


def endless(bare: bool) -> bytes:
    if not bare:
        time.sleep(600)
    return b"bare"


def failing(bare: bool) -> bytes:
    if not bare:
        raise StopIteration
    return b"bare"


def without_disk(bare: bool) -> bytes:
    raise OSError(errno.ENOSPC, "No space left on device")


def fine(bare: bool) -> bytes:
    return b"bare" if bare else b"whole"


def test_each_page_has_all_that_it_can_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_pages, "can_work_apart", lambda: True)  # threads of earlier tests are idle
    makers = {"a": fine, "b": endless, "c": failing, "d": fine}
    assert make_pages(makers, seconds=1.0) == {"a": b"whole", "b": b"bare", "c": b"bare", "d": b"whole"}


def test_an_error_costs_a_page_no_more_where_there_are_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_pages, "can_work_apart", lambda: False)
    assert make_pages({"a": fine, "b": failing}) == {"a": b"whole", "b": b"bare"}


@pytest.mark.parametrize("apart", [True, False])
def test_trouble_of_the_machine_is_nobodys_page(monkeypatch: pytest.MonkeyPatch, apart: bool) -> None:
    """The attempt is graded again when there is room, and then its page is whole."""
    monkeypatch.setattr(bounded_pages, "can_work_apart", lambda: apart)
    with pytest.raises(OSError, match="No space left"):
        make_pages({"a": fine, "b": without_disk})


def test_the_log_says_what_went_wrong_and_where(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(bounded_pages, "can_work_apart", lambda: True)
    with caplog.at_level(logging.WARNING, "coursegrader"):
        make_pages({"a": failing})
    assert "a is made without what the learner wrote" in caplog.text
    assert "StopIteration" in caplog.text
    assert "in failing" in caplog.text


def test_a_page_that_cannot_be_made_at_all_is_an_error() -> None:
    with pytest.raises(ZeroDivisionError):
        make_pages({"a": lambda bare: b"%d" % (1 // 0)})


def test_scores_are_shown_without_what_the_learner_wrote(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = grade(course, "plain", square_answer=SQUARE + "\nprint('seen')", essay="My *own* words")[
        "plain.html"
    ].decode()
    assert "My <em>own</em> words" in whole
    assert "seen" in whole

    def fails_on_their_text(text: str, *arguments: object) -> str:
        if "own" in text:
            raise RuntimeError
        return text

    monkeypatch.setattr(feedback_cells, "render_markdown", fails_on_their_text)
    bare = rewrite(course, "plain")["plain.html"].decode()
    assert NOT_SHOWN in bare
    assert "own" not in bare.replace(NOT_SHOWN, "")
    for score in ("Full marks", "Waiting for your teacher"):
        assert (score in bare) is (score in whole)


SLOW_STEP = """
import time
from nbgrader.preprocessors import NbGraderPreprocessor


class Slow(NbGraderPreprocessor):
    def preprocess(self, nb, resources):
        if any("very long" in cell.source for cell in nb.cells):
            time.sleep(600)
        return nb, resources


c = get_config()
c.GenerateFeedback.preprocessors.append(Slow)
"""


@pytest.mark.timeout(120)
def test_a_courses_own_way_to_make_pages_has_an_end_as_well(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_pages, "can_work_apart", lambda: True)
    monkeypatch.setattr(bounded_pages, "PAGE_SECONDS", 10.0)
    config = course / "nbgrader_config.py"
    config.write_text(SLOW_STEP + config.read_text())
    assert NOT_SHOWN.encode() not in grade(course, "plain", square_answer=SQUARE)["plain.html"]
    page = grade(course, "plain", square_answer=f"{SQUARE}  # very long")["plain.html"]
    assert NOT_SHOWN.encode() in page
    assert b"Full marks" in page
