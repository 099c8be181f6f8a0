"""One learner's weeks, read from the store."""

from __future__ import annotations

import logging

from coursegrader.errors import StoreError
from coursegrader.hub.web.refusals import NotFound
from coursegrader.hub.web.site import Site
from coursegrader.hub.web.student.exercise_names import NotebookNames, names_in
from coursegrader.hub.web.student.weeks import Week, by_assignment, in_course_order, week_of
from coursegrader.store import Release
from coursegrader.store.policy import Policy

log = logging.getLogger("coursegrader.hub")


def learners_weeks(site: Site, course: str, learner: str) -> list[Week]:
    """All weeks that a learner can see, in the course's order."""
    store = site.store
    released = {release.assignment: release for release in store.releases(course)}
    attempts = by_assignment(store.attempts(course, learner=learner, brief=True))
    opened = store.fetched(course, learner)
    now = site.clock()
    weeks = []
    for assignment in in_course_order({*released, *attempts}):
        policy, has_extension = learners_policy(site, course, assignment, learner)
        release = released.get(assignment)
        weeks.append(
            week_of(
                assignment,
                is_released=release is not None,
                policy=policy,
                has_extension=has_extension,
                was_opened=assignment in opened,
                attempts=attempts.get(assignment, []),
                points=sum(names.points for names in notebook_names(site, release).values()),
                now=now,
            )
        )
    return weeks


def learners_week(site: Site, course: str, learner: str, assignment: str) -> Week:
    """One of them.

    Raises:
        NotFound: the learner can see no such week.
    """
    for week in learners_weeks(site, course, learner):
        if week.assignment == assignment:
            return week
    raise NotFound(f"the course has no week {assignment[:80]!a}: it may have been withdrawn; look at the course")


def learners_policy(site: Site, course: str, assignment: str, learner: str) -> tuple[Policy, bool]:
    """The rules that the exchange applies to one learner, and whether an extension is part of them."""
    extension = site.store.extensions.of(course, assignment, learner)
    return site.exchange.policy(course, assignment, learner), extension is not None


def current_release(site: Site, course: str, assignment: str) -> Release | None:
    """What can be fetched now."""
    return next((release for release in site.store.releases(course) if release.assignment == assignment), None)


def notebook_names(site: Site, release: Release | None) -> dict[str, NotebookNames]:
    """What a release's notebooks and their exercises are called."""

    def content_of(sha256: str) -> bytes:
        try:
            return site.store.blobs.get(sha256)
        except StoreError as error:  # the pages do without the headings
            log.error("a released notebook cannot be read: %s", error)
            return b""

    return {} if release is None else names_in(release.files, content_of)
