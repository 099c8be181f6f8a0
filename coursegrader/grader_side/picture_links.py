"""Where in a Markdown text pictures stand, and by which name each is known: an attachment's, or a file's beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

BESIDE = "./"  # what the name of a file's picture begins with: no attachment's does
ATTACHED = "attachment:"
# Every part is bounded, or ends at the first character that is not its own: a hostile text takes no longer than others.
_ALT = r"(?:[^\[\]\n]|\[[^\[\]\n]{0,200}\]){0,1000}"
_ADDRESS = r"<[^<>\n]*>|[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*"
_TITLE = r"(?:[ \t]{1,20}(?:\"[^\"\n]*\"|'[^'\n]*'))?"
_LINK = re.compile(
    rf"(?<!\\)!\[(?P<alt>{_ALT})\]\([ \t]{{0,20}}(?P<address>{_ADDRESS}){_TITLE}[ \t]{{0,20}}\)"
    r"|<img\s(?P<attributes>[^<>]{0,500})>",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"\b(src|alt)\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\]")


@dataclass(frozen=True)
class PictureLink:
    """One picture in a text: from ``start`` to ``end``; its description and its address as they were typed."""

    start: int
    end: int
    alt: str
    address: str

    @property
    def names(self) -> tuple[str, ...]:
        """What the picture may be called, likeliest first; nothing if it is neither attached nor a file beside."""
        if self.address.startswith(ATTACHED):
            name = self.address.removeprefix(ATTACHED)
            return (name, unquote(name))
        path = _path(self.address)
        return () if path is None else (BESIDE + path,)


def picture_links(text: str) -> Iterator[PictureLink]:
    """The pictures of a text in order: Markdown's, and HTML's ``<img>``. (Those in code are among them.)"""
    for match in _LINK.finditer(text):
        if match["attributes"] is None:
            address = match["address"]
            yield PictureLink(match.start(), match.end(), match["alt"], address.removeprefix("<").removesuffix(">"))
        else:
            found = {name.lower(): one or other for name, one, other in _ATTRIBUTE.findall(match["attributes"])}
            if "src" in found:
                yield PictureLink(match.start(), match.end(), found.get("alt", ""), found["src"].strip())


def _path(address: str) -> str | None:
    """The file that an address means, from the notebook's folder; None if it is none in there."""
    if _SCHEME.match(address):
        return None
    path = unquote(re.split(r"[?#]", address, maxsplit=1)[0]).replace("\\", "/")
    parts = [part for part in path.split("/") if part not in ("", ".")]
    return "/".join(parts) if parts and ".." not in parts else None
