"""Figures for a monitoring system, in Prometheus's text format: how much, how long, never whose."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter, Response
from fastapi.concurrency import run_in_threadpool
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Gauge, Histogram, generate_latest

from coursegrader.errors import BadSubmission, StoreError
from coursegrader.hub.web.access import Rule, rule
from coursegrader.hub.web.site import Site, SiteOf
from coursegrader.store import Attempt, Exchange

SECONDS = (0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 30.0, 60.0, 300.0)

attempts = Gauge("coursegrader_attempts", "Attempts of all courses by state.", ["state"])
queue_length = Gauge("coursegrader_queue_length", "Attempts that no worker has begun.")
running = Gauge("coursegrader_grading_running", "Attempts that are being graded.")
submissions = Counter("coursegrader_submissions", "Submissions by what became of them.", ["outcome"])
graded = Counter("coursegrader_graded", "Attempts that got a result.")
failed = Counter("coursegrader_grading_failed", "Attempts that could not be graded.")
worker_deaths = Counter("coursegrader_worker_deaths", "Grading workers that ended while they graded.")
grading_seconds = Histogram("coursegrader_grading_seconds", "From the begin of grading to the result.", buckets=SECONDS)
waited_seconds = Histogram("coursegrader_waited_seconds", "From receipt to the begin of grading.", buckets=SECONDS)

for outcome in ("accepted", "refused"):
    submissions.labels(outcome)  # both are there from the start, at 0

router = APIRouter()


@router.get("/metrics", **rule(Rule.PUBLIC))
async def show_metrics(site: SiteOf) -> Response:
    """The figures now."""
    await run_in_threadpool(_look, site)
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def _look(site: Site) -> None:
    for state, count in site.store.count_by_state().items():
        attempts.labels(state.value).set(count)
    at_work = len(site.queue.running)
    running.set(at_work)
    queue_length.set(max(0, site.store.count_waiting() - at_work))


def count_graded(seconds: float, waited: float) -> None:
    """Note that an attempt got its result.

    Args:
        seconds: from the begin of grading to the result.
        waited: seconds from receipt to the begin.
    """
    graded.inc()
    grading_seconds.observe(seconds)
    waited_seconds.observe(max(0.0, waited))


class CountedExchange(Exchange):
    """The exchange, with every submission counted."""

    def submit(
        self, course: str, assignment: str, learner: str, files: Mapping[str, bytes], *, early: bool = False
    ) -> Attempt:
        """Take in an attempt, as :meth:`Exchange.submit`."""
        try:
            attempt = super().submit(course, assignment, learner, files, early=early)
        except (StoreError, BadSubmission):
            submissions.labels("refused").inc()
            raise
        submissions.labels("accepted").inc()
        return attempt
