from __future__ import annotations

from pathlib import Path

import pytest

from coursegrader.errors import CourseError
from coursegrader.hub.roster import Entry, Role, Roster, check_password, demo_roster, hash_password

HEADER = "username,course,role,password,display_name\n"


def test_only_hashes_are_kept(tmp_path: Path) -> None:
    roster, passwords = demo_roster(["maths"])
    path = tmp_path / "roster.csv"
    roster.write(path)
    text = path.read_text()
    assert path.stat().st_mode & 0o777 == 0o600
    assert not any(password in text for password in passwords.values())
    again = Roster.read(path)
    assert again == roster
    for name, password in passwords.items():
        assert again.is_password(name, password)
        assert not again.is_password(name, password + "x")


def test_passwords_are_random() -> None:
    assert demo_roster(["maths"])[1] != demo_roster(["maths"])[1]
    assert hash_password("same") != hash_password("same")


@pytest.mark.parametrize("hashed", ["", "scrypt$", "scrypt$AAAA$", "plain", "md5$AAAA$AAAA"])
def test_a_broken_hash_lets_nobody_in(hashed: str) -> None:
    assert not check_password("", hashed)


def test_people_who_are_not_listed_have_no_password() -> None:
    assert not Roster(()).is_password("nobody", "")


def test_groups_follow_from_roles_in_each_course() -> None:
    roster = Roster(
        (
            Entry("amara", "maths", Role.STUDENT, "", "Amara"),
            Entry("amara", "physics", Role.TA, "", "Amara"),
            Entry("imani", "maths", Role.INSTRUCTOR, "", "Imani"),
        )
    )
    assert roster.groups("amara") == ["formgrade-physics", "nbgrader-maths"]
    assert roster.groups("imani") == ["formgrade-maths", "instructor-maths"]
    assert roster.groups("kenji") == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name,role\n", "the first line must be username,course"),
        (HEADER + "../up,maths,student,x,Up\n", r"line 2: user name '\.\./up'"),
        (HEADER + "amara,maths,boss,x,Amara\n", "line 2: role 'boss' is none of student, ta, instructor, admin"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(text)
    with pytest.raises(CourseError, match=message):
        Roster.read(path)
