"""All routes of the instructor's pages."""

from __future__ import annotations

from fastapi import APIRouter

from coursegrader.hub.web.instructor import (
    assignment_actions,
    assignments,
    audit,
    extensions,
    gradebook,
    roster_page,
    roster_people,
    student_detail,
)

router = APIRouter()
for pages in (
    gradebook,
    assignments,
    assignment_actions,
    extensions,
    roster_page,
    roster_people,
    audit,
    student_detail,
):
    router.include_router(pages.router)
