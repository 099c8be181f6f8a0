"""Regrades to look at: one applied, one to be applied (with learners who lose), one at work, one that failed."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from coursegrader.hub.web.site import Site
from coursegrader.store.regrade_changes import RegradeChanges
from coursegrader.store.regrade_records import Regrade, Regraded, RegradeRow, RowState

COURSE = "maths"
SUITE, SOURCE = "e" * 64, "c" * 64
Change = Callable[[RegradeRow, dict[str, Any]], None]


def fill(site: Site) -> None:
    """Put the regrades into a site with graded attempts at at least three assignments."""
    assignments = sorted({a.assignment for a in site.store.attempts(COURSE, brief=True) if a.score is not None})
    first, second, third = assignments[:3]
    applied = previewed(site, first, "The test of wide matrices in rank asked for the wrong number.", kinder)
    apply(site, applied)
    previewed(site, second, "Whole numbers are cut in row_echelon_form: the test let that pass.", mixed)
    site.store.regrades.start(COURSE, third, "The test of dot_product is random, and failed by chance.", "imani")


def previewed(site: Site, assignment: str, reason: str, change: Change) -> Regrade:
    """A complete preview in which every result is changed so."""
    regrade = site.store.regrades.start(COURSE, assignment, reason, "imani")
    for number, row in enumerate(site.store.regrades.rows(regrade.id)):
        if row.old_result is None or (number == 3 and change is mixed):
            site.store.regrades.not_regraded(row, "the notebook needs more than 1024 MB: no result")
            continue
        result = copy.deepcopy(dict(row.old_result))
        change(row, result)
        for cell in result["cells"]:
            if cell["tests"]:
                passed = sum(test["passed"] for test in cell["tests"])
                cell["score"] = cell["max_score"] * passed / len(cell["tests"])
        result["score"] = sum(cell["score"] or 0.0 for cell in result["cells"])
        result["provenance"] |= {"suite": SUITE, "source": SOURCE}
        place = {"files": None, "rows": None}
        site.store.regrades.regraded(row, Regraded(result, row.old_feedback or {}, place), assignment)
    assert site.store.regrades.finish_preview(regrade, suite=SUITE, source=SOURCE)
    return site.store.regrades.find(COURSE, regrade.id)


def kinder(row: RegradeRow, result: dict[str, Any]) -> None:
    """One test passes for everybody."""
    _test(result, "test_rank_1")["passed"] = True


def mixed(row: RegradeRow, result: dict[str, Any]) -> None:
    """One test fails for some who passed it, another passes."""
    kinder(row, result)
    if row.learner.startswith(("k", "s", "m")):
        _test(result, "test_row_echelon_form_1")["passed"] = False


def apply(site: Site, regrade: Regrade) -> None:
    """All that applying does, nbgrader's folders excepted."""
    changes = RegradeChanges(site.store.database)
    changes.ask_to_apply(regrade, "imani")
    now = site.store.regrades.find(COURSE, regrade.id)
    changes.apply(now, site.regrading.news_of(now, undone=False))
    follow(site, now, RowState.APPLIED)


def follow(site: Site, regrade: Regrade, state: RowState) -> None:
    """As if nbgrader's folders had followed."""
    changes = RegradeChanges(site.store.database)
    for row in site.store.regrades.rows(regrade.id, state):
        changes.followed(row)
    changes.finish(regrade)


def _test(result: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(test for cell in result["cells"] for test in cell["tests"] if test["name"] == name)
    return found
