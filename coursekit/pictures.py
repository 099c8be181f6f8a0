"""Pictures that come out the same for everybody are drawn once.

Most figures of an assignment depend on nothing that a learner writes. Drawing one takes Matplotlib some 50 ms, and
loading Matplotlib half a second, so whoever runs the same notebook for a whole class keeps the pictures: call `record`,
run the notebook as it was released, and put the `FOLDER` that this leaves beside the learners' notebooks.
A figure of other arguments is drawn as ever.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec

import numpy as np

from coursekit.shown import Shown

P = ParamSpec("P")

FOLDER = Path(".coursekit_pictures")
_PNG = "\0png\0"
_recording = False


def record() -> None:
    """Keep every picture that is drawn from now on in `FOLDER`, until this process ends."""
    global _recording
    FOLDER.mkdir(exist_ok=True)
    _recording = True


def drawn_once(draw: Callable[P, Shown]) -> Callable[P, Shown]:
    """Let a drawing function take its picture from `FOLDER` when it has been drawn with the same arguments before.

    Only for functions whose picture depends on their arguments alone.
    """

    @functools.wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> Shown:
        name = _file_name(draw, args, kwargs)
        kept = _read(FOLDER / name) if name else None
        if kept is not None:
            return kept
        shown = draw(*args, **kwargs)
        if name and _recording:
            (FOLDER / name).write_bytes(_to_bytes(shown))
        return shown

    return drawn


def _file_name(draw: Callable[..., Shown], args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    """The file of one call, or nothing where an argument is no plain value."""
    try:
        call = [draw.__module__, draw.__qualname__, _plain(args), _plain(kwargs)]
    except TypeError:
        return ""
    return hashlib.sha256(json.dumps(call).encode()).hexdigest() + ".json"


def _plain(value: object) -> Any:
    """Nested lists that are equal only for arguments that draw the same. Raises TypeError for what has no such form."""
    if isinstance(value, np.ndarray):
        if value.dtype.hasobject:
            raise TypeError("an array of objects")
        return ["array", value.dtype.str, list(value.shape), np.ascontiguousarray(value).tobytes().hex()]
    if isinstance(value, np.generic):
        return ["scalar", value.dtype.str, value.tobytes().hex()]
    if value is None or type(value) in (bool, int, str):
        return value
    if type(value) is float:
        return value.hex() if math.isfinite(value) else repr(value)
    if isinstance(value, (tuple, list, range)):
        return [type(value).__name__, *map(_plain, value)]
    if type(value) is dict:
        return ["dict", *([_plain(key), _plain(item)] for key, item in value.items())]
    raise TypeError(f"a {type(value).__name__}")


def _to_bytes(shown: Shown) -> bytes:
    # the picture stands in the HTML as well: once is enough to keep
    png = None if shown.png is None else base64.b64encode(shown.png).decode("ascii")
    html = shown.html if png is None else shown.html.replace(png, _PNG)
    return json.dumps({"html": html, "words": shown.words, "png": png}).encode()


def _read(path: Path) -> Shown | None:
    try:
        kept = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    png = kept["png"]
    if png is None:
        return Shown(kept["html"], kept["words"])
    return Shown(kept["html"].replace(_PNG, png), kept["words"], base64.b64decode(png))
