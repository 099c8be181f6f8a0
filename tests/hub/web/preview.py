"""The pages with example data, to look at: ``python -m tests.hub.web.preview --port 8765``, then ``/?as=amara``.

``?as=NAME`` on any page logs in as that person. Nothing is graded, no hub runs, and all data go when it ends.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import uvicorn
from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from coursegrader.hub.service import make_app
from coursegrader.hub.web.session import COOKIE
from tests.hub.people import FakeHub
from tests.hub.site import PREFIX
from tests.hub.web.example_site import example_site

PORT = 8765


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=PORT)
    port = parser.parse_args().port
    with tempfile.TemporaryDirectory(prefix="preview-") as folder:
        serve(Path(folder), port)


def serve(folder: Path, port: int) -> None:
    """Serve an example site kept in a folder."""
    hub = FakeHub()
    site = example_site(folder, hub)
    app = make_app(site)

    @app.middleware("http")
    async def log_in(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        name = request.query_params.get("as", "")
        if name not in hub.groups:
            return await call_next(request)
        below = request.url.path if request.url.path.startswith(PREFIX) else f"{PREFIX}/"
        answer = RedirectResponse(below, status_code=303)
        answer.set_cookie(COOKIE, site.sessions.begin(name, hub.groups[name], name, 86_400), path=f"{PREFIX}/")
        return answer

    print(f"http://127.0.0.1:{port}{PREFIX}/?as=amara  (or {', '.join(hub.groups)})", flush=True)
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning")


if __name__ == "__main__":
    main()
