"""Policies are read from, and written to, the plain file beside the assignment's folder."""

from __future__ import annotations

import os
import re
import tomllib
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from coursegrader.errors import CourseError, StoreError
from coursegrader.store import Policies, Policy
from coursegrader.store.policies import KEYS

EXAMPLE = """
# the first week
title = "Week 1: vectors"
opens_at = 2026-02-23T09:00:00+01:00
due_at = 2026-03-01T23:59:00+01:00
closes_at = 2026-03-08T22:59:00Z
late_percent_per_day = 10
late_percent_most = 50
attempts = 5
cooldown_minutes = 2.5
counts = "last"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "source" / "week1").mkdir(parents=True)
    return tmp_path / "source" / "week1.toml"


@pytest.fixture
def policies(tmp_path: Path) -> Policies:
    return Policies({"maths": tmp_path})


def test_without_a_file_everything_is_allowed(policies: Policies, file: Path) -> None:
    assert policies.of("maths", "week1") == Policy()


def test_a_file_is_read_with_its_time_zones(policies: Policies, file: Path) -> None:
    file.write_text(EXAMPLE)
    policy = policies.of("maths", "week1")
    assert policy.due_at == datetime(2026, 3, 1, 22, 59, tzinfo=UTC)
    assert policy.closes_at == datetime(2026, 3, 8, 22, 59, tzinfo=UTC)
    assert (policy.late_percent_per_day, policy.late_percent_most, policy.cooldown_minutes) == (10, 50, 2.5)
    assert (policy.attempts, policy.counts, policy.title) == (5, "last", "Week 1: vectors")


def test_what_is_written_is_read_back(policies: Policies, file: Path) -> None:
    file.write_text(EXAMPLE)
    policy = policies.of("maths", "week1")
    policies.save("maths", "week1", policy)
    assert "due_at = 2026-03-01T22:59:00Z\n" in file.read_text()
    assert policies.of("maths", "week1") == policy
    odd = Policy(
        title='"quoted" \\ Größe 😀 𝔸',
        due_at=datetime(2026, 3, 1, 12, 0, 0, 250_000, timezone(timedelta(hours=-3, minutes=-30))),
        late_percent_per_day=0.1,
        cooldown_minutes=1e-7,
    )
    policies.save("maths", "week1", odd)
    assert policies.of("maths", "week1") == odd
    policies.save("maths", "week1", Policy())
    assert policies.of("maths", "week1") == Policy()
    assert [path.name for path in file.parent.iterdir() if path.is_file()] == ["week1.toml"]


def test_a_change_of_the_file_is_seen(policies: Policies, file: Path) -> None:
    file.write_text("attempts = 1\n")
    assert policies.of("maths", "week1").attempts == 1
    before = file.stat()
    file.write_text("attempts = 2\n")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))  # a clock that stands still
    assert policies.of("maths", "week1").attempts == 2
    file.unlink()
    assert policies.of("maths", "week1") == Policy()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("attempts = 3\ndue_att = 2026-03-01T00:00:00Z\n", "line 2: unknown setting 'due_att': write 'due_at' instead"),
        ("[late]\npercent = 10\n", "line 1: unknown setting 'late': "),
        ('\n"colour" = 1\n', "line 2: unknown setting 'colour': use one of opens_at, due_at, "),
        ("attempts = \n", "week1.toml is not TOML: Invalid value (at line 1, column 12)"),
        ("attempts = 1\nattempts = 2\n", "is not TOML: Cannot overwrite a value (at line 2"),
        ("\n\ndue_at = 2026-03-01T23:59:00\n", "line 3: due_at: it needs a date, a time and a time zone: write for ex"),
        ("due_at = 2026-03-01\n", "line 1: due_at: it needs a date, a time and a time zone"),
        ('attempts = "three"\n', "line 1: attempts: it is not a number of attempts: write 1 or more"),
        ("attempts.most = 3\n", "line 1: attempts: it is not a number"),
        ("late_percent_per_day = -5\n", "line 1: late_percent_per_day: it is not a percentage"),
        ("late_percent_most = inf\n", "line 1: late_percent_most: it is not a percentage"),
        ("cooldown_minutes = true\n", "line 1: cooldown_minutes: it is not a number of minutes"),
        ('counts = "first"\n', 'line 1: counts: it is neither of the two words that are known: write "best" or "last"'),
        ("counts = [1]\n", "line 1: counts: it is neither"),
        ("due_at = 2026-03-02T00:00:00Z\ncloses_at = 2026-03-01T00:00:00Z\n", "line 2: closes_at: it is before due_at"),
        ("title = 5\n", "line 1: title: it is not one line of text"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_with_its_line(policies: Policies, file: Path, text: str, says: str) -> None:
    file.write_text(text)
    for _ in range(2):  # no wrong file is remembered as a right one
        with pytest.raises(CourseError) as caught:
            policies.of("maths", "week1")
        assert says in str(caught.value)
        assert str(file) in str(caught.value)
        assert "\n" not in str(caught.value)


def test_only_a_plain_small_text_file_is_read(policies: Policies, file: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.toml").write_text("attempts = 1\n")
    file.symlink_to(tmp_path / "elsewhere.toml")
    with pytest.raises(CourseError, match="make it a plain, readable file"):
        policies.of("maths", "week1")
    file.unlink()
    os.mkfifo(file)
    with pytest.raises(CourseError, match="is not a regular file"):
        policies.of("maths", "week1")
    file.unlink()
    file.write_bytes(b"# \xff\n")
    with pytest.raises(CourseError, match="is not UTF-8"):
        policies.of("maths", "week1")
    file.write_bytes(b"#" * 100_000)
    with pytest.raises(CourseError, match="is larger than 64 KiB"):
        policies.of("maths", "week1")


def test_settings_that_make_no_sense_are_not_written(policies: Policies, file: Path) -> None:
    file.write_text(EXAMPLE)
    with pytest.raises(CourseError, match="attempts: it is not a number of attempts"):
        policies.save("maths", "week1", Policy(attempts=0))
    assert file.read_text() == EXAMPLE


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"week1\.toml cannot be written \(No such file or directory\)"):
        Policies({"maths": tmp_path}).save("maths", "week1", Policy())


def test_the_file_can_be_edited_by_the_staff_who_share_the_folder(policies: Policies, file: Path) -> None:
    policies.save("maths", "week1", Policy(attempts=1))
    assert file.stat().st_mode & 0o777 == 0o644
    file.parent.chmod(0o2775)
    policies.save("maths", "week1", Policy(attempts=1))
    assert file.stat().st_mode & 0o777 == 0o664


@pytest.mark.parametrize("name", ["../week1", "", "a/b", ".hidden"])
def test_names_that_lead_elsewhere_are_refused(policies: Policies, name: str) -> None:
    with pytest.raises(StoreError, match="may hold only"):
        policies.of("maths", name)


def test_other_courses_are_not_known(policies: Policies) -> None:
    with pytest.raises(StoreError, match="the folder of course 'physics' is not known here"):
        policies.of("physics", "week1")


def test_the_documentation_says_what_is_read(policies: Policies, file: Path) -> None:
    text = (Path(__file__).parents[2] / "docs" / "policies.md").read_text()
    (example,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    file.write_text(example)
    policy = policies.of("maths", "week1")
    assert policy.title == "Week 1: vectors" and policy.late_percent_most == 50
    assert set(tomllib.loads(example)) == set(KEYS)
    assert all(f"`{key}`" in text for key in KEYS)
    file.write_text("attempts = 2\ndue_att = 2026-03-01T23:59:00Z\n")
    with pytest.raises(CourseError) as caught:
        policies.of("maths", "week1")
    assert str(caught.value).removeprefix(f"{file.parents[1]}/") in text
