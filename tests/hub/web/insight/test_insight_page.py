"""The insight pages: figures of the class, for staff, that agree with what learners handed in."""

from __future__ import annotations

import re
from datetime import timedelta

from coursegrader.results import CellResult
from coursegrader.store import AttemptStore, Policy
from coursegrader.store.marks import Mark
from tests.hub.insight.classes import attempt as made
from tests.hub.insight.classes import cell, drawn_class, hidden
from tests.hub.web.browse import TestedSite

PAGE = "/courses/maths/insight/week"


def hand_in(store: AttemptStore, learner: str, *cells: CellResult, number: int = 1) -> int:
    """An attempt with this result, graded."""
    kept = store.add_attempt("maths", "week", learner, {"assignment_a.ipynb": f"{learner} {number}".encode()})
    result = made(learner, number, cells).result
    assert result is not None
    assert store.record_result(kept, result, {})
    return kept.id


def row(html: str, heading: str) -> list[str]:
    """The texts of the cells of the table row that has this heading."""
    for found in re.findall(r"<tr>.*?</tr>", html, re.DOTALL):
        own = re.search(r'<th scope="row">(.*?)</th>', found, re.DOTALL)
        if own and plain(own[1]) == heading:
            return [plain(text) for text in re.findall(r"<t[hd].*?</t[hd]>", found, re.DOTALL)]
    raise AssertionError(f"no row {heading!r}")


def plain(html: str) -> str:
    """What a reader sees of a piece of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\u202f", " ").split())


def test_the_page_shows_each_exercise_and_each_test(site: TestedSite) -> None:
    hand_in(site.store, "amara", cell("sum", hidden(True, "test_carry"), hidden(False, "test_sign", "Mind the sign.")))
    hand_in(site.store, "kenji", cell("sum", hidden(True, "test_carry"), hidden(True, "test_sign")))
    html = site.as_("tomas").get(PAGE).text
    alone = "no other exercise to compare with"
    assert row(html, "sum") == ["1", "sum", "10", "2", "2", "0", "50 %", "75 %", alone]
    assert row(html, "sign")[2:4] == ["50 % 1 of 2", "50 % 1 of 2"]
    assert "Mind the sign." in html
    assert "1 learner read it, 1 still fails its test" in plain(html)


def test_first_answers_and_attempts_that_count_are_told_apart(site: TestedSite) -> None:
    hand_in(site.store, "amara", cell("sum", hidden(False)))
    hand_in(site.store, "amara", cell("sum", hidden(True)), number=2)
    browse = site.as_("tomas")
    assert row(browse.get(PAGE).text, "sum")[7] == "0 %"
    assert row(browse.get(f"{PAGE}?basis=counted").text, "sum")[7] == "100 %"
    assert row(browse.get(PAGE).text, "2") == ["2", "1", "0 %", "100 %", "1, 0, 0"]


def test_the_policy_says_which_attempt_counts(site: TestedSite) -> None:
    site.site.policies.save("maths", "week", Policy(counts="last"))
    hand_in(site.store, "amara", cell("sum", hidden(True)))
    hand_in(site.store, "amara", cell("sum", hidden(False)), number=2)
    assert row(site.as_("tomas").get(f"{PAGE}?basis=counted").text, "sum")[7] == "0 %"


def test_a_broken_policy_file_hides_no_figures(site: TestedSite) -> None:
    hand_in(site.store, "amara", cell("sum", hidden(True)))
    (site.courses["maths"] / "source" / "week.toml").write_text("atempts = 3")
    html = site.as_("tomas").get(PAGE).text
    assert "week.toml" in html
    assert row(html, "sum")[7] == "100 %"
    assert site.as_("tomas").get("/courses/maths/insight").status_code == 200


def test_a_persons_marks_are_in_the_figures(site: TestedSite) -> None:
    attempt = hand_in(site.store, "amara", cell("essay", most=4.0))
    browse = site.as_("tomas")
    assert row(browse.get(PAGE).text, "essay")[-1] == "scored by a person"
    site.store.marks.give(
        Mark("maths", "week", "amara", "assignment_a", "essay", attempt, 3.0, site.clock.now + timedelta(hours=1))
    )
    assert row(browse.get(PAGE).text, "essay")[7] == "75 %"


def test_a_class_of_some_size_has_plots_and_discrimination(site: TestedSite) -> None:
    for drawn in drawn_class(20):
        kept = site.store.add_attempt("maths", "week", drawn.learner, {"a.ipynb": str(drawn.id).encode()})
        site.store.record_result(kept, drawn.result or {}, {})
    html = site.as_("imani").get(PAGE).text
    for kind in ("plot-bars", "plot-scatter", "plot-dots", "plot-strip"):
        assert kind in html
    assert re.search(r"−?0\.\d\d −?0\.\d\d to −?0\.\d\d, n = 20", row(html, "product")[-1])


def test_what_learners_wrote_is_never_markup(site: TestedSite) -> None:
    nasty = "<script>alert(1)</script>"
    hand_in(site.store, "amara", cell(nasty, hidden(False, nasty, f"{nasty}\n{nasty}")))
    html = site.as_("tomas").get(PAGE).text
    assert nasty not in html
    assert "&lt;script&gt;alert(1)" in html


def test_before_anything_is_graded_the_page_says_so(site: TestedSite) -> None:
    site.store.add_attempt("maths", "week", "amara", {"a.ipynb": b"{}"})
    assert "No attempt of a learner is graded yet" in site.as_("tomas").get(PAGE).text


def test_the_list_leads_to_each_assignment(site: TestedSite) -> None:
    browse = site.as_("tomas")
    assert "Nothing is released yet" in browse.get("/courses/maths/insight").text
    hand_in(site.store, "amara", cell("sum", hidden(True), hidden(False, "test_b")))
    site.site.policies.save("maths", "week", Policy(title="Adding up"))
    html = browse.get("/courses/maths/insight").text
    assert "/courses/maths/insight/week" in html
    assert row(html, "Adding up") == ["Adding up", "1", "1", "50 %"]


def test_an_assignment_that_nobody_knows_is_not_found(site: TestedSite) -> None:
    assert site.as_("tomas").get("/courses/maths/insight/nothing").status_code == 404


def test_learners_do_not_see_the_class(site: TestedSite) -> None:
    hand_in(site.store, "amara", cell("sum", hidden(True)))
    assert site.as_("amara").get(PAGE).status_code == 403
    assert site.as_("other").get(PAGE).status_code == 403
