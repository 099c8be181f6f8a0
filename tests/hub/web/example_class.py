"""The rest of a class: learners of many strengths, with one to four graded attempts at the first two weeks."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import numpy as np

from coursegrader.hub.web.site import Site
from coursegrader.results import GradedAttempt, TestResult
from tests.hub.web.example import COURSE, EXERCISES, WEEKS, result, submit

NAMES = {
    "aisha": "Aisha Rahman", "bela": "Béla Kovács", "chidi": "Chidi Okafor", "dana": "Dana Levy", "elif": "Elif Demir",
    "farid": "Farid Karimi", "greta": "Greta Lindqvist", "hana": "Hana Sato", "ivan": "Ivan Petrov",
    "joana": "Joana Ferreira", "kofi": "Kofi Mensah", "lena": "Lena Fischer", "mateo": "Mateo García",
    "nadia": "Nadia Haddad", "oskar": "Oskar Nowak", "priya": "Priya Sharma", "quentin": "Quentin Dubois",
    "ruth": "Ruth Cohen", "samir": "Samir El-Amin", "thuy": "Thuy Nguyen", "uma": "Uma Krishnan",
}  # fmt: skip
HARD = (-1.4, 0.6, 0.2, -0.6)  # of the example's exercises: what strength passes half of the tests
NO_ANSWER = " (There is no answer in this cell yet.)"
_FAILURES = ("", "", "", " (Your code raised TypeError.)", " (Your code took too long.)")


def fill(site: Site) -> None:
    """Let everybody in :data:`NAMES` hand in the first two weeks of the example; the same each time."""
    rng = np.random.default_rng(2)
    for learner in NAMES:
        strength = float(rng.normal(0.3, 1.1))
        for place, week in enumerate(WEEKS[:2]):
            _hand_in(site, week, learner, strength, rng, days_ago=7 * (2 - place))


def _hand_in(site: Site, week: str, learner: str, strength: float, rng: np.random.Generator, *, days_ago: int) -> None:
    at = site.clock() - timedelta(days=days_ago, minutes=int(rng.integers(0, 4000)))
    site.store.record_fetch(COURSE, week, learner)
    passed: dict[str, bool] = {}
    for number in range(int(rng.integers(1, 5))):
        at += timedelta(minutes=int(rng.integers(5, 300)))
        attempt = submit(site, learner, week, at, f"return {rng.integers(1000)}")
        graded = _result(week, strength, number, passed, rng)
        page = f"<!doctype html><html lang=en><title>Feedback</title><h1>{week}</h1>".encode()
        site.store.record_result(attempt, json.loads(json.dumps(graded.to_json())), {"assignment.html": page})
        if all(passed.values()):
            return


def _result(
    week: str, strength: float, number: int, passed: dict[str, bool], rng: np.random.Generator
) -> GradedAttempt:
    plain = result(week, [0] * len(EXERCISES))
    cells = []
    for cell, hard in zip(plain.cells, (*HARD, 0.0), strict=True):
        written = number > 0 or hard < 0 or bool(rng.random() < 0.8)
        tests = tuple(_test(test, strength + 0.5 * number - hard, passed, rng, written=written) for test in cell.tests)
        share = sum(test.passed for test in tests) / len(tests) if tests else 0.0
        cells.append(replace(cell, tests=tests, score=cell.max_score * share if tests else None))
    score = sum(cell.score or 0.0 for cell in cells)
    return replace(plain, cells=tuple(cells), score=score, repairs=(), errors=())


def _test(
    test: TestResult, margin: float, passed: dict[str, bool], rng: np.random.Generator, *, written: bool
) -> TestResult:
    if not written:
        return replace(test, passed=False, hint=test.hint + NO_ANSWER)
    kept = passed.get(test.name, False) and bool(rng.random() < 0.97)
    passed[test.name] = kept or bool(rng.normal(margin, 0.8) > 0)
    return replace(
        test, passed=passed[test.name], hint="" if passed[test.name] else test.hint + str(rng.choice(_FAILURES))
    )
