"""What in a page could run, load, navigate or send: none of it may come from a submission."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_FORBIDDEN_TAGS = frozenset(
    "script iframe frame frameset object embed applet base link form input button textarea portal animate "
    "set video audio source track foreignobject".split()
)
_ADDRESSES = frozenset(
    "href src xlink:href action formaction poster background srcset data cite longdesc manifest ping".split()
)
_SCHEME = re.compile(r"^[\x00-\x20]*([a-zA-Z][a-zA-Z0-9+.\-\s\x00-\x1f]*):")
_LOADING_STYLE = re.compile(r"url\s*\(|@import|expression\s*\(|behavior\s*:|-moz-binding", re.IGNORECASE)
_LIVE_TEX = re.compile(r"\\(?:href|cssId|class|style|data|unicode|require|includegraphics|url)\s*[{\[]")


class _Finder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _FORBIDDEN_TAGS:
            self.found.append(f"<{tag}>")
        self._in_style = tag == "style"
        for name, value in attrs:
            self._attribute(tag, name, value or "")
        if tag == "meta" and any(name == "http-equiv" and (value or "").lower() == "refresh" for name, value in attrs):
            self.found.append("<meta refresh>")

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False

    def handle_data(self, data: str) -> None:
        if self._in_style and _LOADING_STYLE.search(data):
            self.found.append("a style sheet that loads")
        if _LIVE_TEX.search(data):
            self.found.append("a live TeX macro")

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on") or name == "srcdoc":
            self.found.append(f"<{tag} {name}>")
        if name == "style" and _LOADING_STYLE.search(value):
            self.found.append(f"<{tag} style> that loads")
        if name in _ADDRESSES:
            scheme = _SCHEME.match(value)
            kind = re.sub(r"\s", "", scheme[1]).lower() if scheme else ""
            if kind in ("javascript", "vbscript", "file", "blob", "filesystem"):
                self.found.append(f"<{tag} {name}={kind}:>")
            elif kind == "data" and not (tag == "img" and value.strip().lower().startswith("data:image/")):
                self.found.append(f"<{tag} {name}=data:>")
            elif name != "href" and name != "cite" and (kind in ("http", "https", "ftp") or value.startswith("//")):
                self.found.append(f"<{tag} {name}> from elsewhere")


def live_parts(html: str) -> list[str]:
    """What of a page is live, in words; empty for a page that is only read."""
    finder = _Finder()
    finder.feed(html)
    finder.close()
    return finder.found


def live_output(data: dict[str, object]) -> list[str]:
    """What of an output's bundle (mime type -> content) is live: kinds that front ends run, and HTML that is."""
    harmless = {"text/plain", "text/html", "text/latex", "text/markdown", "image/png", "image/jpeg"}
    found = [f"an output of type {kind}" for kind in data if kind not in harmless]
    html = data.get("text/html", "")
    return found + live_parts("".join(html) if isinstance(html, list) else str(html))
