"""A small quiz with one question of each kind."""

import json
from pathlib import Path
from typing import Any

import pytest

from coursekit.quiz.items import items_name
from tests.coursekit.quiz.pictures import SCENE


def options(*texts: str) -> list[dict[str, str]]:
    return [{"letter": letter, "text": text} for letter, text in zip("ABC", texts, strict=False)]


ITEMS: list[dict[str, Any]] = [
    {"number": 1, "kind": "MAT", "text": "A matrix?", "shape": [2, 2]},
    {"number": 2, "kind": "VEC", "text": "A vector?", "shape": [3]},
    {"number": 3, "kind": "NUM", "text": "A number?"},
    {"number": 4, "kind": "INT", "text": "How many?"},
    {"number": 5, "kind": "ONE", "text": "Which?", "options": options("this", "that")},
    {
        "number": 6,
        "kind": "SET",
        "text": "Which ones?",
        "options": options("option A", "option B", "option C"),
    },
    {"number": 7, "kind": "BUG", "text": "Which line?", "lines": ["for k in range(3):", "    print(k)"]},
    {"number": 8, "kind": "ORD", "text": "Which order?", "options": options("step A", "step B", "step C")},
    {"number": 9, "kind": "EXP", "text": "Which formula?", "variables": ["x", "y"]},
    {"number": 10, "kind": "OUT", "text": "What is printed?"},
    {"number": 11, "kind": "PIC", "text": "Where to?", "scene": {**SCENE.data(), "tick": "impossible"}},
]


def write_items(folder: Path, attempt: int = 1) -> None:
    items = [{**item, "text": f"{item['text']} (draw {attempt})"} for item in ITEMS] if attempt > 1 else ITEMS
    data = {"format": 1, "quiz": "quiz", "attempt": attempt, "variant": f"v{attempt}", "items": items}
    (folder / items_name("quiz", attempt)).write_text(json.dumps(data))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_items(tmp_path)
    return tmp_path


@pytest.fixture
def three(folder: Path) -> Path:
    """The folder of a quiz with three attempts."""
    write_items(folder, 2)
    write_items(folder, 3)
    return folder
