"""A recorded output as HTML for the feedback page."""

from __future__ import annotations

import builtins
import re
from collections.abc import Mapping
from typing import Any, Final

from markupsafe import Markup

from coursegrader.nbgrader_plugins.clean_html import clean_html
from coursegrader.nbgrader_plugins.feedback_markdown import render_latex, render_markdown

_ANSI: Final = re.compile(r"\x1b\[[0-9;]*m")
_MAX_LINES: Final = 60
_OUT_OF_TIME: Final = {"TimeoutError", "CellTimeoutError"}


def render_output(output: Mapping[str, Any]) -> Markup:
    """HTML of one output that ``CleanOutputs`` let through; the empty string for one with nothing to show."""
    if output["output_type"] == "stream":
        return _preformatted(output["text"])
    if output["output_type"] == "error":
        return _error(output)
    return _richest(output["data"])


def render_error_name(output: Mapping[str, Any]) -> Markup:
    """Only the kind of an error: its text may quote a test that learners are not to see."""
    name = output["ename"] if hasattr(builtins, str(output["ename"])) else "an error"
    return Markup('<p class="error">This cell stopped with <strong>{}</strong>.</p>').format(name)


def _error(output: Mapping[str, Any]) -> Markup:
    name, message = output["ename"], _shortened(output["evalue"])
    if name in _OUT_OF_TIME:
        return Markup('<p class="error"><strong>This cell ran out of time.</strong> {}</p>').format(message)
    headline = Markup('<p class="error"><strong>{}</strong>{}{}</p>').format(name, ": " if message else "", message)
    traceback = "\n".join(output["traceback"])
    if not traceback:
        return headline
    return headline + Markup("<details><summary>Where it happened</summary>{}</details>").format(
        _preformatted(traceback)
    )


def _richest(data: Mapping[str, str]) -> Markup:
    for kind in ("image/png", "image/jpeg"):
        if kind in data:
            return Markup('<img src="data:{};base64,{}" alt="{}">').format(
                kind, data[kind], "A picture made by this cell"
            )
    if "text/html" in data:
        return Markup('<div class="table">{}</div>').format(Markup(clean_html(data["text/html"])))
    if "text/latex" in data:
        return render_latex(data["text/latex"])
    if "text/markdown" in data:
        return render_markdown(data["text/markdown"])
    return _preformatted(data.get("text/plain", ""))


def _preformatted(text: str) -> Markup:
    plain = _shortened(_ANSI.sub("", text).rstrip())
    return Markup("<pre>{}</pre>").format(plain) if plain else Markup("")


def _shortened(text: str) -> str:
    lines = _ANSI.sub("", text).split("\n")
    if len(lines) <= _MAX_LINES:
        return "\n".join(lines)
    return "\n".join([*lines[:_MAX_LINES], f"… and {len(lines) - _MAX_LINES} more lines"])
