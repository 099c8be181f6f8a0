"""What a person reads who scores one exercise: the learner's answer and what it showed, as plain text and pictures.

Nothing of a learner's HTML, SVG or Markdown is rendered here: it is text, or left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

from coursegrader.errors import CourseError
from coursegrader.grader_side.picture_kinds import picture_of
from coursegrader.nbgrader_plugins.course import Course
from coursegrader.nbgrader_plugins.show_results import is_result_output

MOST_TEXT: Final = 20_000  # characters of one piece of text
MOST_PICTURE: Final = 4_000_000  # characters of base64 of one picture that a cell has drawn (3 MB)
MOST_PICTURES: Final = 12  # of one answer
MOST_FILE: Final = 64_000_000  # bytes of a graded notebook
_CONTROL: Final = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_CUT: Final = "\n… the rest is left out here; formgrader shows it"


@dataclass(frozen=True)
class Piece:
    """One thing to read or look at. ``content`` is text; of a picture it is the file in base64, of this ``media``."""

    kind: Literal["code", "text", "output", "error", "picture"]
    content: str
    media: str = "image/png"


@dataclass(frozen=True)
class TestLine:
    """One hidden test: its name, whether it passed, and what the learner was told if not."""

    __test__ = False  # not a test class, whatever pytest thinks of the name

    name: str
    passed: bool
    hint: str


@dataclass(frozen=True)
class CellAnswer:
    """One learner's answer to one exercise.

    Attributes:
        question: the instructor's text in front of the answer.
        pieces: the answer cells' text, then what they and the grade cell showed.
        tests: of a hidden suite; empty where there is none.
    """

    question: str
    pieces: tuple[Piece, ...]
    tests: tuple[TestLine, ...]


class AnswerPlaces:
    """Where in a course's notebooks the answer to a grade cell stands."""

    def __init__(self, course: Course) -> None:
        self._directory = course.directory
        self._course = course

    def graded_notebook(self, assignment: str, notebook: str, learner: str) -> Path:
        """The file of the learner's graded notebook; it need not exist."""
        return self._course.folder(self._directory.autograded_directory, learner, assignment) / f"{notebook}.ipynb"

    def comment_cell(self, assignment: str, notebook: str, cell: str) -> str:
        """The grade id of the cell with which nbgrader keeps comments on a grade cell: its answer, or itself."""
        source = self._course.folder(self._directory.source_directory, ".", assignment) / f"{notebook}.ipynb"
        try:
            written = source.stat().st_mtime_ns
        except OSError:  # an assignment that is no longer taught
            return cell
        return _comment_cells(source, written).get(cell, cell)


def answer_in(path: Path, cell: str) -> CellAnswer | None:
    """The answer to a grade cell in a graded notebook; None if there is no such notebook, or no such cell in it.

    Raises:
        CourseError: the notebook cannot be read.
    """
    try:
        if path.stat().st_size > MOST_FILE:
            raise CourseError(f"{path} is larger than {MOST_FILE >> 20} MiB: open it in formgrader")
        cells: Sequence[Mapping[str, Any]] = json.loads(path.read_bytes())["cells"]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CourseError(f"{path} cannot be read ({error}): grade the submission again") from error
    place = next((n for n, found in enumerate(cells) if _is_graded(found) and _grade_id(found) == cell), None)
    return None if place is None else _answer(_exercise(cells, place))


@lru_cache(maxsize=256)  # of all assignments of a few courses
def _comment_cells(source: Path, written: int) -> Mapping[str, str]:
    """Grade cell -> the answer in front of it. ``written`` is the file's time: a changed file is read again."""
    found: dict[str, str] = {}
    answer: str | None = None
    try:
        cells = json.loads(source.read_bytes())["cells"]
    except (OSError, ValueError, KeyError) as error:
        raise CourseError(f"{source} cannot be read ({error}): mend the notebook") from error
    for cell in cells:
        settings = _settings(cell)
        if settings.get("solution"):
            answer = settings["grade_id"]
        if settings.get("task"):
            found[settings["grade_id"]] = settings["grade_id"]
        elif settings.get("grade") and answer is not None:
            found[settings["grade_id"]] = answer
    return found


def _exercise(cells: Sequence[Mapping[str, Any]], place: int) -> Sequence[Mapping[str, Any]]:
    """The cells that belong to the graded one at ``place``: all after the graded one before it.

    A second test of one answer has nothing between itself and the first, and belongs to that answer.
    """
    if _settings(cells[place]).get("task"):
        end = next((n for n in range(place + 1, len(cells)) if _settings(cells[n])), len(cells))
        return [cells[place], *cells[place + 1 : end]]  # learners answer a task with cells of their own after it
    start = place
    found = bool(_settings(cells[place]).get("solution"))
    while start > 0 and not (found and _is_graded(cells[start - 1])):
        start -= 1
        found = found or bool(_settings(cells[start]).get("solution")) or _is_heading(cells[start])
    between = [cell for cell in cells[start:place] if not _is_graded(cell)]
    return [*between, cells[place]]


def _is_heading(cell: Mapping[str, Any]) -> bool:
    """Whether an exercise begins here: one that needs no answer cell, such as a question of a quiz."""
    return cell["cell_type"] == "markdown" and not _is_theirs(cell) and _text(cell["source"]).lstrip().startswith("#")


def _answer(cells: Sequence[Mapping[str, Any]]) -> CellAnswer:
    graded = next(cell for cell in cells if _is_graded(cell))
    theirs = [cell for cell in cells if _is_theirs(cell)]
    pieces = [piece for cell in theirs for piece in _pieces(cell)]
    if graded not in theirs:
        pieces += _outputs(graded)
    pictures = [piece for piece in pieces if piece.kind == "picture"][MOST_PICTURES:]
    tests = graded["metadata"].get("coursegrader", {}).get("tests", ())
    return CellAnswer(
        question=_question(cells),
        pieces=tuple(piece for piece in pieces if piece not in pictures),
        tests=tuple(TestLine(test["name"], bool(test["passed"]), test["hint"]) for test in tests),
    )


def _question(cells: Sequence[Mapping[str, Any]]) -> str:
    asked = []
    for cell in cells:
        if cell["cell_type"] == "markdown" and not _is_theirs(cell):
            asked.append(_plain(_text(cell["source"])).strip())
        elif _settings(cell).get("solution"):
            break
    return "\n\n".join(asked)[:MOST_TEXT]


def _pieces(cell: Mapping[str, Any]) -> Iterator[Piece]:
    text = _plain(_text(cell["source"]))
    if text.strip():
        yield Piece("code" if cell["cell_type"] == "code" else "text", text)
    for bundle in cell.get("attachments", {}).values():
        for media, content in (picture_of(_text(next(iter(bundle.values()), ""))) or {}).items():
            yield Piece("picture", content, media)
    yield from _outputs(cell)


def _outputs(cell: Mapping[str, Any]) -> Iterator[Piece]:
    for output in cell.get("outputs", ()):
        if is_result_output(output):
            continue
        if output["output_type"] == "stream":
            yield Piece("error" if output.get("name") == "stderr" else "output", _plain(_text(output["text"])))
        elif output["output_type"] == "error":
            yield Piece("error", _plain(f"{output.get('ename', '')}: {output.get('evalue', '')}"))
        else:
            yield from _shown(output.get("data", {}))


def _shown(data: Mapping[str, Any]) -> Iterator[Piece]:
    kinds = ("image/png", "image/jpeg")
    drawn = next((Piece("picture", found, kind) for kind in kinds if (found := _picture(kind, data.get(kind)))), None)
    if drawn is not None:
        yield drawn
    elif "text/plain" in data:
        yield Piece("output", _plain(_text(data["text/plain"])))


def _picture(media: str, data: object) -> str | None:
    """A picture's base64 without line breaks, if it is of this kind and of a bearable size."""
    if not isinstance(data, str | list):
        return None
    picture = (picture_of(_text(data)) or {}).get(media)
    return picture if picture is not None and len(picture) <= MOST_PICTURE else None


def _plain(text: str) -> str:
    """Text without the terminal's colours and other controls, of a bearable length."""
    plain = _CONTROL.sub("", text[: 2 * MOST_TEXT].replace("\r\n", "\n"))
    return plain if len(plain) <= MOST_TEXT and len(text) <= 2 * MOST_TEXT else plain[:MOST_TEXT] + _CUT


def _text(source: str | Sequence[str]) -> str:
    return source if isinstance(source, str) else "".join(source)


def _settings(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    settings = cell["metadata"].get("nbgrader", {})
    return settings if isinstance(settings, Mapping) else {}


def _grade_id(cell: Mapping[str, Any]) -> str:
    return str(_settings(cell).get("grade_id", ""))


def _is_graded(cell: Mapping[str, Any]) -> bool:
    return bool(_settings(cell).get("grade") or _settings(cell).get("task"))


def _is_theirs(cell: Mapping[str, Any]) -> bool:
    """Whether the learner wrote the cell: an answer, or a cell that they added."""
    return bool(_settings(cell).get("solution") or cell["metadata"].get("coursegrader", {}).get("added"))
