from __future__ import annotations

import threading
from pathlib import Path

import pytest

from coursegrader.errors import CourseError
from coursegrader.hub.roster import Entry, Role, Roster, RosterFile, hash_password
from coursegrader.hub.roster_csv import decode_class_list, read_class_list
from coursegrader.hub.roster_import import Plan, RosterChanged, carried_out, import_people, plan_import

IMANI = Entry("imani", "maths", Role.INSTRUCTOR, "h-imani", "Imani Okafor")
AMARA = Entry("amara", "maths", Role.STUDENT, "h-amara", "Amara Singh")
KENJI = Entry("kenji", "maths", Role.STUDENT, "", "Kenji Haddad")
KENJI_IN_PHYSICS = Entry("kenji", "physics", Role.TA, "h-kenji", "Kenji H.")
OTHER = Entry("other", "physics", Role.STUDENT, "h-other", "Otto Other")
ROSTER = Roster((IMANI, AMARA, KENJI, KENJI_IN_PHYSICS, OTHER))


def plan(text: str, roster: Roster = ROSTER, *, removes: bool = False, by: str = "imani") -> Plan:
    return plan_import(roster, "maths", text, by=by, default=Role.STUDENT, removes=removes)


@pytest.mark.parametrize(
    "text",
    [
        "username,display_name,role\nnoor,Noor Aziz,ta\n",
        "\ufeffusername;role;display name\r\nnoor;TA;Noor Aziz\r\n",
        "Login\tFirst name\tLast name\tRole\nNoor\tNoor\tAziz\tTeaching Assistant\n",
        'Role|User_Name|Name\nta|noor|"Noor Aziz"',
        "\n\nusername,name,role\n\nnoor,  Noor   Aziz ,ta\n,,\n",
        "username,name,role\nnoor,Noor Aziz,ta\nnoor,Noor Aziz,ta\n",
    ],
)
def test_a_class_list_is_read_in_many_dialects(text: str) -> None:
    listed = read_class_list(text, "maths")
    assert [(p.username, p.name, p.role) for p in listed.people] == [("noor", "Noor Aziz", Role.TA)]
    assert listed.left_out == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_files_of_spreadsheet_programs_are_decoded(encoding: str) -> None:
    text = "username,name\ntomas,Tomás Rivera\n"
    assert decode_class_list(text.encode(encoding)).removeprefix("\ufeff") == text


def test_columns_that_mean_nothing_are_named_and_passwords_are_not_read() -> None:
    listed = read_class_list("username,password,eye colour\nnoor,hunter2,brown\n", "maths")
    assert listed.remarks == ("Column 'password' is not used.", "Column 'eye colour' is not used.")
    assert "hunter2" not in repr(listed)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("No One,,student,", "a user name has only a-z"),
        ("a@b.org,,student,", "a user name has only a-z"),
        (",Noor,student,", "no user name"),
        ("noor,Noor,boss,", "role 'boss' is none of student, ta, instructor"),
        ("noor,Noor,admin,", "role 'admin' is none of"),
        ("noor,Noor,student,physics", "of another course, physics"),
        (f"noor,{'N' * 101},student,", "longer than 100"),
        ("noor,No\x1b[31mor,student,", "unprintable"),
        ("amara,Somebody Else,student,", "line 2 names amara already, differently"),
    ],
)
def test_a_row_that_cannot_be_used_is_left_out_with_its_reason(row: str, why: str) -> None:
    listed = read_class_list(f"username,name,role,course\namara,Amara Singh,,maths\n{row}\n", "maths")
    assert [p.username for p in listed.people] == ["amara"]
    (left_out,) = listed.left_out
    assert why in left_out.why and left_out.line == 3
    assert left_out.shown.isprintable()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the list is empty"),
        ("  \n \n", "the list is empty"),
        ("amara,Amara Singh\nkenji,Kenji\n", "the first line must name the columns"),
        ('username,name\namara,"Amara\n', "no CSV"),
        ("username\nam\ufffdra\n", "UTF-8"),
    ],
)
def test_a_list_that_cannot_be_read_at_all_says_what_to_do(text: str, message: str) -> None:
    with pytest.raises(CourseError, match=message):
        read_class_list(text, "maths")


def test_the_plan_says_who_comes_who_changes_and_who_is_not_named() -> None:
    made = plan("username,name,role\namara,Amara Singh-Rao,ta\nnoor,Noor Aziz,\n")
    assert [change.after for change in made.added] == [Entry("noor", "maths", Role.STUDENT, "", "Noor Aziz")]
    assert [(c.before, c.after.role, c.after.display_name) for c in made.changed] == [
        (AMARA, Role.TA, "Amara Singh-Rao")
    ]
    assert made.absent == (KENJI,)  # and not imani, who imports
    assert made.removed == ()
    assert made.need_password == ("noor",)


def test_what_a_row_does_not_say_stays_as_it_is() -> None:
    made = plan("username\namara\nkenji\n")
    assert made.same == 2 and not made.changed and not made.does_something


def test_somebody_from_another_course_keeps_their_account() -> None:
    made = plan("username\nother\n")
    (change,) = made.added
    assert change.after.display_name == "Otto Other" and "keeps its password" in change.remark
    assert made.need_password == ()
    after = carried_out(ROSTER, made, {})
    assert {e.password for e in after.entries if e.username == "other"} == {"h-other"}
    assert OTHER in after.entries


def test_an_import_gives_no_password_that_opens_more_than_the_course() -> None:
    unfinished = Roster(
        (
            IMANI,
            Entry("other", "physics", Role.STUDENT, "", "Otto"),
            Entry("ada", "", Role.ADMIN, "", "Ada"),
            Entry("colleague", "maths", Role.INSTRUCTOR, "", "C"),
            Entry("noor", "maths", Role.STUDENT, "", "Noor"),
        )
    )
    made = plan("username\nother\nada\ncolleague\nnoor\nyusuf\n", unfinished)
    assert made.need_password == ("noor", "yusuf")
    assert "administrator gives one" in made.added[0].remark


def test_nobody_is_removed_unless_asked_for() -> None:
    text = "username\namara\n"
    assert KENJI.username in [e.username for e in carried_out(ROSTER, plan(text), {}).of_course("maths")]
    after = carried_out(ROSTER, plan(text, removes=True), {})
    assert [e.username for e in after.of_course("maths")] == ["imani", "amara"]
    assert KENJI_IN_PHYSICS in after.entries


def test_staff_stay_whatever_the_list_says() -> None:
    roster = Roster((*ROSTER.entries, Entry("tomas", "maths", Role.TA, "h", "Tomás")))
    assert [entry.username for entry in plan("username\namara\n", roster, removes=True).removed] == ["kenji"]


def test_a_person_whose_row_is_left_out_is_not_taken_for_absent() -> None:
    assert plan("username,role\nkenji,boss\namara,\n", removes=True).removed == ()


def test_a_password_outlives_the_line_that_it_stood_on() -> None:
    roster = Roster(
        (IMANI, Entry("noor", "maths", Role.STUDENT, "h-noor", "N"), Entry("noor", "physics", Role.TA, "", "N"))
    )
    after = carried_out(roster, plan("username\nimani\n", roster, removes=True), {})
    assert [(e.course, e.password) for e in after.entries if e.username == "noor"] == [("physics", "h-noor")]


def test_nobody_locks_themselves_out() -> None:
    made = plan("username,role\nimani,student\n", removes=True)
    assert not made.changed and IMANI not in made.removed
    assert "this is you" in made.left_out[0].why


def test_importing_keeps_only_hashes_and_tells_each_password_once(tmp_path: Path) -> None:
    file = RosterFile(tmp_path / "roster.csv")
    ROSTER.write(file.path)
    text = "username,name\nnoor,Noor Aziz\n"
    passwords = import_people(file, plan(text), text, by="imani", default=Role.STUDENT)
    assert list(passwords) == ["noor"]
    assert passwords["noor"] not in file.path.read_text()
    assert file.read().is_password("noor", passwords["noor"])
    assert file.read().groups("noor") == ["nbgrader-maths"]
    assert list(tmp_path.glob("roster.csv.*")) == [tmp_path / "roster.csv.lock"]


def test_a_plan_for_another_roster_is_not_carried_out(tmp_path: Path) -> None:
    file = RosterFile(tmp_path / "roster.csv")
    ROSTER.write(file.path)
    text = "username,name\namara,Amara S.\n"
    made = plan(text)
    file.change(lambda roster: Roster((IMANI,)))
    with pytest.raises(RosterChanged, match="look at the changes again"):
        import_people(file, made, text, by="imani", default=Role.STUDENT)
    assert file.read() == Roster((IMANI,))


def test_changes_at_the_same_time_are_all_kept(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    Roster(()).write(path)

    def add(number: int) -> None:
        entry = Entry(f"p{number}", "maths", Role.STUDENT, "", f"P {number}")
        RosterFile(path).change(lambda roster: Roster((*roster.entries, entry)))

    threads = [threading.Thread(target=add, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {e.username for e in Roster.read(path).entries} == {f"p{number}" for number in range(12)}
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_typing_mistake_in_the_file_costs_no_page_its_names(tmp_path: Path) -> None:
    file = RosterFile(tmp_path / "roster.csv")
    ROSTER.write(file.path)
    assert file.name("maths", "amara") == "Amara Singh"
    file.path.write_text(file.path.read_text() + "noor,maths,boss,,Noor\n")
    assert file.name("maths", "amara") == "Amara Singh"
    with pytest.raises(CourseError, match="role 'boss'"):
        file.change(lambda roster: roster)
    with pytest.raises(CourseError, match="role 'boss'"):
        RosterFile(file.path).names("maths")


def test_names_follow_the_file_without_a_restart(tmp_path: Path) -> None:
    file = RosterFile(tmp_path / "roster.csv")
    ROSTER.write(file.path)
    assert file.name("physics", "kenji") == "Kenji H." and file.name("physics", "nobody") == "nobody"
    file.change(lambda roster: Roster((Entry("kenji", "maths", Role.STUDENT, hash_password("x"), "Ken"),)))
    assert file.names("maths") == {"kenji": "Ken"} == file.learners("maths")
