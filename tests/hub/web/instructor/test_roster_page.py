from __future__ import annotations

import csv
import io
import re
from concurrent.futures import Future
from html import unescape

import httpx
import pytest

from coursegrader.hub.enrolment_task import enrol_learners
from coursegrader.hub.roster import Entry, Role, Roster, RosterFile
from tests.hub.web.browse import Browse, TestedSite

PAGE = "/courses/maths/roster"
LIST = "username;name;role\nnoor;Noor Aziz;\namara;Amara S.;ta\nbad name;;\n"


@pytest.fixture
def roster(course: TestedSite) -> RosterFile:
    assert course.site.roster is not None
    return course.site.roster


def preview(browser: Browse, text: str, **more: str) -> tuple[httpx.Response, dict[str, str]]:
    """The page of changes, and what its form would send."""
    answer = browser.post(f"{PAGE}/preview", {"csv": text, **more})
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', answer.text))
    hidden.pop("csrf", None)
    area = re.search(r'<textarea name="csv"[^>]*>\n?(.*?)</textarea>', answer.text, re.DOTALL)
    return answer, {**hidden, "csv": unescape(area.group(1))} if area else hidden


def test_an_import_is_seen_first_and_changes_nothing_until_then(course: TestedSite, roster: RosterFile) -> None:
    before = roster.read()
    page, _ = preview(course.as_("imani"), LIST)
    assert "Noor Aziz" in page.text and "gets a new password" in page.text
    assert "<del>Amara Singh</del> <ins>Amara S.</ins>" in page.text
    assert "<del>learner</del> <ins>teaching assistant</ins>" in page.text
    assert "bad name" in page.text and "a user name has only" in page.text
    assert "Kenji Haddad (kenji)" in page.text and "they stay" in page.text
    assert roster.read() == before


def test_an_import_is_carried_out_logged_and_passwords_are_told_once(course: TestedSite, roster: RosterFile) -> None:
    browser = course.as_("imani")
    answer = browser.post(f"{PAGE}/import", preview(browser, LIST)[1])
    assert "Imported: 1 added, 1 changed, 0 removed." in answer.text
    place = answer.url.path
    rows = list(csv.DictReader(io.StringIO(browser.download(f"{place}/list.csv").decode("utf-8-sig"))))
    assert [row["username"] for row in rows] == ["noor"]
    password = rows[0]["password"]
    assert password in answer.text and roster.read().is_password("noor", password)
    assert course.site.person("maths", "noor") == "Noor Aziz" and course.site.person("maths", "amara") == "Amara S."
    entry = course.store.audit.entries("maths")[0]
    assert entry.details == {
        "added": ["noor (student)"],
        "changed": ["amara student → ta"],
        "new_passwords": ["noor"],
    }
    assert password not in str(entry)
    for name in ("tomas", "other"):
        assert course.as_(name).get(place).status_code == 403
    assert "forgotten here" in browser.post(f"{place}/forget").text
    assert browser.get(place).status_code == 404 and browser.get(f"{place}/list.csv").status_code == 404


def test_new_learners_are_named_in_formgrader(course: TestedSite, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[object, ...]] = []

    def run_aside(*call: object) -> Future[None]:
        asked.append(call)
        return Future()

    monkeypatch.setattr(course.site.queue, "run_aside", run_aside)
    browser = course.as_("imani")
    browser.post(f"{PAGE}/import", preview(browser, LIST + "tara,Tara,ta\n".replace(",", ";"))[1])
    assert asked == [(enrol_learners, course.courses["maths"], {"noor": "Noor Aziz"})]


def test_learners_go_only_with_the_tick(course: TestedSite, roster: RosterFile) -> None:
    browser = course.as_("imani")
    browser.post(f"{PAGE}/import", preview(browser, "username\namara\nlena\nsofia\nnew\n")[1])
    assert "kenji" in roster.learners("maths")
    browser.post(f"{PAGE}/import", preview(browser, "username\namara\nlena\nsofia\n", removes="yes")[1])
    assert set(roster.learners("maths")) == {"amara", "lena", "sofia"}
    assert set(roster.names("maths")) == {"amara", "lena", "sofia", "imani", "tomas"}
    assert course.store.audit.entries("maths")[0].details == {"removed": ["kenji", "new"]}
    assert "left" in course.as_("tomas").get("/courses/maths/gradebook?show=unlisted").text  # kenji's scores stay


def test_if_the_roster_changed_meanwhile_the_new_plan_is_shown(course: TestedSite, roster: RosterFile) -> None:
    browser = course.as_("imani")
    _, sent = preview(browser, LIST)
    noor = Entry("noor", "maths", Role.STUDENT, "h", "Noor")
    roster.change(lambda now: Roster((*now.entries, noor)))
    answer = browser.post(f"{PAGE}/import", sent)
    assert answer.status_code == 409 and "changed by somebody else" in answer.text
    assert noor in roster.read().entries
    assert roster.name("maths", "amara") == "Amara Singh"


def test_a_chosen_file_is_read_whatever_its_encoding(course: TestedSite) -> None:
    browser = course.as_("imani")
    content = "username,name\ntove,Tove Sjöström\n".encode("utf-16")
    answer = browser.client.post(
        f"/services/course{PAGE}/preview", data={"csrf": browser.csrf, "csv": ""}, files={"file": ("list.csv", content)}
    )
    assert "Tove Sjöström" in answer.text


@pytest.mark.parametrize(("text", "says"), [("", "The list is empty"), ("amara\nkenji", "name the columns")])
def test_a_list_that_cannot_be_read_comes_back_as_typed(course: TestedSite, text: str, says: str) -> None:
    answer = course.as_("imani").post(f"{PAGE}/preview", {"csv": text})
    assert answer.status_code == 422 and says in answer.text and f">{text}</textarea>" in answer.text


def test_a_forgotten_password_is_made_anew(course: TestedSite, roster: RosterFile) -> None:
    browser = course.as_("imani")
    answer = browser.post(f"{PAGE}/people/kenji/password")
    password = re.search(r"<code>([0-9a-f-]+)</code>", answer.text)
    assert password and roster.read().is_password("kenji", password.group(1))
    assert course.store.audit.entries("maths")[0].action == "new password"


def test_nobody_gets_the_password_of_somebody_with_other_rights(course: TestedSite, roster: RosterFile) -> None:
    physics = Entry("kenji", "physics", Role.STUDENT, "", "Kenji")
    boss = Entry("boss", "maths", Role.INSTRUCTOR, "h-boss", "Boss")
    roster.change(lambda now: Roster((*now.entries, physics, boss)))
    before = roster.read()
    browser = course.as_("imani")
    assert "is in other courses, too" in browser.post(f"{PAGE}/people/kenji/password").text
    assert "rights of an instructor" in browser.post(f"{PAGE}/people/boss/password").text
    assert roster.read() == before
    assert browser.post(f"{PAGE}/people/other/password").status_code == 404  # not in this course


def test_people_are_taken_out_one_by_one_but_nobody_themselves(course: TestedSite, roster: RosterFile) -> None:
    browser = course.as_("imani")
    assert "no longer in maths" in browser.post(f"{PAGE}/people/kenji/remove").text
    assert "kenji" not in roster.names("maths")
    assert "Nobody takes themselves out" in browser.post(f"{PAGE}/people/imani/remove").text
    assert "imani" in roster.names("maths")
    assert [entry.action for entry in course.store.audit.entries("maths", limit=1)] == ["roster removal"]


def test_a_hub_without_a_roster_says_so(course: TestedSite) -> None:
    course.site.roster = None
    assert "no roster file" in course.as_("imani").get(PAGE).text
    assert course.as_("imani").post(f"{PAGE}/preview", {"csv": LIST}).status_code == 409


@pytest.mark.parametrize("name", ["tomas", "amara", "other"])
def test_only_instructors(course: TestedSite, name: str) -> None:
    browser = course.as_(name)
    assert browser.get(PAGE).status_code == 403
    for path in ("preview", "import", "people/kenji/password", "people/kenji/remove", "passwords/x/forget"):
        assert browser.post(f"{PAGE}/{path}", {"csv": LIST}).status_code == 403
