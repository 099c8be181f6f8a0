"""Comments that the staff keep, to say them again."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from coursegrader.errors import StoreError
from coursegrader.hub.web.access import Rule, Who, rule
from coursegrader.hub.web.form import FormOf
from coursegrader.hub.web.refusals import NotFound
from coursegrader.hub.web.session import flash
from coursegrader.hub.web.site import SiteOf
from coursegrader.hub.web.urls import go

router = APIRouter()


@router.post("/courses/{course}/comments", **rule(Rule.STAFF))
async def add(course: str, request: Request, who: Who, site: SiteOf, form: FormOf) -> Response:
    """Keep a comment."""

    def keep() -> None:
        kept = site.store.comments.add(course, form.text("text", "").replace("\r\n", "\n"), who.name)
        site.store.audit.add(course, who.name, "comment saved", kept.text)

    try:
        await run_in_threadpool(keep)
    except StoreError as error:
        flash(request, f"Nothing was saved: {error}.", kind="bad")
    else:
        flash(request, "The comment is kept: it is one click away where you mark an answer.")
    return go(request, "courses", course, "review")


@router.post("/courses/{course}/comments/{comment}/remove", **rule(Rule.STAFF))
async def remove(course: str, comment: int, request: Request, who: Who, site: SiteOf) -> Response:
    """Forget a comment; what learners were told stays."""

    def forget() -> None:
        texts = [saved.text for saved in site.store.comments.all(course) if saved.id == comment]
        if not texts:
            raise NotFound("This comment is not there (any more): look at the list of comments")
        site.store.comments.remove(course, comment)
        site.store.audit.add(course, who.name, "comment removed", texts[0])

    await run_in_threadpool(forget)
    flash(request, "The comment is removed. Learners who were told so still see it.")
    return go(request, "courses", course, "review")
