"""``/courses/{course}/extensions``: more time or attempts for one learner at one assignment."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response

from coursegrader.errors import CourseError, StoreError
from coursegrader.hub.callers import Caller
from coursegrader.hub.web.access import Rule, Who, rule
from coursegrader.hub.web.form import FormOf
from coursegrader.hub.web.instructor.course_view import learners_of, title_of
from coursegrader.hub.web.instructor.extension_form import NAMES, Wanted, extension_fields, read_extension
from coursegrader.hub.web.instructor.form_fields import FormFields
from coursegrader.hub.web.instructor.local_times import zone_names
from coursegrader.hub.web.instructor.releasing import assignment_names
from coursegrader.hub.web.instructor.time_zone import chosen_zone, is_chosen, remember_zone
from coursegrader.hub.web.render import page, utc
from coursegrader.hub.web.session import flash
from coursegrader.hub.web.site import Site, SiteOf
from coursegrader.hub.web.urls import go, link
from coursegrader.store.extensions import Extension
from coursegrader.store.policy import Policy

router = APIRouter()


@router.get("/courses/{course}/extensions", **rule(Rule.INSTRUCTOR))
def extensions(
    request: Request, course: str, site: SiteOf, who: Who, assignment: str = "", learner: str = ""
) -> Response:
    """All extensions, and a form: empty, or with the extension that the address names."""
    zone = chosen_zone(request)
    given = site.store.extensions.of(course, assignment, learner) if assignment and learner else None
    response = _page(request, site, who, course, extension_fields(given, zone, assignment, learner), given)
    return remember_zone(request, response, zone) if "zone" in request.query_params else response


@router.post("/courses/{course}/extensions", **rule(Rule.INSTRUCTOR))
def grant(request: Request, course: str, site: SiteOf, who: Who, form: FormOf) -> Response:
    """Grant an extension, or change one."""
    fields = FormFields({name: form.text(name, "") for name in NAMES})
    assignment, learner = fields.text("assignment"), fields.text("learner")
    before = site.store.extensions.of(course, assignment, learner)
    policy = _policy(site, course, assignment)
    wanted = read_extension(fields, assignment_names(site.courses[course]), _learners(site, course), policy, before)
    if not fields.faults:
        try:
            _grant(request, site, who, course, wanted, before)
        except StoreError as error:
            fields.faults[""] = str(error)
    if fields.faults:
        return _page(request, site, who, course, fields, before, status=422)
    done = "changed" if before else "granted"
    flash(request, f"The extension of {site.person(course, learner)} is {done}, and they are told.")
    return remember_zone(request, go(request, "courses", course, "extensions"), fields.zone())


@router.post("/courses/{course}/extensions/withdraw", **rule(Rule.INSTRUCTOR))
def withdraw(request: Request, course: str, site: SiteOf, who: Who, form: FormOf) -> Response:
    """Take an extension back."""
    assignment, learner = form.text("assignment"), form.text("learner")
    given = site.store.extensions.of(course, assignment, learner)
    if given is None:
        flash(request, "There is no such extension (any more).", "bad")
    else:
        site.store.extensions.withdraw(course, assignment, learner)
        subject = f"{assignment}/{learner}"
        site.store.audit.add(course, who.name, "extension withdrawn", subject, **_plain(given))
        text = f"Your extension for {title_of(site, course, assignment)} was taken back."
        site.store.notices.add(course, learner, text, link(request, "courses", course, "weeks", assignment))
        site.changes.publish(course, learner)
        flash(request, f"The extension of {site.person(course, learner)} is withdrawn, and they are told.")
    return go(request, "courses", course, "extensions")


def _grant(request: Request, site: Site, who: Caller, course: str, wanted: Wanted, before: Extension | None) -> None:
    granted = site.store.extensions.grant(
        course,
        wanted.assignment,
        wanted.learner,
        due_at=wanted.due_at,
        closes_at=wanted.closes_at,
        more_attempts=wanted.more_attempts,
        reason=wanted.reason,
        by=who.name,
    )
    details = _plain(granted) | ({"before": _plain(before)} if before else {})
    site.store.audit.add(course, who.name, "extension", f"{wanted.assignment}/{wanted.learner}", **details)
    more = granted.more_attempts
    gives = [
        f"it is due {utc(granted.due_at)}" if granted.due_at else "",
        f"it closes {utc(granted.closes_at)}" if granted.closes_at else "",
        f"you have {more} more {'attempt' if more == 1 else 'attempts'}" if more else "",
    ]
    title = title_of(site, course, wanted.assignment)
    text = f"You were given an extension for {title}: {', '.join(filter(None, gives))}."
    address = link(request, "courses", course, "weeks", wanted.assignment)
    site.store.notices.add(course, wanted.learner, text, address)
    site.changes.publish(course, wanted.learner)


def _page(
    request: Request,
    site: Site,
    who: Caller,
    course: str,
    form: FormFields,
    before: Extension | None,
    status: int = 200,
) -> Response:
    names = assignment_names(site.courses[course])
    return page(
        request,
        who,
        "instructor/extensions.html",
        course=course,
        title="Extensions",
        status=status,
        form=form,
        before=before,
        granted=site.store.extensions.all(course),
        assignments={name: (title_of(site, course, name), _policy(site, course, name)) for name in names},
        learners=_learners(site, course),
        zones=zone_names(),
        offers_zone=not is_chosen(request),
        person=lambda learner: site.person(course, learner),
    )


def _learners(site: Site, course: str) -> dict[str, str]:
    """User name -> display name, by name; without a roster those who handed something in."""
    names = learners_of(site, course)
    if names is None:
        names = {attempt.learner: attempt.learner for attempt in site.store.attempts(course, brief=True)}
    return dict(sorted(names.items(), key=lambda item: item[1].casefold()))


def _policy(site: Site, course: str, assignment: str) -> Policy:
    try:
        return site.policies.of(course, assignment)
    except (CourseError, StoreError):
        return Policy()  # the assignment's own page says what is wrong with the file


def _plain(extension: Extension) -> dict[str, object]:
    """What an extension gives, for the audit log."""
    values = vars(extension).items()
    gives = {name: value for name, value in values if name in ("due_at", "closes_at", "more_attempts", "reason")}
    return {
        name: value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
        for name, value in gives.items()
        if value not in (None, 0)
    }
