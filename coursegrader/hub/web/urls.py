"""Addresses on this site, as browsers see them."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse

from coursegrader.hub.web.site import site_of


def link(request: Request, *parts: str | int) -> str:
    """The address of a page: ``link(request, "courses", course, "weeks", week)``; parts are escaped."""
    return "/".join([site_of(request).prefix, *(quote(str(part), safe="") for part in parts)])


def go(request: Request, *parts: str | int) -> RedirectResponse:
    """After a form was posted: on to a page."""
    return RedirectResponse(link(request, *parts), status_code=303)


def login_url(request: Request) -> str:
    """Where to log in and come back to the page that was asked for."""
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return f"{link(request, 'login')}?{urlencode({'next': wanted})}"


def own_path(request: Request, wanted: str) -> str:
    """``wanted`` if it is a path on this site, else the first page: nobody is sent elsewhere after logging in."""
    home = f"{site_of(request).prefix}/"
    plain = wanted.startswith(home) and not wanted.startswith("//") and "\\" not in wanted and wanted.isprintable()
    return wanted if plain else home
