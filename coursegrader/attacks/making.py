"""How submissions of attacks are made: a learner's copy of the release, with the attack typed into it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from string import Template
from textwrap import dedent
from typing import Any

from coursegrader.attacks.attack import Material, Submission
from coursegrader.attacks.course_files import GREETING, WRONG_TOTAL, Notebook, cell
from coursegrader.attacks.scratch import answered

Build = Callable[[Material], Submission]
Change = Callable[[Notebook], object]

PRELUDE = '''
import ctypes, os, sys


def got(what):
    """Tell what was got; nothing else of this cell counts."""
    print("got:", str(what).replace("\\n", " ")[:60000])


def tried(action):
    """Try it, and tell what came of it."""
    try:
        result = action()
    except Exception as error:
        got(type(error).__name__ + (f": {error.strerror}" if isinstance(error, OSError) and error.strerror else ""))
    else:
        got(repr(result))


ctypes.CDLL(None).prctl(15, b"$MARK", 0, 0, 0)  # every process that comes of it carries this name
'''
WRONG_SQUARE = "def square(x):\n    return 0\n"
RIGHT_DEPTH = "def depth(values):\n    return max(values)\n"
RIGHT_CUBE = "def cube(x):\n    return x**3\n"


def typed(
    answer: str = "",
    *,
    first: str = "",
    last: str = "",
    files: Mapping[str, bytes | str | Callable[[], bytes]] | None = None,
    assignment: str = "harbour",
    wrong: str = WRONG_TOTAL,
    change: Change | None = None,
) -> Build:
    """A submission whose answer is wrong, with code of the attack around it.

    Args:
        answer: what stands below the wrong answer in the answer cell.
        first, last: cells in front of all others, and behind them.
        files: what lies beside the notebook; names and texts may have placeholders, and what takes long to make is made
            when it is needed.
        assignment: which notebook it is.
        wrong: the answer itself.
        change: applied to the whole notebook at the end.
    """

    def build(material: Material) -> Submission:
        fill = filler(material)
        answers = {
            "total_answer": wrong + fill(answer),
            "greeting_answer": GREETING,
            "square_answer": WRONG_SQUARE + fill(answer),
            "cube_answer": RIGHT_CUBE,
            "depth_answer": RIGHT_DEPTH,
        }
        made: dict[str, bytes] = {}
        for name, content in material.releases[assignment].items():
            document = answered(content, answers)
            if "second" not in name:
                surround(document, fill(PRELUDE), fill(first), fill(last))
            if change is not None:
                change(document)
            made[name] = json.dumps(document).encode()
        beside = {fill(name): _content(content, fill) for name, content in (files or {}).items()}
        return Submission(made | beside, assignment=assignment)

    return build


def _content(content: bytes | str | Callable[[], bytes], fill: Callable[[str], str]) -> bytes:
    if callable(content):
        return content()
    return fill(content).encode() if isinstance(content, str) else content


def code(text: str) -> str:
    """Program text that stands indented in a table of attacks."""
    return dedent(text).strip("\n") + "\n"


def filler(material: Material) -> Callable[[str], str]:
    """Puts what the attacker knows into a text with placeholders such as ``$COURSE``."""
    return lambda text: Template(text).safe_substitute(material.places)


def surround(document: Notebook, prelude: str, first: str, last: str) -> None:
    """Add cells of the attack in front of and behind everything."""
    front = [cell("code", f"added-{n}", text) for n, text in enumerate((prelude, first)) if text]
    back = [cell("code", "added-last", last)] if last else []
    document["cells"] = [*front, *document["cells"], *back]


def raw(content: bytes | Callable[[Material], bytes], name: str = "work.ipynb") -> Build:
    """A submission that is this one file."""
    return lambda material: Submission({name: content if isinstance(content, bytes) else content(material)})


def metadata_of(document: Notebook, grade_id: str) -> dict[str, Any]:
    """nbgrader's settings of a cell."""
    for node in document["cells"]:
        settings: dict[str, Any] = node["metadata"].get("nbgrader", {})
        if settings.get("grade_id") == grade_id:
            return settings
    raise KeyError(grade_id)
