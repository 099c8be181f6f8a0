"""The style sheets and scripts, under names that change with their contents, so that browsers may keep them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Response

from coursegrader.hub.web.access import Rule, rule
from coursegrader.hub.web.refusals import NotFound

FOLDER = Path(__file__).parent / "static"
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
FOREVER = "public, max-age=31536000, immutable"

router = APIRouter()


@dataclass(frozen=True)
class StaticFile:
    """One file, read once. ``version`` is a hash of it."""

    content: bytes
    media_type: str
    version: str


@cache
def static_files() -> dict[str, StaticFile]:
    """File name -> file, for everything in ``static/``."""
    found = {}
    for path in sorted(FOLDER.iterdir()):
        if path.suffix in TYPES:
            content = path.read_bytes()
            found[path.name] = StaticFile(content, TYPES[path.suffix], hashlib.sha256(content).hexdigest()[:12])
    return found


@router.get("/static/{name}", **rule(Rule.PUBLIC))
async def static(name: str, v: str = "") -> Response:
    """One file. Without the right version it is not kept by the browser."""
    file = static_files().get(name)
    if file is None:
        raise NotFound(f"there is no file {name[:80]!r}")
    headers = {"Cache-Control": FOREVER if v == file.version else "no-cache"}
    return Response(file.content, media_type=file.media_type, headers=headers)
