from __future__ import annotations

import re

from coursegrader.hub.web.instructor.audit import ON_A_PAGE, in_words
from tests.hub.web.browse import TestedSite

PAGE = "/courses/maths/audit"


def subjects(page: str) -> list[str]:
    return re.findall(r"<td>(subject-\d+)</td>", page)


def test_entries_are_shown_newest_first_and_older_ones_on_the_next_page(course: TestedSite) -> None:
    for number in range(ON_A_PAGE + 3):
        course.store.audit.add("maths", "imani", "policy", f"subject-{number}")
    course.store.audit.add("physics", "other", "policy", "subject-999")
    browser = course.as_("imani")
    first = browser.get(PAGE).text
    assert subjects(first) == [f"subject-{number}" for number in range(ON_A_PAGE + 2, 2, -1)]
    older = re.search(r'href="([^"]*before=[^"]*)"', first)
    assert older
    assert subjects(browser.get(older.group(1).replace("&amp;", "&")).text) == ["subject-2", "subject-1", "subject-0"]


def test_entries_of_one_person_or_action(course: TestedSite) -> None:
    course.store.audit.add("maths", "tomas", "comment", "subject-1")
    course.store.audit.add("maths", "imani", "comment", "subject-2")
    browser = course.as_("imani")
    assert subjects(browser.get(f"{PAGE}?person=tomas").text) == ["subject-1"]
    assert subjects(browser.get(f"{PAGE}?action=comment&before=x").text) == ["subject-2", "subject-1"]
    assert "Nothing of this kind" in browser.get(f"{PAGE}?person=nobody").text


def test_things_and_people_are_called_as_elsewhere(course: TestedSite) -> None:
    course.store.audit.add("maths", "imani", "extension", "week2-elimination/kenji")
    course.store.audit.add("maths", "imani", "new password", "kenji")
    page = course.as_("imani").get(PAGE).text
    assert "<td>Elimination, Kenji Haddad<br>" in page and "<td>Kenji Haddad<br>" in page


def test_details_are_told_in_words() -> None:
    details = {
        "due_at": {"from": None, "to": "2026-03-01T22:59:00+00:00"},
        "added": ["amara (student)", "kenji (student)"],
        "built": True,
        "reason": "x" * 400,
    }
    told = dict(in_words(details))
    assert told["due at"] == "none → 1 Mar 2026, 22:59 UTC"
    assert told["added"] == "amara (student), kenji (student)"
    assert told["built"] == "yes" and len(told["reason"]) == 301


def test_only_instructors(course: TestedSite) -> None:
    assert [course.as_(name).get(PAGE).status_code for name in ("tomas", "amara", "other")] == [403] * 3
