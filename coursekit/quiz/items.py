"""The questions of a quiz as a learner holds them: text, kind and form of the answer, never a key."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coursekit.quiz.scene import Scene, scene_of

FORMAT = 1
KINDS = ("MAT", "VEC", "NUM", "INT", "ONE", "SET", "BUG", "ORD", "EXP", "OUT", "PIC")


class QuizFileError(Exception):
    """A quiz's own file is missing or is not what it should be."""


@dataclass(frozen=True)
class Option:
    """One choice of a ONE or SET question, or one step of an ORD question: its letter (the stored answer) and what it
    says."""

    letter: str
    text: str


@dataclass(frozen=True)
class PublicItem:
    """One question. ``kind`` decides which of the other fields matter.

    MAT uses ``shape`` (rows, columns), VEC ``shape`` (entries,), ONE, SET and ORD ``options``, BUG ``lines``, EXP
    ``variables``, PIC ``scene``.
    ``figure`` is an SVG drawing and ``figure_text`` says in words what it shows.
    """

    number: int
    kind: str
    text: str
    shape: tuple[int, ...] = ()
    options: tuple[Option, ...] = ()
    lines: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    scene: Scene | None = None
    figure: str = ""
    figure_text: str = ""

    @property
    def letters(self) -> tuple[str, ...]:
        """The letters that may be chosen."""
        return tuple(option.letter for option in self.options)


@dataclass(frozen=True)
class PublicQuiz:
    """One learner's variant of a quiz."""

    name: str
    variant: str
    attempt: int
    items: tuple[PublicItem, ...]

    def item(self, number: int) -> PublicItem:
        """Question ``number`` (from 1). Raises IndexError if there is none."""
        for item in self.items:
            if item.number == number:
                return item
        raise IndexError(f"there is no question {number}: this quiz has questions 1 to {len(self.items)}")


def items_name(quiz: str, attempt: int = 1) -> str:
    """The file of questions of one attempt: ``quiz_items.json``, then ``quiz_items_2.json``, ..."""
    return f"{quiz}_items{'' if attempt == 1 else f'_{attempt}'}.json"


def load_items(path: Path) -> PublicQuiz:
    """Read ``<quiz>_items.json``. Raises QuizFileError, saying what to do, if it cannot be used."""
    remedy = "fetch the assignment again to get a fresh copy (your answers are in another file and stay)"
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise QuizFileError(f"{path.name} is not beside this notebook: {remedy}") from None
    except (OSError, ValueError) as error:
        raise QuizFileError(f"{path.name} cannot be read ({error}): {remedy}") from error
    try:
        return _quiz(data)
    except (KeyError, TypeError, ValueError) as error:
        raise QuizFileError(f"{path.name} is damaged ({error!r}): {remedy}") from error


def _quiz(data: Mapping[str, Any]) -> PublicQuiz:
    if data["format"] != FORMAT:
        raise ValueError(f"format {data['format']!r}")
    items = tuple(item_of(entry) for entry in data["items"])
    return PublicQuiz(str(data["quiz"]), str(data["variant"]), int(data["attempt"]), items)


def item_of(data: Mapping[str, Any]) -> PublicItem:
    """A question from plain data. Raises KeyError, TypeError or ValueError if it is not one."""
    if data["kind"] not in KINDS:
        raise ValueError(f"kind {data['kind']!r}")
    figure = data.get("figure", {})
    return PublicItem(
        number=int(data["number"]),
        kind=str(data["kind"]),
        text=str(data["text"]),
        shape=tuple(int(size) for size in data.get("shape", ())),
        options=tuple(Option(str(o["letter"]), str(o["text"])) for o in data.get("options", ())),
        lines=tuple(str(line) for line in data.get("lines", ())),
        variables=tuple(str(name) for name in data.get("variables", ())),
        scene=scene_of(data["scene"]) if data["kind"] == "PIC" else None,
        figure=str(figure.get("svg", "")),
        figure_text=str(figure.get("description", "")),
    )
