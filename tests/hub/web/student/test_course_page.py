from __future__ import annotations

from datetime import timedelta

from tests.hub.web.browse import TestedSite
from tests.hub.web.student.conftest import WEEK, Course

MAP = "/courses/maths"


def test_the_map_goes_from_not_opened_to_a_score(site: TestedSite, course: Course) -> None:
    amara = site.as_("amara")
    page = amara.get(MAP).text
    assert "Start Week1" in page and "Not opened" in page and "10 points" in page
    assert "Submit" not in page.replace("Submitting", "")
    amara.post(f"{WEEK}/open", follow_redirects=False)
    page = amara.get(MAP).text
    assert "Go on with Week1" in page and "In progress" in page and ">Submit<" in page
    course.graded()
    page = amara.get(MAP).text
    assert "<b>7</b> of 10" in page and "Improve Week1" in page


def test_nobody_sees_anothers_state(site: TestedSite, course: Course) -> None:
    course.graded()
    page = site.as_("kenji").get(MAP).text
    assert "Not opened" in page and "<b>7</b>" not in page


def test_due_times_are_for_the_browser_to_show_in_its_zone(site: TestedSite, course: Course) -> None:
    due = site.clock.now + timedelta(days=3)
    course.policy(f"due_at = {due.isoformat()}\nattempts = 3\n")
    page = site.as_("amara").get(MAP).text
    assert f'<time datetime="{due.isoformat()}" data-local>' in page
    assert "3 of 3 attempts left" in page


def test_a_locked_week_offers_nothing(site: TestedSite, course: Course) -> None:
    course.policy(f"opens_at = {(site.clock.now + timedelta(days=2)).isoformat()}\n")
    page = site.as_("amara").get(MAP).text
    assert "Opens " in page and "<form" not in page.partition('<ol class="weeks">')[2]
    answer = site.as_("amara").post(f"{WEEK}/open")
    assert "not open yet" in answer.text
    assert course.servers.asked == []


def test_a_broken_policy_file_keeps_nobody_from_working(site: TestedSite, course: Course) -> None:
    course.policy("due_at = nonsense")
    assert "Start Week1" in site.as_("amara").get(MAP).text


def test_news_stays_until_it_is_read(site: TestedSite, course: Course) -> None:
    amara = site.as_("amara")
    site.store.notices.add("maths", "amara", "Your score for <b>Week1</b> changed.", "")
    page = amara.get(MAP).text
    assert "Your score for &lt;b&gt;Week1&lt;/b&gt; changed." in page
    shown = site.store.notices.unseen("maths", "amara")[0].id
    site.store.notices.add("maths", "amara", "Something newer.", "")
    page = amara.post(f"{MAP}/notices/seen", {"up_to": str(shown)}).text
    assert "changed." not in page and "Something newer." in page
    assert "Something newer." in amara.post(f"{MAP}/notices/seen", {"up_to": "x"}).text


def test_staff_see_the_course_as_learners_do_and_cannot_act(site: TestedSite, course: Course) -> None:
    page = site.as_("tomas").get(MAP).text
    assert "what learners see" in page and "Week1" in page
    assert "/open" not in page
    assert site.as_("tomas").post(f"{WEEK}/open").status_code == 403
    assert site.as_("tomas").post(f"{WEEK}/submit").status_code == 403
