"""``/courses/{course}/assignments``: what is released, how its grading goes; and one assignment's policy."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from coursegrader.errors import CourseError
from coursegrader.hub.callers import Caller
from coursegrader.hub.grading_workers import count_workers
from coursegrader.hub.web.access import Rule, Who, rule
from coursegrader.hub.web.form import FormOf
from coursegrader.hub.web.instructor.course_view import tell_everybody, week_of
from coursegrader.hub.web.instructor.form_fields import FormFields
from coursegrader.hub.web.instructor.grading_progress import Pace, Progress, grading_pace
from coursegrader.hub.web.instructor.local_times import zone_names
from coursegrader.hub.web.instructor.policy_form import NAMES, policy_changes, policy_fields, read_policy
from coursegrader.hub.web.instructor.releasing import Authored, authored_assignments
from coursegrader.hub.web.instructor.time_zone import chosen_zone, is_chosen, remember_zone
from coursegrader.hub.web.refusals import NotFound
from coursegrader.hub.web.render import page
from coursegrader.hub.web.session import flash
from coursegrader.hub.web.site import Site, SiteOf
from coursegrader.hub.web.urls import go
from coursegrader.store import Attempt
from coursegrader.store.policy import Policy
from coursegrader.store.tally import Tally, last_finished, tallies

router = APIRouter()

AGAIN = ("failed", "latest", "all")


@router.get("/courses/{course}/assignments", **rule(Rule.STAFF))
def assignments(request: Request, course: str, site: SiteOf, who: Who) -> Response:
    """Every assignment: released or not, due when, graded how far."""
    counted = tallies(site.store.database, course)
    pace = pace_of(site)
    rows = []
    for authored in authored_assignments(site.courses[course], site.store.releases(course)):
        tally = counted.get(authored.name, Tally())
        week = week_of(site, course, authored.name, authored.release, ())
        rows.append((authored, week, Progress(tally, len(running_of(site, course, authored.name)), pace)))
    return page(request, who, "instructor/assignments.html", course=course, title="Assignments", rows=rows)


@router.get("/courses/{course}/assignments/{assignment}", **rule(Rule.STAFF))
def assignment(request: Request, course: str, assignment: str, site: SiteOf, who: Who) -> Response:
    """One assignment: release, policy, progress, grading again."""
    authored = find_authored(site, course, assignment)
    zone = chosen_zone(request)
    form = policy_fields(_policy_or_none(site, course, assignment) or Policy(), zone)
    return remember_zone_if_asked(request, assignment_page(request, site, who, course, authored, policy_form=form))


@router.post("/courses/{course}/assignments/{assignment}/policy", **rule(Rule.INSTRUCTOR))
def save_policy(request: Request, course: str, assignment: str, site: SiteOf, who: Who, form: FormOf) -> Response:
    """Set when and how often learners may submit."""
    authored = find_authored(site, course, assignment)
    before = _policy_or_none(site, course, assignment) or Policy()
    fields = FormFields({name: form.text(name, "") for name in NAMES})
    policy = read_policy(fields, before)
    if not fields.faults:
        try:
            site.policies.save(course, assignment, policy)
        except CourseError as error:
            fields.faults[""] = str(error)
    if fields.faults:
        return assignment_page(request, site, who, course, authored, policy_form=fields, status=422)
    changes = policy_changes(before, policy)
    if changes:
        site.store.audit.add(course, who.name, "policy", assignment, **changes)
        tell_everybody(site, course)
    flash(request, "The policy is saved." if changes else "Nothing was changed.")
    return remember_zone(request, go(request, "courses", course, "assignments", assignment), fields.zone())


def assignment_page(
    request: Request,
    site: Site,
    who: Caller,
    course: str,
    authored: Authored,
    *,
    policy_form: FormFields | None = None,
    again_form: FormFields | None = None,
    release_fault: str = "",
    status: int = 200,
) -> Response:
    """The page of one assignment, with forms as they were sent if one of them was refused."""
    attempts = site.store.attempts(course, assignment=authored.name, brief=True)
    week = week_of(site, course, authored.name, authored.release, attempts)
    running = running_of(site, course, authored.name)
    return page(
        request,
        who,
        "instructor/assignment.html",
        course=course,
        title=week.title,
        status=status,
        is_live=status == HTTPStatus.OK,  # the address of a refused form cannot be fetched again
        authored=authored,
        week=week,
        progress=Progress(Tally.of(attempts), len(running), pace_of(site)),
        running=running,
        failed=[attempt for attempt in attempts if attempt.state == "failed"],
        form=policy_form or policy_fields(week.policy, chosen_zone(request)),
        again=again_form or FormFields({"which": "failed", "reason": ""}),
        release_fault=release_fault,
        zones=zone_names(),
        offers_zone=not is_chosen(request),
        person=lambda learner: site.person(course, learner),
    )


def pace_of(site: Site) -> Pace:
    """How quick the service grades now."""
    return grading_pace(
        last_finished(site.store.database),
        site.store.count_waiting(),
        site.clock(),
        recent_seconds=site.store.recent_seconds(),
        workers=count_workers(),
    )


def running_of(site: Site, course: str, assignment: str) -> list[Attempt]:
    """Attempts at an assignment that are being graded right now."""
    return [a for a in site.queue.running if (a.course, a.assignment) == (course, assignment)]


def find_authored(site: Site, course: str, assignment: str) -> Authored:
    """An assignment of the course.

    Raises:
        NotFound: there is neither a source nor a release of it.
    """
    for authored in authored_assignments(site.courses[course], site.store.releases(course)):
        if authored.name == assignment:
            return authored
    raise NotFound(f"the course {course} has no assignment {assignment[:80]!r}: choose one of the list")


def remember_zone_if_asked(request: Request, response: Response) -> Response:
    """Remember the zone that the address names."""
    return remember_zone(request, response, chosen_zone(request)) if "zone" in request.query_params else response


def _policy_or_none(site: Site, course: str, assignment: str) -> Policy | None:
    try:
        return site.policies.of(course, assignment)
    except CourseError:
        return None  # the page says what is wrong with the file; saving the form writes it anew
