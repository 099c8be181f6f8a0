"""What all pages show alike."""

from __future__ import annotations

from tests.hub.web.browse import TestedSite


def test_a_course_is_called_by_its_title_if_it_has_one(site: TestedSite) -> None:
    physics = site.as_("other").get("/courses/physics").text
    assert "Physics from the beginning</a>" in physics and "· Physics from the beginning</title>" in physics
    assert ">maths</a>" in site.as_("amara").get("/courses/maths").text
