"""The feedback notebooks of an attempt, shown so that nothing in them can act.

The grader makes these pages from a learner's notebook, cleaned; staff may release others. Whatever is in one, the
answer's own policy gives it an origin of its own, no script, no form, no frame, nothing loaded, and no style sheet but
the ones inside it.
"""

from __future__ import annotations

import base64
import hashlib
import re
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from markupsafe import Markup

from coursegrader.hub.web.access import Rule, Who, readable_attempt, rule
from coursegrader.hub.web.refusals import NotFound
from coursegrader.hub.web.site import SiteOf
from coursegrader.hub.web.urls import link

_STYLE = re.compile(rb"<style[^>]*>(.*?)</style>", re.DOTALL | re.IGNORECASE)

router = APIRouter()


@router.get("/courses/{course}/attempts/{attempt}/feedback/{name}", **rule(Rule.MEMBER))
async def feedback_page(request: Request, course: str, attempt: int, name: str, site: SiteOf, who: Who) -> Response:
    """One page of the learner's own attempt, or of anybody's for staff."""
    found = await readable_attempt(site, who, course, attempt)
    sha256 = (found.feedback or {}).get(name)
    if sha256 is None or not name.endswith(".html"):
        raise NotFound(f"attempt {found.number} has no feedback page {name[:80]!a}: go back to the attempt")
    content = await run_in_threadpool(site.store.blobs.get, sha256)
    back = Markup('<nav class="back" aria-label="Back"><a href="{}">← Attempt {}</a></nav>').format(
        link(request, "courses", course, "attempts", attempt), found.number
    )
    headers = {
        "Content-Security-Policy": policy_for(content),
        "Content-Disposition": f"inline; filename*=UTF-8''{quote(name, safe='')}",
    }
    return Response(content.replace(b"<body>", b"<body>" + back.encode(), 1), media_type="text/html", headers=headers)


def policy_for(page: bytes) -> str:
    """The Content-Security-Policy of a feedback page; its style sheets are allowed by their hashes."""
    digests = [base64.b64encode(hashlib.sha256(style).digest()).decode() for style in _STYLE.findall(page)]
    styles = " ".join(f"'sha256-{digest}'" for digest in digests[:8]) or "'none'"
    return (
        f"sandbox; default-src 'none'; style-src {styles}; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
