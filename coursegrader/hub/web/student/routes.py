"""The student's pages, all together."""

from __future__ import annotations

from fastapi import APIRouter

from coursegrader.hub.web.student import attempt_pages, course_page, feedback_pages, week_pages

router = APIRouter()
for _part in (course_page, week_pages, attempt_pages, feedback_pages):
    router.include_router(_part.router)
