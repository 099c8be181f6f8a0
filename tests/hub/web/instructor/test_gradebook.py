from __future__ import annotations

import csv
import io
import re

import pytest

from tests.hub.web.browse import TestedSite

PAGE = "/courses/maths/gradebook"


def names(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="[^"]+/students/(\w+)"', page)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["amara", "kenji", "lena", "sofia"]),
        ("?order=down", ["sofia", "lena", "kenji", "amara"]),
        ("?sort=total&order=down", ["amara", "kenji", "lena", "sofia"]),
        ("?sort=week3-determinants", ["amara", "kenji", "lena", "sofia"]),  # those without a score come last
        ("?find=SINGH", ["amara"]),
        ("?show=failed", ["kenji"]),
        ("?show=waiting", ["amara"]),
        ("?show=missing", ["lena"]),
        ("?sort=nonsense&show=nonsense", ["amara", "kenji", "lena", "sofia"]),
    ],
)
def test_the_table_is_sorted_and_filtered_by_its_address(course: TestedSite, query: str, shown: list[str]) -> None:
    assert names(course.as_("tomas").get(PAGE + query).text) == shown


def test_scores_lead_to_the_attempt_that_counts(course: TestedSite) -> None:
    best = max(course.store.attempts("maths", assignment="week1-vectors", learner="amara"), key=lambda a: a.score or 0)
    assert f'/courses/maths/attempts/{best.id}"' in course.as_("tomas").get(PAGE).text


def test_a_second_click_on_a_title_turns_the_order_round(course: TestedSite) -> None:
    first = course.as_("tomas").get(PAGE).text
    assert "sort=total&amp;order=down" in first
    assert "sort=total&amp;order=up" in course.as_("tomas").get(f"{PAGE}?sort=total&order=down").text


def test_names_and_what_was_typed_are_escaped(course: TestedSite) -> None:
    page = course.as_("tomas").get(PAGE, params={"find": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page


def test_the_file_has_a_line_for_everybody_in_stable_columns(course: TestedSite) -> None:
    answer = course.as_("tomas").get("/courses/maths/gradebook.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "maths-gradebook-" in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert [row["username"] for row in rows] == ["amara", "kenji", "lena", "sofia"]
    assert rows[0]["week1-vectors state"] == "graded"
    assert float(rows[0]["total"]) == sum(float(rows[0][f"{week} score"] or 0) for week in weeks(rows[0]))
    assert rows[2]["display_name"] == "Lena =1+1" and rows[2]["week1-vectors state"] == "missing"
    assert list(rows[0])[:4] == ["username", "display_name", "in_roster", "week1-vectors score"]


def weeks(row: dict[str, str]) -> list[str]:
    return [name.removesuffix(" score") for name in row if name.endswith(" score")]


def test_a_broken_policy_file_is_named_and_the_table_still_there(course: TestedSite) -> None:
    (course.courses["maths"] / "source" / "week1-vectors.toml").write_text("attempts = 'many'")
    page = course.as_("tomas").get(PAGE).text
    assert "week1-vectors.toml" in page and names(page)


def test_a_course_without_anything_says_what_to_do(course: TestedSite) -> None:
    assert "Import them on the page Roster" in course.as_("other").get("/courses/physics/gradebook").text


@pytest.mark.parametrize("path", [PAGE, "/courses/maths/gradebook.csv", "/courses/maths/students/amara"])
def test_learners_see_none_of_it(course: TestedSite, path: str) -> None:
    assert course.as_("amara").get(path).status_code == 403
    assert course.as_("other").get(path).status_code == 403
