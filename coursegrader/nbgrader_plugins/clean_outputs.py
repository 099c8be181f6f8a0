"""What a student's cells printed, made harmless when it is recorded.

Graded notebooks are opened by teachers (formgrader, JupyterLab) and turned into feedback. Nothing in them
that came out of a student's process may run, load or navigate there: see :func:`clean_output` for what is
kept. Nothing here needs nbgrader: grading workers call it as well as nbgrader's preprocessors.
"""

from __future__ import annotations

import base64
import re
import sys
from collections.abc import Callable, Mapping, MutableMapping
from typing import Any, Final

from coursegrader.grader_side.picture_kinds import picture_of
from coursegrader.nbgrader_plugins.clean_html import clean_html, disarm_tex
from coursegrader.nbgrader_plugins.clean_markdown import clean_markdown
from coursegrader.nbgrader_plugins.clean_pictures import attach_pictures

MAX_TEXT: Final = 100_000  # characters of one piece of text
MAX_PICTURE: Final = 4_000_000  # characters of one picture, or of HTML that may embed one
MAX_OUTPUTS: Final = 200  # of one cell
MAX_SIDE: Final = 4_000  # pixels of a picture's width and height
_TRUNCATED: Final = "\n… the rest of this output was too long to keep"

# Colours of tracebacks are worth keeping; every other terminal sequence, and every other control
# character, is not.
_COLOUR: Final = r"\x1b\[[0-9;]*m"
_TERMINAL: Final = re.compile(
    rf"({_COLOUR})"
    r"|\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|.?)"
    r"|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]",
    re.DOTALL,
)
_PICTURES: Final = ("image/png", "image/jpeg")  # those that nbgrader's pages show


def clean_cell(cell: MutableMapping[str, Any]) -> None:
    """Clean the outputs of a code cell, and the text of another cell if it is a student's, in place.

    The rebuilt notebook says which cells hold a student's text: those of a ``solution`` cell, and those that
    the engine marked as added.
    """
    if cell["cell_type"] == "code":
        cleaned = [clean_output(output) for output in cell["outputs"][:MAX_OUTPUTS]]
        cell["outputs"] = [output for output in cleaned if output is not None]
    elif is_students_text(cell):
        clean_text_cell(cell)


def is_students_text(cell: Mapping[str, Any]) -> bool:
    """Whether the cell's source was written by the student."""
    metadata = cell["metadata"]
    return bool(metadata.get("nbgrader", {}).get("solution") or metadata.get("coursegrader", {}).get("added"))


def clean_text_cell(cell: MutableMapping[str, Any]) -> None:
    """Clean a student's markdown or raw cell, and its attachments, in place."""
    # the whole of it: pictures in the text itself may be longer than a text is kept
    source, attachments = attach_pictures(_text(cell["source"], sys.maxsize), cell.pop("attachments", None))
    if attachments:
        cell["attachments"] = attachments
    cell["source"] = clean_markdown(_text(source), attachments)
    if cell["cell_type"] == "raw":  # a raw cell is copied into pages as it is
        cell["cell_type"] = "markdown"


def clean_output(output: Mapping[str, Any]) -> dict[str, Any] | None:
    """A harmless copy of one output, or None if nothing of it can be kept.

    Kept: text of streams and tracebacks with colours only; of results the plain text, HTML without
    anything live, Markdown without raw HTML, TeX without HTML, PNG and JPEG pictures; SVG as a picture
    that cannot run scripts.
    """
    kind = output.get("output_type")
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return {"output_type": "stream", "name": name, "text": clean_terminal_text(output.get("text", ""))}
    if kind == "error":
        return _clean_error(output)
    if kind in {"display_data", "execute_result"}:
        return _clean_bundle(output)
    return None


def clean_terminal_text(text: object) -> str:
    """Text with no control sequence but colours, at most ``MAX_TEXT`` characters."""
    return _TERMINAL.sub(lambda match: match[1] or "", _text(text))


def _clean_error(output: Mapping[str, Any]) -> dict[str, Any]:
    traceback = output.get("traceback", [])
    return {
        "output_type": "error",
        "ename": clean_terminal_text(output.get("ename", ""))[:200],
        "evalue": clean_terminal_text(output.get("evalue", "")),
        "traceback": [clean_terminal_text(line) for line in traceback] if isinstance(traceback, list) else [],
    }


def _clean_bundle(output: Mapping[str, Any]) -> dict[str, Any] | None:
    bundle = output.get("data")
    if not isinstance(bundle, Mapping):
        return None
    data = {kind: clean(bundle[kind]) for kind, clean in _CLEANERS.items() if kind in bundle} | _clean_pictures(bundle)
    if "text/html" in bundle:
        html = _text(bundle["text/html"], MAX_PICTURE)
        data["text/html"] = clean_html(html, instead=_plain_text(data.get("text/plain", "")))
    if "image/svg+xml" in bundle and "text/html" not in data:
        data["text/html"] = _svg_picture(_text(bundle["image/svg+xml"], MAX_PICTURE))
    data = {kind: value for kind, value in data.items() if value}
    if not data:
        return None
    sizes = {kind: size for kind in _PICTURES if (size := _picture_size(output, kind))}
    cleaned = {"output_type": output["output_type"], "data": data, "metadata": sizes}
    if output["output_type"] == "execute_result":
        count = output.get("execution_count")
        cleaned["execution_count"] = count if isinstance(count, int) else None
    return cleaned


def _clean_pictures(bundle: object) -> dict[str, str]:
    if not isinstance(bundle, Mapping):
        return {}
    pictures = {kind: picture_of(_text(bundle[kind], MAX_PICTURE)) or {} for kind in _PICTURES if kind in bundle}
    return {kind: picture[kind] for kind, picture in pictures.items() if kind in picture}


def _picture_size(output: Mapping[str, Any], kind: str) -> dict[str, Any] | None:
    """Width and height to show a picture in, in pixels; a figure may hold more of them for sharp screens."""
    metadata = output.get("metadata")
    size = metadata.get(kind) if isinstance(metadata, Mapping) else None
    if not isinstance(size, Mapping):
        return None
    sides = {side: size.get(side) for side in ("width", "height")}
    if not all(isinstance(pixels, int) and 0 < pixels <= MAX_SIDE for pixels in sides.values()):
        return None
    return sides


def _svg_picture(svg: str) -> str:
    # a browser runs no script and loads nothing from elsewhere in an SVG that it shows as a picture
    encoded = base64.b64encode(svg.encode("utf-8", "replace")).decode("ascii")
    return f'<img src="data:image/svg+xml;base64,{encoded}" alt="a drawing made by this cell">'


def _plain_text(text: str) -> str | None:
    """What says in text the same as an output's HTML; None for text such as ``<pandas.Styler at 0x7f>``."""
    return None if not text or text.startswith("<") else re.sub(_COLOUR, "", text)


def _clean_latex(value: object) -> str:
    # formgrader's template puts TeX into the page unescaped; a space after < is nothing to TeX
    return disarm_tex(re.sub(r"<(?=[A-Za-z/!?])", "< ", _text(value))).replace("&#", "& #")


_CLEANERS: Final[dict[str, Callable[[object], str]]] = {
    "text/plain": clean_terminal_text,
    "text/markdown": lambda value: clean_markdown(_text(value)),
    "text/latex": _clean_latex,
}


def _text(value: object, limit: int = MAX_TEXT) -> str:
    """The text of a notebook field, which may be a list of lines; "" for anything else."""
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        value = "".join(value)
    if not isinstance(value, str):
        return ""
    return value if len(value) <= limit else value[:limit] + _TRUNCATED
