"""The learner's feedback pages say what a person gave, soon after."""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

from coursegrader.hub.staff_folders import share_graded
from coursegrader.hub.web.site import Site
from coursegrader.store import Attempt, AttemptState

log = logging.getLogger("coursegrader.hub")
_writer: Final = ThreadPoolExecutor(max_workers=1, thread_name_prefix="feedback")  # files, not the event loop's work


def renew_feedback(site: Site, attempt: Attempt) -> None:
    """Have the pages of an attempt made again when no attempt waits to be graded.

    They are a courtesy: points and comments are on the attempt's own page at once, so a failure is only logged.
    """
    # imported late, as all of nbgrader; workers have it anyway
    from coursegrader.nbgrader_plugins.feedback_again import feedback_again

    folder, learner = site.courses[attempt.course], (attempt.course, attempt.learner)
    future = site.queue.run_aside(feedback_again, folder, attempt.assignment, attempt.learner, learner=learner)
    future.add_done_callback(lambda done: _writer.submit(_release, site, attempt, done))


def _release(site: Site, attempt: Attempt, done: Future[dict[str, bytes]]) -> None:
    name = f"{attempt.course}/{attempt.assignment} attempt {attempt.number} of {attempt.learner}"
    if done.cancelled():  # the service ends
        return
    failure = done.exception()
    if failure is not None:
        log.warning("the feedback of %s does not show its marks: %s", name, failure)
        return
    theirs = site.store.attempts(attempt.course, assignment=attempt.assignment, learner=attempt.learner, brief=True)
    graded = [other.id for other in theirs if other.state is AttemptState.GRADED]
    if graded and graded[-1] == attempt.id:  # else the pages are about a later attempt
        share_graded(site.courses[attempt.course], attempt.assignment, attempt.learner)
        site.store.release_feedback(attempt, done.result())
        site.changes.publish(attempt.course, attempt.learner)
