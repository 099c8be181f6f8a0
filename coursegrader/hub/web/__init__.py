"""The pages: what learners, staff and administrators see in a browser."""

from __future__ import annotations

import importlib

from fastapi import APIRouter

# imported when an application is made: ``site`` and ``access`` are imported by modules that pages need
ROUTERS = (
    "coursegrader.hub.web.static_files",
    "coursegrader.hub.web.login",
    "coursegrader.hub.web.events",
    "coursegrader.hub.web.admin",
    "coursegrader.hub.web.student.routes",
    "coursegrader.hub.web.review.routes",
    "coursegrader.hub.web.instructor.routes",
    "coursegrader.hub.web.regrades.routes",
    "coursegrader.hub.web.insight.routes",
)


def page_routers() -> list[APIRouter]:
    """The routers of all pages, each module's ``router``."""
    return [importlib.import_module(name).router for name in ROUTERS]
