"""What a figure or an interactive gives a notebook to show."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Shown:
    """Something to display: HTML for a browser, words for everything else, and a PNG where there is one."""

    html: str
    words: str
    png: bytes | None = None

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        bundle = {"text/html": self.html, "text/plain": self.words}
        if self.png is not None:
            bundle["image/png"] = base64.b64encode(self.png).decode("ascii")
        return bundle
