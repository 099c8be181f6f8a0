"""The time zone in which somebody types dates: chosen once, remembered by their browser."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from fastapi import Request, Response

from coursegrader.hub.web.instructor.local_times import DEFAULT_ZONE, BadLocalTime, find_zone

COOKIE = "course-zone"
A_YEAR = 365 * 24 * 3600


def chosen_zone(request: Request) -> ZoneInfo:
    """The zone that the address names, else the one remembered, else UTC."""
    for name in (request.query_params.get("zone"), request.cookies.get(COOKIE), DEFAULT_ZONE):
        try:
            if name:
                return find_zone(name)
        except BadLocalTime:
            continue
    return find_zone(DEFAULT_ZONE)


def is_chosen(request: Request) -> bool:
    """Whether anybody chose: if not, the page offers the browser's own zone."""
    return bool(request.query_params.get("zone") or request.cookies.get(COOKIE))


def remember_zone(request: Request, response: Response, zone: ZoneInfo) -> Response:
    """Use this zone from now on in this browser."""
    if request.cookies.get(COOKIE) != zone.key:
        response.set_cookie(COOKIE, zone.key, max_age=A_YEAR, samesite="lax", httponly=True)
    return response
