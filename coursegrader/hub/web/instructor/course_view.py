"""What the pages of this folder read of a course."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from coursegrader.errors import CourseError, StoreError
from coursegrader.hub.web.instructor.gradebook_table import Gradebook, Week, make_gradebook
from coursegrader.hub.web.instructor.release_points import points_of_release
from coursegrader.hub.web.site import Site
from coursegrader.hub.web.student.weeks import in_course_order
from coursegrader.hub.web.student.wording import spoken
from coursegrader.store import Attempt, Release
from coursegrader.store.policy import Policy


def learners_of(site: Site, course: str) -> dict[str, str] | None:
    """User name -> display name of the course's learners; None if this deployment has no roster."""
    return None if site.roster is None else site.roster.learners(course)


def week_of(site: Site, course: str, assignment: str, release: Release | None, attempts: Iterable[Attempt]) -> Week:
    """One assignment, with its policy and points."""
    policy, error = Policy(), ""
    try:
        policy = site.policies.of(course, assignment)
    except (CourseError, StoreError) as wrong:
        error = str(wrong)
    most = None if release is None else points_of_release(site.store.blobs, release)
    if most is None:  # withdrawn since, or not in nbgrader's form: the newest result knows
        most = next((a.max_score for a in reversed(list(attempts)) if a.max_score is not None), None)
    return Week(assignment, policy, most, error)


def weeks_of(site: Site, course: str, attempts: Iterable[Attempt]) -> list[Week]:
    """Everything that is released or was handed in once, in the course's order."""
    made: dict[str, list[Attempt]] = {}
    for attempt in attempts:
        made.setdefault(attempt.assignment, []).append(attempt)
    releases = {release.assignment: release for release in site.store.releases(course)}
    names = in_course_order({*releases, *made})
    return [week_of(site, course, name, releases.get(name), made.get(name, ())) for name in names]


def title_of(site: Site, course: str, assignment: str) -> str:
    """What people call an assignment."""
    try:
        return site.policies.of(course, assignment).title or spoken(assignment)
    except (CourseError, StoreError):
        return spoken(assignment)


def gradebook_of(site: Site, course: str) -> Gradebook:
    """The whole gradebook as it is now."""
    attempts = site.store.attempts(course, brief=True)
    extensions = site.store.extensions.all(course)
    weeks = weeks_of(site, course, attempts)
    return make_gradebook(weeks, learners_of(site, course), attempts, extensions, site.clock())


def tell_everybody(site: Site, course: str, learners: Mapping[str, str] | None = None) -> None:
    """Open pages of the course's learners and staff show what has changed."""
    for learner in learners or learners_of(site, course) or {"": ""}:
        site.changes.publish(course, learner)
