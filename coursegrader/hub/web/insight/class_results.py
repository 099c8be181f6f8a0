"""The attempts of a class's learners, as they stand: what people marked, and which attempt counts for whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from coursegrader.errors import CourseError
from coursegrader.hub.insight.class_insight import ClassInsight, analyse
from coursegrader.hub.insight.measures import mean
from coursegrader.hub.insight.work import Basis
from coursegrader.hub.web.site import Site
from coursegrader.store import Attempt, marks
from coursegrader.store.marks import Mark
from coursegrader.store.policies import Policy, counted, effective


@dataclass(frozen=True)
class Overview:
    """One assignment in the list of all. ``mean_share``: of all graded attempts, between 0 and 1."""

    assignment: str
    title: str
    learners: int
    attempts: int
    mean_share: float | None


def overviews(site: Site, course: str) -> list[Overview]:
    """Every assignment that is released or has attempts."""
    by_assignment: dict[str, list[Attempt]] = {release.assignment: [] for release in site.store.releases(course)}
    for attempt in _of_learners(site, course, site.store.attempts(course, brief=True)):
        by_assignment.setdefault(attempt.assignment, []).append(attempt)
    return [_overview(site, course, *entry) for entry in sorted(by_assignment.items())]


def policy_of(site: Site, course: str, assignment: str) -> tuple[Policy, str]:
    """The assignment's policy, and what is wrong with its file: then the best attempt counts, as without one."""
    try:
        return site.policies.of(course, assignment), ""
    except CourseError as error:
        return Policy(), str(error)


def class_insight(site: Site, course: str, assignment: str, policy: Policy, basis: Basis) -> ClassInsight:
    """The analysis of one assignment."""
    given: dict[str, list[Mark]] = {}
    for mark in site.store.marks.of(course, assignment):
        given.setdefault(mark.learner, []).append(mark)
    attempts = site.store.attempts(course, assignment=assignment)
    own = [_as_marked(a, given.get(a.learner, [])) for a in _of_learners(site, course, attempts)]
    extensions = {e.learner: e for e in site.store.extensions.all(course) if e.assignment == assignment}

    def choose(graded: Sequence[Attempt]) -> Attempt | None:
        found = counted(effective(policy, extensions.get(graded[0].learner)), graded)
        return None if found is None else found.attempt

    return analyse(own, choose, basis)


def _overview(site: Site, course: str, assignment: str, attempts: Sequence[Attempt]) -> Overview:
    return Overview(
        assignment=assignment,
        title=policy_of(site, course, assignment)[0].title or assignment,
        learners=len({attempt.learner for attempt in attempts}),
        attempts=len(attempts),
        mean_share=mean([a.score / a.max_score for a in attempts if a.score is not None and a.max_score]),
    )


def _of_learners(site: Site, course: str, attempts: Iterable[Attempt]) -> list[Attempt]:
    """Without those of staff, who try assignments too; all, where the roster is elsewhere."""
    if site.roster is None:
        return list(attempts)
    learners = site.roster.learners(course)
    return [attempt for attempt in attempts if attempt.learner in learners]


def _as_marked(attempt: Attempt, given: Sequence[Mark]) -> Attempt:
    """The attempt with people's marks in its result."""
    if attempt.result is None or not given:
        return attempt
    scores = marks.cell_scores(attempt.result, marks.in_force(given, attempt.result, attempt.id))
    cells = [{**cell, "score": scores[cell["notebook"], cell["grade_id"]]} for cell in attempt.result["cells"]]
    total = sum(cell["score"] or 0.0 for cell in cells)
    return replace(attempt, result={**attempt.result, "cells": cells, "score": total})
