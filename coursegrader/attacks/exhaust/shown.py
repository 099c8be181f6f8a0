"""Formulas and HTML that keep whoever shows them busy, or break it."""

from __future__ import annotations

import json

from coursegrader.attacks.attack import Attack
from coursegrader.attacks.course_files import Notebook, cell
from coursegrader.attacks.making import Change, code, typed

_LEVELS = 40


def _name(number: int) -> str:
    """A macro's name, of letters only."""
    return "\\zq" + chr(ord("a") + number // 26) + chr(ord("a") + number % 26)


def _doubled(definer: str) -> str:
    """Macros that each use the one before twice. A root's index is read, and thrown away: nothing grows but the time.

    Args:
        definer: defines a macro, with ``NAME`` and ``BODY`` in it.
    """
    bodies = ["x", *(rf"\leftroot{{{_name(n)}}}\leftroot{{{_name(n)}}}x" for n in range(_LEVELS))]
    macros = [definer.replace("NAME", _name(n)).replace("BODY", body) for n, body in enumerate(bodies)]
    return "".join(macros) + "{" + _name(_LEVELS) + "}"


def _text_cells(*texts: str) -> Change:
    def add(document: Notebook) -> None:
        document["cells"] += [cell("markdown", f"added-text-{n}", text) for n, text in enumerate(texts)]

    return add


def _shown(mime: str, *texts: str) -> str:
    """Code that displays these texts, one after the other."""
    # as JSON, and that as a string: such text has backslashes and quotes of its own, and dollars stand for placeholders
    written = json.dumps(json.dumps(texts).replace("$", "\\u0024"))
    return (
        f"import json\nfrom IPython.display import display\nfor text in json.loads({written}):\n"
        f"    display({{'{mime}': text, 'text/plain': 'x'}}, raw=True)\ngot('armed')\n"
    )


_NEW, _KNUTH = r"\newcommand{NAME}{BODY}", r"\def NAME{BODY}"

ATTACKS = (
    Attack(
        "endless-tex",
        "exhaust",
        "formulas that double",
        "forty macros, each twice in the next: in a text cell and in an output, 2 kB that expand for years",
        typed(
            last=_shown("text/latex", *(f"${_doubled(definer)}$" for definer in (_NEW, _KNUTH))),
            change=_text_cells(f"${_doubled(_NEW)}$", f"$${_doubled(_NEW)}$$", rf"\({_doubled(_KNUTH)}\)"),
        ),
    ),
    Attack(
        "tex-stops",
        "exhaust",
        "formulas that break off",
        "one command without what it needs, in outputs and text cells: the converter's error is one that ends loops",
        typed(
            last=_shown(
                "text/latex", r"\def", r"\text", r"$\def$", r"$$\text$$", r"\begin", r"\newcommand", "{" * 5000
            ),
            change=_text_cells(r"$\def$", r"$$\text$$", r"$\frac$", rf"${'{' * 5000}$"),
        ),
    ),
    Attack(
        "nested-html",
        "exhaust",
        "HTML nested without end",
        "60000 open elements, and as many stray ends for each of which they are all looked through",
        typed(
            last=code("""
            from IPython.display import display
            for opened, closed in (('<div>', '</p>'), ('<b>', '</i>'), ('<ul>', '</li>')):
                display({'text/html': opened * 60000 + closed * 60000, 'text/plain': 'x'}, raw=True)
            got('armed')
"""),
            change=_text_cells("<div>" * 60000 + "</p>" * 60000),
        ),
    ),
)
