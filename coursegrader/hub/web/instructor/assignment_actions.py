"""What an instructor does with an assignment: release it, withdraw it, grade everything again."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from coursegrader.errors import BadSubmission, CourseError, StoreError
from coursegrader.hub.web.access import Rule, Who, rule
from coursegrader.hub.web.form import FormOf
from coursegrader.hub.web.instructor.assignments import AGAIN, assignment_page, find_authored
from coursegrader.hub.web.instructor.course_view import tell_everybody
from coursegrader.hub.web.instructor.form_fields import FormFields
from coursegrader.hub.web.instructor.releasing import build_and_release, release_as_built
from coursegrader.hub.web.session import flash
from coursegrader.hub.web.site import Site, SiteOf
from coursegrader.hub.web.urls import go
from coursegrader.store import Attempt, AttemptState

router = APIRouter()

LONGEST_REASON = 500


@router.post("/courses/{course}/assignments/{assignment}/release", **rule(Rule.INSTRUCTOR))
def release(request: Request, course: str, assignment: str, site: SiteOf, who: Who, form: FormOf) -> Response:
    """Let learners fetch the assignment, built anew or as it lies in the release folder."""
    authored = find_authored(site, course, assignment)
    as_built = form.text("how", "build") == "as-built"
    try:
        if as_built:
            release_as_built(site.exchange, course, site.courses[course], assignment)
        else:
            build_and_release(site.courses[course], assignment, site.store.folder)
        now = site.store.find_release(course, assignment)
    except (CourseError, StoreError, BadSubmission) as error:
        return assignment_page(request, site, who, course, authored, release_fault=str(error), status=409)
    replaced = authored.release is not None
    files = len(now.files)
    site.store.audit.add(course, who.name, "release", assignment, built=not as_built, replaced=replaced, files=files)
    tell_everybody(site, course)
    flash(request, f"Released: learners can fetch {assignment} now ({files} files).")
    return go(request, "courses", course, "assignments", assignment)


@router.post("/courses/{course}/assignments/{assignment}/withdraw", **rule(Rule.INSTRUCTOR))
def withdraw(request: Request, course: str, assignment: str, site: SiteOf, who: Who) -> Response:
    """Nobody can fetch or submit the assignment any more; attempts stay."""
    authored = find_authored(site, course, assignment)
    if authored.release is None:
        flash(request, f"{assignment} is not released.", "bad")
    else:
        site.store.withdraw_release(course, assignment)
        site.store.audit.add(course, who.name, "withdraw", assignment)
        tell_everybody(site, course)
        flash(request, f"{assignment} is withdrawn: learners can neither fetch nor submit it. Their attempts stay.")
    if not authored.has_source:  # nothing is left of it but attempts
        return go(request, "courses", course, "assignments")
    return go(request, "courses", course, "assignments", assignment)


@router.post("/courses/{course}/assignments/{assignment}/again", **rule(Rule.INSTRUCTOR))
def grade_again(request: Request, course: str, assignment: str, site: SiteOf, who: Who, form: FormOf) -> Response:
    """Put attempts back into the queue. Their scores hold until they are graded."""
    authored = find_authored(site, course, assignment)
    fields = FormFields({"which": form.text("which", ""), "reason": form.text("reason", "")})
    reason = fields.line("reason", LONGEST_REASON, "give a reason: it is kept in the audit log")
    if fields.text("which") not in AGAIN:
        fields.faults["which"] = "choose which attempts are graded again"
    if fields.faults:
        return assignment_page(request, site, who, course, authored, again_form=fields, status=422)
    chosen = _chosen(site, course, assignment, fields.text("which"))
    for attempt in chosen:
        site.store.grade_again(attempt)
    if chosen:
        which = fields.text("which")
        site.store.audit.add(
            course, who.name, "grade again", assignment, which=which, attempts=len(chosen), reason=reason
        )
        site.queue.wake()
        tell_everybody(site, course, {attempt.learner: "" for attempt in chosen})
        flash(request, f"{len(chosen)} attempts are in the queue again; their scores hold until they are graded.")
    else:
        flash(request, "There is no such attempt: nothing is graded again.", "bad")
    return go(request, "courses", course, "assignments", assignment)


def _chosen(site: Site, course: str, assignment: str, which: str) -> list[Attempt]:
    """The attempts that a choice means; those that wait already are left alone."""
    attempts = site.store.attempts(course, assignment=assignment, brief=True)
    if which == "latest":
        attempts = list({attempt.learner: attempt for attempt in attempts}.values())
    if which == "failed":
        attempts = [attempt for attempt in attempts if attempt.state is AttemptState.FAILED]
    return [attempt for attempt in attempts if attempt.state is not AttemptState.WAITING]
